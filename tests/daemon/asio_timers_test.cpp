// base::AsioTimers: the same promises as the virtual ones, in real time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "base/asio_timers.h"
#include "base/clock.h"

namespace loa::base {
namespace {

using std::chrono::milliseconds;

struct AsioTimersTest : ::testing::Test {
  boost::asio::io_context loop;
  AsioTimers timers{loop, [] { return Now{steady_now(), wall_now(), ClockQuality::synced}; }};
  std::vector<int> ran;

  auto note(int value) {
    return [this, value] { ran.push_back(value); };
  }
};

TEST_F(AsioTimersTest, RunsByDeadlineThenByOrderOfSetting) {
  const auto start = timers.now().steady;
  timers.at(start + milliseconds{20}, note(3));
  timers.at(start + milliseconds{10}, note(1));
  timers.at(start + milliseconds{10}, note(2));
  EXPECT_TRUE(ran.empty()) << "never inside at()";
  loop.run();
  EXPECT_THAT(ran, ::testing::ElementsAre(1, 2, 3));
}

TEST_F(AsioTimersTest, NeverRunsEarly) {
  const auto when = timers.now().steady + milliseconds{15};
  Steady ran_at{};
  timers.at(when, [&] { ran_at = timers.now().steady; });
  loop.run();
  EXPECT_GE(ran_at, when);
}

TEST_F(AsioTimersTest, ACancelledTimerDoesNotRunAndOthersDo) {
  const auto start = timers.now().steady;
  const auto first = timers.at(start + milliseconds{5}, note(1));
  timers.at(start + milliseconds{10}, note(2));
  timers.cancel(first);
  timers.cancel(first);
  timers.cancel(0);
  timers.cancel(999);
  loop.run();
  EXPECT_THAT(ran, ::testing::ElementsAre(2));
}

TEST_F(AsioTimersTest, ACallbackMaySetAndCancel) {
  const auto start = timers.now().steady;
  const auto late = timers.at(start + milliseconds{30}, note(9));
  timers.at(start, [&] {
    timers.cancel(late);
    timers.at(start, note(1));
    timers.at(start + milliseconds{5}, note(2));
  });
  loop.run();
  EXPECT_THAT(ran, ::testing::ElementsAre(1, 2));
}

TEST_F(AsioTimersTest, ACallbackThatAlwaysSetsItselfForNowDoesNotStarveTheLoop) {
  int rounds = 0;
  std::function<void()> again = [&] {
    if (++rounds < 100) timers.at(timers.now().steady, again);
  };
  timers.at(timers.now().steady, again);
  loop.run();
  EXPECT_EQ(rounds, 100);
}

TEST(AsioTimers, NothingRunsAfterItsEnd) {
  boost::asio::io_context loop;
  bool ran = false;
  {
    AsioTimers timers(loop, [] { return Now{steady_now(), wall_now(), ClockQuality::synced}; });
    timers.at(timers.now().steady, [&] { ran = true; });
  }
  loop.run();
  EXPECT_FALSE(ran);
}

}  // namespace
}  // namespace loa::base
