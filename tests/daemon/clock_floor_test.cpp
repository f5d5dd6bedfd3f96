// What a board without a clock battery surely knows of the time, and how far the centre's word
// goes.
#include "daemon/clock_floor.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "shell_support.h"

namespace loa::daemon::testing {
namespace {

using base::ClockQuality;
using std::chrono::hours;

// Later than the test program's own file.
const base::Wall kThen = *base::from_rfc3339("2100-01-01T00:00:00Z");
constexpr hours kDay{24};

struct ClockFloorTest : ::testing::Test {
  Folder folder;
  journal::Journal journal{folder / "journal.db", "st-1", "boot"};

  // A start with that clock, which runs for a while; `said` by the centre at the start.
  void run(base::Now now, base::Duration time, std::optional<base::Wall> said = {}) {
    base::VirtualTimers timers(now);
    FloorKeeper keeper(timers, journal);
    if (said) keeper.heard(*said);
    timers.run_until(timers.now().steady + time);
  }
  static base::Now trusted(base::Wall wall) { return {base::Steady{}, wall, ClockQuality::synced}; }
  static base::Now lost() { return {base::Steady{}, base::Wall{}, ClockQuality::unknown}; }
};

TEST_F(ClockFloorTest, IsTheLastTrustedTime) {
  run(trusted(kThen), hours{5});
  EXPECT_EQ(clock_floor(journal), kThen + hours{5});
  EXPECT_EQ(certificate_floor(journal), kThen + hours{5});
}

TEST_F(ClockFloorTest, IsNoOlderThanWhatWasRecordedByAClockThatIsRight) {
  run(trusted(kThen), hours{5});
  journal::Row row;
  row.kind = journal::Kind::event;
  row.quality = ClockQuality::synced;
  row.wall = kThen + hours{5} + std::chrono::minutes{20};
  journal.append(row);
  EXPECT_EQ(clock_floor(journal), row.wall);
  row.quality = ClockQuality::unknown;
  row.wall += kDay;
  journal.append(row);
  EXPECT_EQ(clock_floor(journal), kThen + hours{5} + std::chrono::minutes{20});
}

TEST_F(ClockFloorTest, RisesWhileTheStationRunsWithoutAClock) {
  run(trusted(kThen), hours{1});
  run(lost(), hours{72});
  EXPECT_EQ(clock_floor(journal), kThen + hours{73});
}

TEST_F(ClockFloorTest, IsNeverOlderThanTheProgram) {
  run(lost(), hours{2});
  EXPECT_EQ(clock_floor(journal),
            base::time_of_program() + hours{2} -
                base::time_of_program().time_since_epoch() % std::chrono::milliseconds{1});
}

TEST_F(ClockFloorTest, TheCentreRaisesWhatCertificatesAreJudgedBy) {
  run(trusted(kThen), hours{1});
  run(lost(), hours{0}, kThen + kDay * 30);
  EXPECT_EQ(certificate_floor(journal), kThen + kDay * 30);
  EXPECT_EQ(clock_floor(journal), kThen + hours{1}) << "the clock is judged by its own knowledge";
}

TEST_F(ClockFloorTest, ACentreThatIsYearsAheadMovesItNoFurtherThanTheBound) {
  run(trusted(kThen), hours{1});
  for (int year = 1; year <= 20; ++year) run(lost(), hours{0}, kThen + kDay * 365 * year);
  EXPECT_EQ(certificate_floor(journal), kThen + hours{1} + kCentreLead);
}

TEST_F(ClockFloorTest, AClockThatIsRightForgetsWhatTheCentreSaidTooMuch) {
  run(trusted(kThen), hours{1});
  run(lost(), hours{0}, kThen + kDay * 365);
  run(trusted(kThen + kDay), hours{2});
  EXPECT_EQ(certificate_floor(journal), kThen + kDay + hours{2});
}

TEST_F(ClockFloorTest, ATrustedClockNeedsNoCentreAndAnOlderTimeChangesNothing) {
  run(trusted(kThen), hours{1}, kThen + kDay);
  EXPECT_EQ(certificate_floor(journal), kThen + hours{1});
  run(lost(), hours{0}, kThen - kDay);
  EXPECT_EQ(certificate_floor(journal), kThen + hours{1});
}

}  // namespace
}  // namespace loa::daemon::testing
