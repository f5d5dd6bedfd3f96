// What must be true of sounds that overlap.
#pragma once

#include <string>
#include <vector>

#include "tests/simulation/sim_air.h"

namespace loa::simulation {

// Of two that sound at once one is low, unless it fades; and nothing is low with nothing over it.
// `heard` is by start. Returns what does not hold.
std::vector<std::string> mix_faults(const std::vector<Heard>& heard, const std::vector<Low>& low,
                                    const std::vector<Spell>& cued);

}  // namespace loa::simulation
