#include "centre/commands.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/log.h"
#include "centre/intake.h"
#include "protocol/messages.h"

namespace loa::centre {
namespace {

constexpr std::size_t kMostWaiting = 100;
constexpr std::chrono::seconds kAskEvery{1};

std::optional<trust::Command> command_in(const std::string& text) {
  base::Problems problems;
  const auto envelope = trust::read_envelope(text, "command", problems);
  return envelope ? trust::read_command(*envelope, "command", problems) : std::nullopt;
}

}  // namespace

protocol::HttpResponse Commands::take(const std::string& text, base::Wall now) {
  base::Problems problems;
  const auto envelope = trust::read_envelope(text, "command", problems);
  const auto command =
      envelope ? trust::read_command(*envelope, "command", problems) : std::nullopt;
  if (!command) return refusal(400, "malformed-command", problems.at(0));
  if (now >= command->expires) return refusal(409, "expired");
  store_.forget_commands(now);
  const KeptCommand kept{trust::to_hex(base::sha256(text)), text, now, command->expires};
  if (!store_.put_command(kept, kMostWaiting)) return refusal(429, "too-many-commands");
  asked_.reset();
  base::log(base::LogLevel::info, "a live command was taken, of " + trust::to_hex(command->issuer));
  return {200,
          "application/json",
          nlohmann::json{{"expires", base::to_rfc3339(command->expires)}}.dump(),
          {}};
}

std::vector<std::string> Commands::due(const std::string& station, base::Wall now) {
  std::vector<std::string> offered;
  for (const auto& kept : store_.commands(now)) {
    const auto command = command_in(kept.envelope);
    if (command && command->not_before <= now && trust::names(command->stations, station) &&
        offered.size() < protocol::kMaxCommands) {
      offered.push_back(kept.envelope);
    }
  }
  return offered;
}

bool Commands::waits_for(const std::string& station, const base::Now& now) {
  if (!asked_ || now.steady >= *asked_ + kAskEvery) {
    asked_ = now.steady;
    live_.clear();
    for (const auto& kept : store_.commands(now.wall)) {
      if (auto command = command_in(kept.envelope))
        live_.push_back({std::move(command->stations), command->not_before, command->expires});
    }
  }
  return std::any_of(live_.begin(), live_.end(), [&](const Live& live) {
    return live.not_before <= now.wall && now.wall < live.expires &&
           trust::names(live.stations, station);
  });
}

}  // namespace loa::centre
