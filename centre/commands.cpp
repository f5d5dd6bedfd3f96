#include "centre/commands.h"

#include <nlohmann/json.hpp>

#include "base/log.h"
#include "centre/intake.h"
#include "protocol/messages.h"

namespace loa::centre {
namespace {

constexpr std::size_t kMostWaiting = 100;

}  // namespace

protocol::HttpResponse Commands::take(const std::string& text, base::Wall now) {
  base::Problems problems;
  const auto envelope = trust::read_envelope(text, "command", problems);
  const auto command =
      envelope ? trust::read_command(*envelope, "command", problems) : std::nullopt;
  if (!command) return refusal(400, "malformed-command", problems.at(0));
  if (now >= command->expires) return refusal(409, "expired");
  std::erase_if(waiting_, [&](const Waiting& old) { return now >= old.command.expires; });
  if (waiting_.size() >= kMostWaiting) return refusal(429, "too-many-commands");
  waiting_.push_back({*command, text});
  base::log(base::LogLevel::info, "a live command was taken, of " + trust::to_hex(command->issuer));
  return {200,
          "application/json",
          nlohmann::json{{"expires", base::to_rfc3339(command->expires)}}.dump(),
          {}};
}

std::vector<std::string> Commands::due(const std::string& station, base::Wall now) const {
  std::vector<std::string> offered;
  for (const auto& [command, envelope] : waiting_) {
    const bool its_time = command.not_before <= now && now < command.expires;
    if (its_time && trust::names(command.stations, station) &&
        offered.size() < protocol::kMaxCommands) {
      offered.push_back(envelope);
    }
  }
  return offered;
}

}  // namespace loa::centre
