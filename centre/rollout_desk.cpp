#include "centre/rollout_desk.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "base/log_event.h"
#include "centre/intake.h"

namespace loa::centre {
namespace {

using protocol::HttpRequest;
using protocol::HttpResponse;

constexpr std::chrono::hours kLongestSettle{24 * 30};

// Those that were shut out or never called have no part in it.
std::vector<RolloutMember> members_of(const std::vector<KnownStation>& stations,
                                      const Rollout& rollout) {
  std::vector<RolloutMember> members;
  for (const auto& [station, state] : stations) {
    if (station.revoked || state.presence == Presence::never) continue;
    RolloutMember member{station.id, state.presence == Presence::online};
    if (state.report) {
      const auto& faults = state.report->faults;
      member.faults = {faults.begin(), faults.end()};
      if (const auto& programme = state.report->programme) {
        member.taken = programme->taken == rollout.fingerprint;
        member.refused = programme->refused == rollout.fingerprint;
      }
    }
    members.push_back(std::move(member));
  }
  return members;
}

std::map<std::string, std::set<std::string>> faults_now(const std::vector<KnownStation>& stations) {
  std::map<std::string, std::set<std::string>> faults;
  for (const auto& [station, state] : stations)
    if (state.report && !state.report->faults.empty())
      faults[station.id] = {state.report->faults.begin(), state.report->faults.end()};
  return faults;
}

std::optional<std::string> asked_for(const HttpRequest& request, const char* name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::nullopt : std::optional(found->second);
}

std::optional<int> number_from(const std::string& text, int most) {
  int value = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  const bool right = error == std::errc{} && stopped == end && value >= 0 && value <= most;
  return right ? std::optional(value) : std::nullopt;
}

// The plan that is asked for; false where it is none.
bool read_plan(const HttpRequest& request, RolloutPlan& plan) {
  if (const auto text = asked_for(request, "stages")) {
    const auto stages = stages_from(*text);
    if (!stages) return false;
    plan.stages = *stages;
  }
  if (const auto text = asked_for(request, "settle")) {
    const auto seconds =
        number_from(*text, static_cast<int>(std::chrono::seconds(kLongestSettle).count()));
    if (!seconds) return false;
    plan.settle = std::chrono::seconds(*seconds);
  }
  if (const auto text = asked_for(request, "failures")) {
    const auto percent = number_from(*text, 100);
    if (!percent) return false;
    plan.most_failures = *percent;
  }
  // Named stations alone are no whole: the first stage has them, and then come all.
  if (!plan.first.empty() && plan.stages.size() == 1) plan.stages.insert(plan.stages.begin(), 0);
  return true;
}

nlohmann::json failures_json(const Rollout& rollout, const std::vector<RolloutMember>& members) {
  constexpr std::size_t kMostShown = 100;
  auto failed = nlohmann::json::array();
  for (const auto& member : members) {
    const bool counts = has_turn(rollout, member.station) && has_failed(rollout, member);
    if (!counts || failed.size() == kMostShown) continue;
    failed.push_back({{"station", member.station},
                      {"refused", member.refused},
                      {"online", member.online},
                      {"faults", member.faults}});
  }
  return failed;
}

nlohmann::json rollout_json(const Rollout& rollout, const std::vector<RolloutMember>& members) {
  const auto found = count(rollout, members);
  return {{"version", rollout.version},
          {"fingerprint", rollout.fingerprint},
          {"state", name_of(rollout.state)},
          {"why", rollout.why},
          {"stages", rollout.plan.stages},
          {"stage", rollout.stage + 1},
          {"percent", rollout.plan.stages.at(rollout.stage)},
          {"began", base::to_rfc3339(rollout.began)},
          {"stageBegan", base::to_rfc3339(rollout.stage_began)},
          {"settleSeconds",
           std::chrono::duration_cast<std::chrono::seconds>(rollout.plan.settle).count()},
          {"mostFailures", rollout.plan.most_failures},
          {"wellSince", rollout.well_since ? nlohmann::json(base::to_rfc3339(*rollout.well_since))
                                           : nlohmann::json(nullptr)},
          {"members", found.members},
          {"taken", found.taken},
          {"failed", found.failed},
          {"waiting", found.waiting},
          {"silent", found.silent},
          {"failures", failures_json(rollout, members)}};
}

bool same_stand(const Rollout& one, const Rollout& other) {
  return one.state == other.state && one.stage == other.stage && one.well_since == other.well_since;
}

void log_move(const Rollout& to) {
  base::log_event(
      to.state == RolloutState::stopped ? base::LogLevel::warning : base::LogLevel::info, "rollout",
      {{"version", to.version},
       {"state", name_of(to.state)},
       {"stage", to.stage + 1},
       {"stages", to.plan.stages.size()},
       {"why", to.why}});
}

}  // namespace

void RolloutDesk::look(const std::vector<KnownStation>& stations, const base::Now& now) {
  if (!first_look_) first_look_ = now.steady;
  const auto& rollout = programmes_.rollout();
  if (!rollout || rollout->state != RolloutState::going || now.steady - *first_look_ < kHear)
    return;
  const auto before = *rollout;
  const auto after = after_look(before, members_of(stations, before), now.wall);
  if (same_stand(before, after) || !programmes_.move(after)) return;
  if (before.state != after.state || before.stage != after.stage) log_move(after);
}

HttpResponse RolloutDesk::take(const HttpRequest& request, std::set<std::string> first,
                               const std::vector<KnownStation>& stations, base::Wall now,
                               const ReadBundle& read) {
  RolloutPlan plan;
  plan.first = std::move(first);
  if (!read_plan(request, plan)) return refusal(400, "malformed-plan");
  return programmes_.take(request.body, now, plan, faults_now(stations), &read);
}

HttpResponse RolloutDesk::order(const std::string& body,
                                const std::vector<KnownStation>& stations) {
  const auto what = text_member(body, "do").value_or("");
  if (what == "show") return show(stations);
  if (what != "continue" && what != "stop") return refusal(400, "malformed-request");
  const auto rollout = programmes_.rollout();
  if (!rollout) return refusal(404, "no-rollout");
  const auto to = what == "stop" ? stopped_by_hand(*rollout)
                                 : continued(*rollout, members_of(stations, *rollout));
  if (!to) return refusal(409, "rollout-state");
  if (!programmes_.move(*to)) return refusal(409, "rollout-moved");
  log_move(*to);
  return show(stations);
}

HttpResponse RolloutDesk::show(const std::vector<KnownStation>& stations) {
  const auto& rollout = programmes_.rollout();
  const nlohmann::json body{{"rollout", rollout
                                            ? rollout_json(*rollout, members_of(stations, *rollout))
                                            : nlohmann::json(nullptr)}};
  return {200, "application/json", body.dump(), {{"Cache-Control", "no-store"}}};
}

std::vector<AlarmKey> RolloutDesk::conditions() {
  const auto& rollout = programmes_.rollout();
  if (!rollout || rollout->state != RolloutState::stopped || rollout->why == "by-hand") return {};
  return {{"", "rollout-stopped", std::to_string(rollout->version)}};
}

}  // namespace loa::centre
