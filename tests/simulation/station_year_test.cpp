// Stations under random rules. scripts/simulate-years runs many whole years: LOA_SIM_YEARS says how
// many, LOA_SIM_FIRST from which seed on. LOA_SIM_SEED replays one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "tests/simulation/scratch_folder.h"
#include "tests/simulation/station_year.h"

namespace loa::simulation {
namespace {

using std::chrono::hours;
using testing::IsEmpty;

constexpr int kFirstSeed = 1000;

int number_from(const char* name, int otherwise) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing sets the environment
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoi(text);
}

YearFindings year(std::uint64_t seed, int days, bool faults) {
  ScratchFolder folder;
  auto found = run_station_year(seed, hours{24 * days}, faults, folder.path());
  EXPECT_THAT(found.broken, IsEmpty())
      << "replay with LOA_SIM_SEED=" << seed << " LOA_SIM_DAYS=" << days;
  return found;
}

void add(YearFindings& sum, const YearFindings& one) {
  sum.occurrences += one.occurrences;
  sum.sounds += one.sounds;
  sum.limited += one.limited;
  sum.refused += one.refused;
  sum.overrides += one.overrides;
  sum.collisions += one.collisions;
  sum.answers += one.answers;
}

TEST(StationYear, NothingSoundsAgainstTheRulesUnlessItIsAnEmergencyOrOverridden) {
  const int years = number_from("LOA_SIM_YEARS", 0);
  const int days = number_from("LOA_SIM_DAYS", years > 0 ? 365 : 25);
  const int one = number_from("LOA_SIM_SEED", 0);
  const auto first =
      static_cast<std::uint64_t>(one > 0 ? one : number_from("LOA_SIM_FIRST", kFirstSeed));
  const int runs = one > 0 ? 1 : years > 0 ? years : 24;
  YearFindings sum;
  for (int i = 0; i < runs; ++i) {
    const auto seed = first + static_cast<std::uint64_t>(i);
    add(sum, year(seed, days, seed % 2 == 0));
  }
  std::cout << "seeds " << first << " to " << first + static_cast<std::uint64_t>(runs) - 1 << ", "
            << days << " days each: " << sum.occurrences << " occurrences, " << sum.sounds
            << " sounds, " << sum.limited << " limited, " << sum.refused << " refused, "
            << sum.overrides << " overrides, " << sum.collisions << " collisions, " << sum.answers
            << " answers\n";
  if (one > 0 || runs < 20) return;
  // The rules were put to the test.
  EXPECT_GT(sum.limited, 100U);
  EXPECT_GT(sum.refused, 10U);
  EXPECT_GT(sum.overrides, 10U);
  EXPECT_GT(sum.collisions, 10U);
  EXPECT_GT(sum.answers, 5U);
}

}  // namespace
}  // namespace loa::simulation
