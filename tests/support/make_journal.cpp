// Fills the journal of a station that is not running with a made record up to now.
//   make_journal JOURNAL STATION DAYS [SEED]
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <exception>

#include "base/clock.h"
#include "journal/journal.h"
#include "support/made_record.h"

namespace {

using namespace loa;

constexpr int kDaysABoot = 9;

void fill(const char* file, const std::string& station, int days, std::uint64_t seed) {
  const auto midnight = std::chrono::floor<std::chrono::days>(base::wall_now());
  loa::testing::MadeRecord record(seed, midnight - std::chrono::days(days));
  for (int day = 0; day < days;) {
    journal::Journal journal(file, station, fmt::format("made-boot-{}", day));
    for (int end = std::min(days, day + kDaysABoot); day < end; ++day) journal.append(record.day());
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  try {
    fill(argv[1], argv[2], std::atoi(argv[3]),
         argc > 4 ? static_cast<std::uint64_t>(std::atoll(argv[4])) : 1);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "make_journal: %s\n", error.what());
    return 1;
  }
}
