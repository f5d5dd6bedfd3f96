// A new bundle of signed weeks that goes to stations in stages: which stations have their turn, and
// whether it goes on, waits or stops. Pure; the time comes in.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"

namespace loa::centre {

enum class RolloutState { going, stopped, done };

// How it is to be done, as the administrator has said.
struct RolloutPlan {
  std::vector<int> stages{100};  // percent of the stations, 0 to 100, rising, the last one 100
  std::set<std::string> first;   // stations that have their turn from the first stage on
  base::Duration settle = std::chrono::hours{1};  // a stage must have been well for so long
  int most_failures = 5;                          // percent of a stage's stations that may fail
};

struct Rollout {
  std::string fingerprint;  // of the bundle
  std::int64_t version = 0;
  RolloutPlan plan;
  RolloutState state = RolloutState::going;
  std::size_t stage = 0;  // of plan.stages
  base::Wall began{};
  base::Wall stage_began{};
  std::optional<base::Wall> well_since{};  // since then all that were heard have taken it
  std::string why{};                       // stopped: too-many-failures, by-hand
  // What was wrong with stations when it began: no failure of it.
  std::map<std::string, std::set<std::string>> faults_before{};
  // That had failed when somebody had it go on: they count no more.
  std::set<std::string> excused{};
};

// What is known of an enrolled station now.
struct RolloutMember {
  std::string station;
  bool online = false;
  bool taken = false;    // it has told that this bundle is the one that it has accepted
  bool refused = false;  // or that it has refused it
  std::set<std::string> faults{};
};

struct RolloutCount {
  std::size_t members = 0;  // whose turn it is
  std::size_t taken = 0;
  std::size_t failed = 0;
  std::size_t waiting = 0;  // online, and not one of them yet
  std::size_t silent = 0;   // neither
};

// Whether it is the station's turn: by its place among all, which another bundle gives anew. A
// station that had its turn keeps it.
bool has_turn(const Rollout& rollout, const std::string& station);
// It refused the bundle; or it has taken it, and since then something is wrong that was not when
// the roll-out began, or it has fallen silent.
bool has_failed(const Rollout& rollout, const RolloutMember& member);
RolloutCount count(const Rollout& rollout, const std::vector<RolloutMember>& members);

// The roll-out after a look at the stations. It stops where more have failed than may; it goes to
// the next stage once, for `settle`, every station that is heard has taken it or is among the few
// that may fail, and one at least has. A stage that no station is in is passed over. Silent
// stations are not waited for: they take it when they call.
Rollout after_look(Rollout rollout, const std::vector<RolloutMember>& members, base::Wall now);

// By hand. Nothing where it makes no sense: one that is done, or goes on already. One that is
// continued goes on in its stage, without those that have failed up to now.
std::optional<Rollout> continued(Rollout rollout, const std::vector<RolloutMember>& members);
std::optional<Rollout> stopped_by_hand(Rollout rollout);

// "1,10,50,100"; nothing if it is no such plan.
std::optional<std::vector<int>> stages_from(const std::string& text);

const char* name_of(RolloutState state);
std::string to_json(const Rollout& rollout);
// Throws std::runtime_error for what to_json() has not written.
Rollout rollout_from(const std::string& json);

}  // namespace loa::centre
