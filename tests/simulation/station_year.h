// A real station alone on virtual time, held to random rules, with people who do things: what must
// hold of its rules, holds. Without a centre, so that thousands of years are a night's work.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/time.h"
#include "tests/simulation/random.h"

namespace loa::simulation {

struct YearFindings {
  std::vector<std::string> broken;  // what does not hold, in words
  std::uint64_t lowered = 0;        // how often something was lowered for what went over it
  std::uint64_t occurrences = 0;
  std::uint64_t sounds = 0;
  std::uint64_t limited = 0;  // results that name a rule of the policy
  std::uint64_t refused = 0;  // announcements that the policy refused
  std::uint64_t overrides = 0;
  std::uint64_t collisions = 0;  // that came to pass
  std::uint64_t answers = 0;
};

// Runs `length` from 2026-01-05 on: overrides, announcements of every level, answers to collisions,
// pauses, and, with `faults`, power cuts. The same for the same seed.
YearFindings run_station_year(std::uint64_t seed, base::Duration length, bool faults,
                              const std::filesystem::path& folder);

}  // namespace loa::simulation
