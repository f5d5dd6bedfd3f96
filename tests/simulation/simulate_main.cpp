// loa-simulate SEED DAYS: one station and its centre through so many days of faults, and how fast.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>

#include "tests/simulation/scratch_folder.h"
#include "tests/simulation/simulation.h"

int main(int argc, char** argv) {
  using namespace loa::simulation;
  const auto seed = static_cast<std::uint64_t>(argc > 1 ? std::atoll(argv[1]) : 1);
  const int days = argc > 2 ? std::atoi(argv[2]) : 365;
  ScratchFolder folder;
  Simulation simulation(seed, daily_faults(), folder.path());
  const auto began = std::chrono::steady_clock::now();
  const Findings found = simulation.run(std::chrono::hours{24 * days});
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  fmt::print(
      "{{\"seed\":{},\"days\":{},\"occurrences\":{},\"played\":{},\"rows\":{},\"powerCuts\":{},"
      "\"clockSteps\":{},\"seconds\":{:.1f},\"timesRealTime\":{:.0f},\"broken\":{}}}\n",
      seed, days, found.occurrences, found.played, found.rows, found.power_cuts, found.clock_steps,
      took.count(), days * 86'400.0 / took.count(), found.broken.size());
  for (const std::string& broken : found.broken) fmt::print(stderr, "{}\n", broken);
  return found.broken.empty() ? 0 : 1;
}
