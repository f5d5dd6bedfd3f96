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
  store_.forget_commands(now);
  const KeptCommand kept{trust::to_hex(base::sha256(text)), text, now, command->expires};
  if (!store_.put_command(kept, kMostWaiting)) return refusal(429, "too-many-commands");
  base::log(base::LogLevel::info, "a live command was taken, of " + trust::to_hex(command->issuer));
  return {200,
          "application/json",
          nlohmann::json{{"expires", base::to_rfc3339(command->expires)}}.dump(),
          {}};
}

std::vector<std::string> Commands::due(const std::string& station, base::Wall now) {
  std::vector<std::string> offered;
  for (const auto& kept : store_.commands(now)) {
    base::Problems problems;
    const auto envelope = trust::read_envelope(kept.envelope, "command", problems);
    const auto command =
        envelope ? trust::read_command(*envelope, "command", problems) : std::nullopt;
    if (command && command->not_before <= now && trust::names(command->stations, station) &&
        offered.size() < protocol::kMaxCommands) {
      offered.push_back(kept.envelope);
    }
  }
  return offered;
}

}  // namespace loa::centre
