#include "centre/commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/log_event.h"
#include "centre/intake.h"
#include "centre/reach.h"
#include "entrance/answers.h"
#include "protocol/messages.h"

namespace loa::centre {
namespace {

constexpr std::size_t kMostWaiting = 100;
constexpr std::chrono::seconds kAskEvery{1};

std::optional<trust::Command> command_in(const std::optional<trust::Envelope>& envelope,
                                         base::Problems& problems) {
  return envelope ? trust::read_command(*envelope, "command", problems) : std::nullopt;
}

// One person's word alone. What needs two by itself stations let through by nobody's word alone.
bool is_by_one(const trust::Envelope& envelope, const trust::Command& command,
               const std::optional<trust::Role>& commanders) {
  if (trust::needs_two(command)) return false;
  return !commanders || trust::signers(envelope, *commanders).size() < 2;
}

protocol::HttpResponse unsigned_by_issuer() {
  return entrance::error_answer(409, "unsigned",
                                {"lệnh không có chữ ký đúng của chính người ra lệnh",
                                 "the command is not rightly signed by its own issuer"});
}

protocol::HttpResponse too_far() {
  using std::chrono::minutes;
  const auto window = std::chrono::duration_cast<minutes>(kReachWindow).count();
  return entrance::error_answer(
      409, "reaches-too-far",
      {fmt::format("một người chỉ được ra lệnh cho {} đài khác nhau trong {} phút, kể cả chia ra "
                   "nhiều lệnh; hãy nhờ người thứ hai cùng ký (loa command sign) hoặc chờ",
                   trust::kMostByOne, window),
       fmt::format("one person commands {} different stations in {} minutes at most, however many "
                   "commands they are cut into; have a second person sign too (loa command sign), "
                   "or wait",
                   trust::kMostByOne, window)});
}

}  // namespace

protocol::HttpResponse Commands::take(const std::string& text, base::Wall now,
                                      const std::optional<trust::Role>& commanders) {
  base::Problems problems;
  const auto envelope = trust::read_envelope(text, "command", problems);
  const auto command = command_in(envelope, problems);
  if (!command) return refusal(400, "malformed-command", problems.at(0));
  if (now >= command->expires) return refusal(409, "expired");
  if (trust::signers(*envelope, {{command->issuer}, 1}).empty()) return unsigned_by_issuer();
  store_.forget_commands(now);
  const KeptCommand kept{protocol::id_of_command(text), text, now, command->expires};
  if (auto no = keep(kept, *command, is_by_one(*envelope, *command, commanders), now))
    return std::move(*no);
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

std::optional<protocol::HttpResponse> Commands::keep(const KeptCommand& kept,
                                                     const trust::Command& command, bool by_one,
                                                     base::Wall now) {
  std::optional<protocol::HttpResponse> no;
  const auto issuer = trust::to_hex(command.issuer);
  const auto at = reach_time(command, now);
  transact(store_.sql(), [&] {
    no.reset();
    const auto before = by_one ? store_.reach(issuer) : KeptReach{};
    const auto reached = reached_from(before.json);
    if (by_one && reach_with(reached, command.stations, at) > trust::kMostByOne) {
      no = too_far();
    } else if (!store_.put_command(kept, kMostWaiting)) {
      no = refusal(429, "too-many-commands");
    } else if (by_one) {
      const auto after = remembered(reached, command.stations, at, now);
      store_.move_reach(issuer, before.revision, to_json(after));
    }
  });
  return no;
}

bool Commands::Live::is_for(const std::string& station, base::Wall now) const {
  return not_before <= now && now < expires && (for_all || stations.contains(station));
}

std::optional<Commands::Live> Commands::read(const KeptCommand& kept) {
  base::Problems problems;
  const auto command =
      command_in(trust::read_envelope(kept.envelope, "command", problems), problems);
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
