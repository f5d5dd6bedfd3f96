// The kernel's clocks: how far they are believed, and that nobody sets them now.
#include "base/clock.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>

namespace loa::base {
namespace {

using std::chrono::hours;

ClockQuality quality(ClockTrust trust, Wall floor) { return Clock(trust, floor).read().quality; }

// Whether the kernel is synchronised here cannot be chosen; what follows from it can be said.
bool synchronised() { return quality(ClockTrust::ntp, Wall{}) == ClockQuality::synced; }

TEST(Clock, ReadsBothClocksTogether) {
  const Clock clock(ClockTrust::system, Wall{});
  const Steady before = steady_now();
  const Now now = clock.read();
  EXPECT_LE(before, now.steady);
  EXPECT_LE(now.steady, steady_now());
  EXPECT_LT(now.wall - wall_now(), std::chrono::minutes{1});
  EXPECT_GT(now.wall, Wall{hours{24 * 365 * 50}}) << "this is not 1970";
}

TEST(Clock, NotSetAndPastItsFloorItIsHeldToBeAtLeastThat) {
  const Wall past = wall_now() - hours{1};
  EXPECT_EQ(quality(ClockTrust::ntp, past),
            synchronised() ? ClockQuality::synced : ClockQuality::floor);
}

TEST(Clock, WithABatteryItIsTrustedAsItIs) {
  EXPECT_EQ(quality(ClockTrust::system, wall_now() - hours{1}),
            synchronised() ? ClockQuality::synced : ClockQuality::holdover);
}

TEST(Clock, BeforeItsFloorItIsNotBelievedWhateverTheConfigurationSays) {
  const Wall future = wall_now() + hours{1};
  for (const auto trust : {ClockTrust::ntp, ClockTrust::system}) {
    EXPECT_EQ(quality(trust, future),
              synchronised() ? ClockQuality::synced : ClockQuality::unknown);
  }
}

TEST(Timespec, IsTheSameDurationThereAndBack) {
  using namespace std::chrono_literals;
  for (const Duration one :
       {Duration{0}, Duration{1}, Duration{999'999'999}, Duration{1s}, Duration{5min + 7ns}}) {
    const timespec time = timespec_of(one);
    EXPECT_LT(time.tv_nsec, 1'000'000'000);
    EXPECT_EQ(duration_of(time), one);
  }
}

TEST(BootId, IsTheSameAsLongAsTheKernelRuns) {
  EXPECT_EQ(boot_id().size(), 36U);
  EXPECT_EQ(boot_id(), boot_id());
}

TEST(StepWatch, IsSilentWhileNobodySetsTheClock) {
  StepWatch watch;
  pollfd waiting{watch.fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&waiting, 1, 0), 0);
  EXPECT_FALSE(watch.stepped());
  EXPECT_FALSE(watch.stepped()) << "it can be asked again";
}

// The clock is set to what it says already: for the kernel that is a step like any other.
TEST(StepWatch, TellsThatTheClockWasSet) {
  StepWatch watch;
  timespec now{};
  ASSERT_EQ(::clock_gettime(CLOCK_REALTIME, &now), 0);
  if (::clock_settime(CLOCK_REALTIME, &now) != 0) GTEST_SKIP() << "only root sets the clock";
  pollfd waiting{watch.fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&waiting, 1, 1000), 1);
  EXPECT_TRUE(watch.stepped());
  EXPECT_FALSE(watch.stepped()) << "told once";
}

TEST(StepWatch, NeitherBlocksNorIsInheritedByChildren) {
  const StepWatch watch;
  EXPECT_NE(::fcntl(watch.fd(), F_GETFL) & O_NONBLOCK, 0);
  EXPECT_NE(::fcntl(watch.fd(), F_GETFD) & FD_CLOEXEC, 0);
}

}  // namespace
}  // namespace loa::base
