#include "centre/rollout.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/crypto.h"

namespace loa::centre {
namespace {

constexpr std::size_t kMostStages = 20;

// 0..9999: a hundredth of a percent.
std::uint64_t place_of(const Rollout& rollout, const std::string& station) {
  return base::number_in(base::sha256(station + "\n" + rollout.fingerprint)) % 10'000;
}

bool has_new_fault(const Rollout& rollout, const RolloutMember& member) {
  const auto before = rollout.faults_before.find(member.station);
  return std::ranges::any_of(member.faults, [&](const std::string& fault) {
    return before == rollout.faults_before.end() || !before->second.contains(fault);
  });
}

bool too_many_failed(const Rollout& rollout, const RolloutCount& count) {
  return count.failed * 100 > count.members * static_cast<std::size_t>(rollout.plan.most_failures);
}

void begin_stage(Rollout& rollout, std::size_t stage, base::Wall now) {
  rollout.stage = stage;
  rollout.stage_began = now;
  rollout.well_since.reset();
}

void next_stage(Rollout& rollout, base::Wall now) {
  if (rollout.stage + 1 < rollout.plan.stages.size())
    return begin_stage(rollout, rollout.stage + 1, now);
  rollout.state = RolloutState::done;
}

std::int64_t in_ns(base::Wall time) { return time.time_since_epoch().count(); }

}  // namespace

bool has_turn(const Rollout& rollout, const std::string& station) {
  const auto percent = static_cast<std::uint64_t>(rollout.plan.stages.at(rollout.stage));
  return rollout.state == RolloutState::done || rollout.plan.first.contains(station) ||
         place_of(rollout, station) < percent * 100;
}

bool has_failed(const Rollout& rollout, const RolloutMember& member) {
  if (member.taken) return !member.online || has_new_fault(rollout, member);
  return member.refused;
}

RolloutCount count(const Rollout& rollout, const std::vector<RolloutMember>& members) {
  RolloutCount count;
  for (const auto& member : members) {
    if (!has_turn(rollout, member.station) || rollout.excused.contains(member.station)) continue;
    ++count.members;
    if (has_failed(rollout, member)) {
      ++count.failed;
    } else if (member.taken) {
      ++count.taken;
    } else {
      ++(member.online ? count.waiting : count.silent);
    }
  }
  return count;
}

Rollout after_look(Rollout rollout, const std::vector<RolloutMember>& members, base::Wall now) {
  if (rollout.state != RolloutState::going) return rollout;
  const auto found = count(rollout, members);
  if (too_many_failed(rollout, found)) {
    rollout.state = RolloutState::stopped;
    rollout.why = "too-many-failures";
    rollout.well_since.reset();
    return rollout;
  }
  // Of a share of few stations there may be nobody; of all of them, somebody has to come.
  const bool last = rollout.stage + 1 == rollout.plan.stages.size();
  if (found.members == 0 && !last) {
    next_stage(rollout, now);
    return rollout;
  }
  const bool well = found.taken > 0 && found.waiting == 0;
  if (!well) {
    rollout.well_since.reset();
  } else if (!rollout.well_since) {
    rollout.well_since = now;
  } else if (now - *rollout.well_since >= rollout.plan.settle) {
    next_stage(rollout, now);
  }
  return rollout;
}

std::optional<Rollout> continued(Rollout rollout, const std::vector<RolloutMember>& members) {
  if (rollout.state != RolloutState::stopped) return std::nullopt;
  for (const auto& member : members)
    if (has_failed(rollout, member)) rollout.excused.insert(member.station);
  rollout.state = RolloutState::going;
  rollout.why.clear();
  return rollout;
}

std::optional<Rollout> stopped_by_hand(Rollout rollout) {
  if (rollout.state != RolloutState::going) return std::nullopt;
  rollout.state = RolloutState::stopped;
  rollout.why = "by-hand";
  rollout.well_since.reset();
  return rollout;
}

std::optional<std::vector<int>> stages_from(const std::string& text) {
  std::vector<int> stages;
  const auto* at = text.data();
  const auto* end = at + text.size();
  while (true) {
    int percent = 0;
    const auto [stopped, error] = std::from_chars(at, end, percent);
    const bool rising = stages.empty() ? percent >= 0 : percent > stages.back();
    if (error != std::errc{} || !rising || percent > 100 || stages.size() == kMostStages)
      return std::nullopt;
    stages.push_back(percent);
    if (stopped == end) break;
    if (*stopped != ',') return std::nullopt;
    at = stopped + 1;
  }
  return stages.back() == 100 ? std::optional(stages) : std::nullopt;
}

const char* name_of(RolloutState state) {
  switch (state) {
    case RolloutState::going:
      return "going";
    case RolloutState::stopped:
      return "stopped";
    case RolloutState::done:
      return "done";
  }
  return "";
}

std::string to_json(const Rollout& rollout) {
  nlohmann::json json{{"fingerprint", rollout.fingerprint},
                      {"version", rollout.version},
                      {"stages", rollout.plan.stages},
                      {"first", rollout.plan.first},
                      {"settleNs", rollout.plan.settle.count()},
                      {"mostFailures", rollout.plan.most_failures},
                      {"state", name_of(rollout.state)},
                      {"stage", rollout.stage},
                      {"beganNs", in_ns(rollout.began)},
                      {"stageBeganNs", in_ns(rollout.stage_began)},
                      {"why", rollout.why},
                      {"excused", rollout.excused},
                      {"faultsBefore", rollout.faults_before}};
  if (rollout.well_since) json["wellSinceNs"] = in_ns(*rollout.well_since);
  return json.dump();
}

Rollout rollout_from(const std::string& text) {
  try {
    const auto json = nlohmann::json::parse(text);
    const auto time = [&](const char* name) {
      return base::Wall{base::Duration{json.at(name).get<std::int64_t>()}};
    };
    Rollout rollout;
    rollout.fingerprint = json.at("fingerprint").get<std::string>();
    rollout.version = json.at("version").get<std::int64_t>();
    rollout.plan.stages = json.at("stages").get<std::vector<int>>();
    rollout.plan.first = json.at("first").get<std::set<std::string>>();
    rollout.plan.settle = base::Duration{json.at("settleNs").get<std::int64_t>()};
    rollout.plan.most_failures = json.at("mostFailures").get<int>();
    rollout.stage = json.at("stage").get<std::size_t>();
    rollout.began = time("beganNs");
    rollout.stage_began = time("stageBeganNs");
    rollout.why = json.at("why").get<std::string>();
    rollout.excused = json.at("excused").get<std::set<std::string>>();
    rollout.faults_before =
        json.at("faultsBefore").get<std::map<std::string, std::set<std::string>>>();
    if (json.contains("wellSinceNs")) rollout.well_since = time("wellSinceNs");
    const auto state = json.at("state").get<std::string>();
    for (const auto known : {RolloutState::going, RolloutState::stopped, RolloutState::done})
      if (state == name_of(known)) rollout.state = known;
    if (rollout.stage >= rollout.plan.stages.size()) throw std::runtime_error("no such stage");
    return rollout;
  } catch (const nlohmann::json::exception& error) {
    throw std::runtime_error(std::string("the kept roll-out cannot be read: ") + error.what());
  }
}

}  // namespace loa::centre
