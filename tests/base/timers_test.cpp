// Virtual time.
#include "base/timers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace loa::base {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

Steady at(int second) { return Steady{seconds{second}}; }

struct VirtualTime : testing::Test {
  VirtualTimers timers{Now{at(0), Wall{hours{1}}, ClockQuality::floor}};
  std::vector<std::string> ran;

  Timers::Id note(int second, const std::string& what) {
    return timers.at(at(second), [this, what] { ran.push_back(what); });
  }
};

TEST_F(VirtualTime, RunsInOrderOfTimeThenOfCreation) {
  note(3, "c");
  note(1, "a");
  note(3, "d");
  note(2, "b");
  timers.run_until(at(3));
  EXPECT_THAT(ran, ElementsAre("a", "b", "c", "d"));
}

TEST_F(VirtualTime, RunsUpToAndIncludingTheEndAndNothingAfter) {
  note(2, "on time");
  note(3, "later");
  timers.run_until(at(2));
  EXPECT_THAT(ran, ElementsAre("on time"));
  EXPECT_EQ(timers.now().steady, at(2));
  EXPECT_EQ(timers.next(), at(3));
}

TEST_F(VirtualTime, NothingRunsInsideAtOrCancel) {
  note(-5, "overdue");
  EXPECT_THAT(ran, IsEmpty());
  timers.run_until(at(0));
  EXPECT_THAT(ran, ElementsAre("overdue"));
  EXPECT_EQ(timers.now().steady, at(0)) << "time does not go back";
}

TEST_F(VirtualTime, ACallbackSeesItsOwnTimeAndMayAskForMore) {
  std::vector<Steady> seen;
  std::function<void()> again = [&] {
    seen.push_back(timers.now().steady);
    timers.at(timers.now().steady + seconds{2}, again);
  };
  timers.at(at(1), again);
  timers.run_until(at(5));
  EXPECT_THAT(seen, ElementsAre(at(1), at(3), at(5)));
}

TEST_F(VirtualTime, ACancelledTimerDoesNotRun) {
  const auto gone = note(1, "gone");
  note(1, "stays");
  timers.cancel(gone);
  timers.cancel(gone);
  timers.cancel(0);
  timers.run_until(at(2));
  EXPECT_THAT(ran, ElementsAre("stays"));
  EXPECT_EQ(timers.next(), std::nullopt);
}

TEST_F(VirtualTime, OneCallbackMayCancelAnotherOfTheSameTime) {
  Timers::Id second = 0;
  timers.at(at(1), [&] { timers.cancel(second); });
  second = note(1, "second");
  timers.run_until(at(1));
  EXPECT_THAT(ran, IsEmpty());
}

TEST_F(VirtualTime, BothClocksRunTogetherAndAStepMovesTheWallAlone) {
  timers.run_until(at(10));
  EXPECT_EQ(timers.now().wall, Wall{hours{1} + seconds{10}});
  timers.step_wall(hours{-2});
  timers.set_quality(ClockQuality::synced);
  EXPECT_EQ(timers.now().steady, at(10));
  EXPECT_EQ(timers.now().wall, Wall{hours{-1} + seconds{10}});
  EXPECT_EQ(timers.now().quality, ClockQuality::synced);
  timers.run_until(at(11));
  EXPECT_EQ(timers.now().wall, Wall{hours{-1} + seconds{11}});
}

}  // namespace
}  // namespace loa::base
