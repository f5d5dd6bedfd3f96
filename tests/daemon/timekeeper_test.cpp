// What the station may believe of its clock.
#include "daemon/timekeeper.h"

#include <gtest/gtest.h>

namespace loa::daemon {
namespace {

using base::ClockQuality;
using base::Duration;
using base::Now;
using base::Steady;
using base::Wall;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Wall kNoonOfTheWall{hours{24 * 365 * 56}};

Now at(Duration steady, Duration wall_error, ClockQuality quality) {
  return {Steady{steady}, kNoonOfTheWall + steady + wall_error, quality};
}

TEST(Timekeeper, ABootWithoutABatteryIsNotTrustedUntilSynchronised) {
  Timekeeper keeper(std::nullopt);
  EXPECT_EQ(keeper.observe(at(seconds{1}, {}, ClockQuality::unknown)).now.quality,
            ClockQuality::unknown);
  const auto seen = keeper.observe(at(seconds{9}, hours{24 * 365}, ClockQuality::synced));
  EXPECT_TRUE(seen.became_trusted);
  ASSERT_TRUE(seen.step.has_value());
  EXPECT_EQ(seen.step->by, hours{24 * 365});
  // The step that made it right is not suspicious.
  EXPECT_EQ(seen.now.quality, ClockQuality::synced);
  EXPECT_TRUE(keeper.may_settle_past(seen.now.steady));
}

TEST(Timekeeper, AClockThatLosesItsReferenceHoldsOver) {
  Timekeeper keeper(std::nullopt);
  keeper.observe(at(seconds{1}, {}, ClockQuality::synced));
  EXPECT_EQ(keeper.observe(at(hours{1}, {}, ClockQuality::floor)).now.quality,
            ClockQuality::holdover);
}

TEST(Timekeeper, SlewingIsNotAStep) {
  Timekeeper keeper(std::nullopt);
  keeper.observe(at(seconds{1}, {}, ClockQuality::synced));
  const auto seen =
      keeper.observe(at(seconds{2}, std::chrono::milliseconds{499}, ClockQuality::synced));
  EXPECT_FALSE(seen.step.has_value());
}

TEST(Timekeeper, ASmallStepIsBelievedAtOnce) {
  Timekeeper keeper(std::nullopt);
  keeper.observe(at(seconds{1}, {}, ClockQuality::synced));
  const auto seen = keeper.observe(at(seconds{2}, minutes{-30}, ClockQuality::synced));
  EXPECT_TRUE(seen.step.has_value());
  EXPECT_EQ(seen.now.quality, ClockQuality::synced);
  EXPECT_TRUE(keeper.may_settle_past(seen.now.steady));
}

TEST(Timekeeper, ABigStepIsOnProbationAndItsPastIsHeldForADay) {
  Timekeeper keeper(std::nullopt);
  keeper.observe(at(seconds{1}, {}, ClockQuality::synced));
  const Duration wrong = hours{24 * 400};
  EXPECT_EQ(keeper.observe(at(seconds{2}, wrong, ClockQuality::synced)).now.quality,
            ClockQuality::floor);
  EXPECT_EQ(keeper.next_wakeup(), Steady{seconds{2}} + Timekeeper::kProbation);
  const auto after = keeper.observe(at(minutes{6}, wrong, ClockQuality::synced));
  EXPECT_TRUE(after.became_trusted || base::trusted(after.now.quality));
  EXPECT_FALSE(keeper.may_settle_past(after.now.steady));
  EXPECT_TRUE(keeper.may_settle_past(Steady{hours{25}}));
}

TEST(Timekeeper, AMonthOffIsSettledOnlyAfterADay) {
  Timekeeper keeper(kNoonOfTheWall - hours{24 * 31});
  const auto seen = keeper.observe(at(seconds{1}, {}, ClockQuality::synced));
  EXPECT_TRUE(base::trusted(seen.now.quality));
  EXPECT_FALSE(keeper.may_settle_past(seen.now.steady));
}

TEST(Timekeeper, AWeekendOffIsSettledAtOnce) {
  Timekeeper keeper(kNoonOfTheWall - hours{60});
  const auto seen = keeper.observe(at(seconds{1}, {}, ClockQuality::synced));
  EXPECT_TRUE(keeper.may_settle_past(seen.now.steady));
}

}  // namespace
}  // namespace loa::daemon
