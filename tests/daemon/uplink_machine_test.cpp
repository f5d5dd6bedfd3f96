// When the station speaks to the centre.
#include "daemon/uplink_machine.h"

#include <gtest/gtest.h>

#include <set>

namespace loa::daemon {
namespace {

using base::Steady;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Send = UplinkMachine::Send;

Steady at(double second) { return Steady{milliseconds{static_cast<std::int64_t>(second * 1000)}}; }

UplinkMachine started(std::uint64_t seed = 1) {
  UplinkMachine machine(seed, seconds{0}, seconds{30});
  machine.start(at(0));
  return machine;
}

TEST(UplinkMachine, SaysNothingBeforeItIsStarted) {
  UplinkMachine machine(1, seconds{0}, seconds{30});
  EXPECT_EQ(machine.step(at(100), true), Send::nothing);
  EXPECT_FALSE(machine.next_wakeup(true).has_value());
}

TEST(UplinkMachine, FirstContactFallsIntoTheWindowAtAPlaceOfItsOwn) {
  std::set<Steady> places;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    UplinkMachine machine(seed * 77, seconds{60}, seconds{30});
    machine.start(at(0));
    const Steady first = *machine.next_wakeup(true);
    EXPECT_GE(first, at(0));
    EXPECT_LT(first, at(60));
    places.insert(first);
  }
  EXPECT_GT(places.size(), 95U);
}

TEST(UplinkMachine, RowsGoFirstThenTheStatus) {
  UplinkMachine machine = started();
  EXPECT_EQ(machine.step(at(0), true), Send::rows);
  EXPECT_EQ(machine.step(at(0), true), Send::nothing) << "one exchange at a time";
  machine.answered(at(1), Send::rows, false);
  EXPECT_EQ(machine.step(at(1), false), Send::status);
  machine.answered(at(2), Send::status, false);
  EXPECT_EQ(machine.next_wakeup(false), at(32));
}

TEST(UplinkMachine, ALongBacklogDoesNotSilenceTheStatus) {
  UplinkMachine machine = started();
  int statuses = 0;
  for (int second = 0; second < 120; ++second) {
    const Send what = machine.step(at(second), true);
    if (what == Send::status) ++statuses;
    if (what != Send::nothing) machine.answered(at(second), what, true);
  }
  EXPECT_GE(statuses, 1);
}

TEST(UplinkMachine, ANudgeIsSaidSoonNotAtOnce) {
  UplinkMachine machine = started();
  machine.step(at(0), false);
  machine.answered(at(0), Send::status, false);
  machine.nudge(at(10));
  EXPECT_EQ(machine.step(at(10), true), Send::nothing);
  EXPECT_EQ(machine.step(at(10.2), true), Send::rows);
}

TEST(UplinkMachine, RetriesBackOffToAMinuteAndRecoverAtOnce) {
  UplinkMachine machine = started();
  Steady now = at(0);
  base::Duration longest{0};
  for (int i = 0; i < 12; ++i) {
    const Send what = machine.step(now, true);
    ASSERT_NE(what, Send::nothing);
    machine.failed(now, what);
    const Steady next = *machine.next_wakeup(true);
    longest = std::max(longest, next - now);
    now = next;
  }
  EXPECT_GE(longest, seconds{60});
  EXPECT_LE(longest, seconds{120});
  EXPECT_FALSE(machine.connected());
  const Send what = machine.step(now, true);
  machine.answered(now, what, true);
  EXPECT_TRUE(machine.connected());
  EXPECT_EQ(machine.next_wakeup(true), now);
}

}  // namespace
}  // namespace loa::daemon
