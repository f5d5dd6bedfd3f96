// A station and its centre through years of faults, on virtual time, from one seed.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/simulation/sim_link.h"
#include "tests/simulation/sim_station.h"

namespace loa::simulation {

// Which faults come, each as its mean distance; 0 is never.
struct Faults {
  base::Duration power_cut{0};
  base::Duration clock_step{0};
  base::Duration link_loss{0};
  base::Duration device_loss{0};
  base::Duration disk_full{0};
  base::Duration media_loss{0};
  base::Duration by_hand{0};
  bool battery = false;  // the clock outlives a power cut
};

Faults no_faults();
Faults daily_faults();

struct Findings {
  std::vector<std::string> broken;  // oracles that do not hold, in words
  std::uint64_t lowered = 0;        // how often something was lowered for what went over it
  std::uint64_t occurrences = 0;    // due by true time
  std::uint64_t played = 0;
  std::uint64_t rows = 0;
  std::uint64_t power_cuts = 0;
  std::uint64_t clock_steps = 0;
  std::string digest;  // of the whole journal: the same for the same seed
};

class Simulation {
 public:
  Simulation(std::uint64_t seed, Faults faults, std::filesystem::path folder);
  ~Simulation();

  // Runs `length`, then a quiet time in which everything must come right, and asks the oracles.
  Findings run(base::Duration length);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loa::simulation
