// What must be true of a station that is held to rules: found from what was heard and from the
// documents alone, by other means than the station's.
#pragma once

#include "schedules/collisions.h"
#include "tests/simulation/scenario.h"
#include "tests/simulation/sim_station.h"
#include "tests/simulation/station_year.h"

namespace loa::simulation {

// The policy did not hold in [from, to), by the steady clock.
struct Lifted {
  base::Steady from{};
  base::Steady to{};
};

struct RuleEvidence {
  const Scenario& scenario;
  const std::vector<Heard>& heard;  // by start
  const std::vector<Loudness>& loudness;
  const std::vector<Lifted>& lifted;
  const schedules::CollisionAnswers& answers;  // with the last answer for each
  base::Wall from{};
  base::Wall to{};
};

void ask_rule_oracles(const RuleEvidence& evidence, YearFindings& findings);

}  // namespace loa::simulation
