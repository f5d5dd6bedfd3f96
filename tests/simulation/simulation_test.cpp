// Years with daily power cuts: what must hold, holds. LOA_SIM_SEED replays one seed, LOA_SIM_DAYS
// sets the length.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "tests/simulation/scratch_folder.h"
#include "tests/simulation/simulation.h"

namespace loa::simulation {
namespace {

using std::chrono::hours;
using testing::IsEmpty;

Findings simulate(std::uint64_t seed, const Faults& faults, int days) {
  ScratchFolder folder;
  Simulation simulation(seed, faults, folder.path());
  return simulation.run(hours{24 * days});
}

int number_from(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoi(text);
}

TEST(Simulation, AnUndisturbedMonthIsPlayedAsWritten) {
  const Findings found = simulate(1, no_faults(), 30);
  EXPECT_THAT(found.broken, IsEmpty());
  // 30 days and the quiet time; the priority slot pre-empts "tiep", which then comes back.
  EXPECT_EQ(found.played, found.occurrences);
}

TEST(Simulation, TheSameSeedGivesTheSameRecord) {
  const auto digest = simulate(7, daily_faults(), 7).digest;
  EXPECT_EQ(digest, simulate(7, daily_faults(), 7).digest);
  EXPECT_NE(digest, simulate(8, daily_faults(), 7).digest);
}

class Faulty : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Faulty, EveryOracleHolds) {
  const auto seed =
      static_cast<std::uint64_t>(number_from("LOA_SIM_SEED", static_cast<int>(GetParam())));
  Faults faults = daily_faults();
  faults.battery = seed % 3 == 0;
  const Findings found = simulate(seed, faults, number_from("LOA_SIM_DAYS", 45));
  EXPECT_THAT(found.broken, IsEmpty()) << "replay with LOA_SIM_SEED=" << seed;
  EXPECT_GT(found.power_cuts, 20U);
  EXPECT_GT(found.played, found.occurrences / 3);
  RecordProperty("seed", std::to_string(seed));
}

// Two, one of them with a clock that a battery keeps, are what fits into every ./test;
// scripts/simulate-years runs thousands by night.
INSTANTIATE_TEST_SUITE_P(Seeds, Faulty, testing::Range<std::uint64_t>(101, 103));

}  // namespace
}  // namespace loa::simulation
