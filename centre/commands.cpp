#include "centre/commands.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/log_event.h"
#include "centre/intake.h"
#include "protocol/messages.h"

namespace loa::centre {
namespace {

constexpr std::size_t kMostWaiting = 100;
constexpr std::chrono::seconds kAskEvery{1};

std::optional<trust::Command> command_in(const std::string& text, base::Problems& problems) {
  const auto envelope = trust::read_envelope(text, "command", problems);
  return envelope ? trust::read_command(*envelope, "command", problems) : std::nullopt;
}

}  // namespace

protocol::HttpResponse Commands::take(const std::string& text, base::Wall now) {
  base::Problems problems;
  const auto command = command_in(text, problems);
  if (!command) return refusal(400, "malformed-command", problems.at(0));
  if (now >= command->expires) return refusal(409, "expired");
  store_.forget_commands(now);
  const KeptCommand kept{protocol::id_of_command(text), text, now, command->expires};
  if (!store_.put_command(kept, kMostWaiting)) return refusal(429, "too-many-commands");
  asked_.reset();
  base::log_event(base::LogLevel::info, "command-taken",
                  {{"id", kept.id},
                   {"issuer", trust::to_hex(command->issuer)},
                   {"stations", command->stations.size()}});
  return {200,
          "application/json",
          nlohmann::json{{"expires", base::to_rfc3339(command->expires)}}.dump(),
          {}};
}

bool Commands::Live::is_for(const std::string& station, base::Wall now) const {
  return not_before <= now && now < expires && (for_all || stations.contains(station));
}

std::optional<Commands::Live> Commands::read(const KeptCommand& kept) {
  base::Problems problems;
  const auto command = command_in(kept.envelope, problems);
  if (!command) return std::nullopt;
  const auto& stations = command->stations;
  return Live{kept.id,
              kept.envelope,
              std::ranges::find(stations, "*") != stations.end(),
              {stations.begin(), stations.end()},
              command->not_before,
              command->expires};
}

void Commands::follow(const base::Now& now) {
  if (asked_ && now.steady < *asked_ + kAskEvery) return;
  const auto kept = store_.commands(now.wall);
  asked_ = now.steady;
  auto before = std::exchange(live_, {});
  for (const auto& one : kept) {
    const auto known = std::ranges::find(before, one.id, &Live::id);
    auto live = known == before.end() ? read(one) : std::optional(std::move(*known));
    if (live) live_.push_back(std::move(*live));
  }
}

std::vector<std::string> Commands::due(const std::string& station,
                                       const std::vector<std::string>& got, const base::Now& now) {
  follow(now);
  std::vector<std::string> offered;
  for (const auto& live : live_) {
    if (offered.size() == protocol::kMaxCommands) break;
    if (live.is_for(station, now.wall) && std::ranges::find(got, live.id) == got.end())
      offered.push_back(live.envelope);
  }
  return offered;
}

bool Commands::waits_for(const std::string& station, const base::Now& now) {
  follow(now);
  return std::ranges::any_of(live_,
                             [&](const Live& live) { return live.is_for(station, now.wall); });
}

std::vector<Call> Commands::begun(const base::Now& now) {
  follow(now);
  std::vector<Call> calls;
  for (auto& live : live_) {
    if (live.called || now.wall < live.not_before) continue;
    live.called = true;
    calls.push_back({live.id, live.for_all, {live.stations.begin(), live.stations.end()}});
  }
  return calls;
}

}  // namespace loa::centre
