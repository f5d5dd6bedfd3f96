// What must be true of every run, whatever happened in it.
#pragma once

#include "tests/simulation/sim_centre.h"
#include "tests/simulation/simulation.h"

namespace loa::simulation {

struct Evidence {
  SimStation& station;
  SimCentre& centre;
  base::Wall from{};  // true time in which occurrences were due...
  base::Wall to{};    // ...up to here
};

// Adds what does not hold to `findings`.
void ask_oracles(const Evidence& evidence, Findings& findings);

}  // namespace loa::simulation
