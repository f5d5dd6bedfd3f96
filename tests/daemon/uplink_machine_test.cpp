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

Steady second(double second) {
  return Steady{milliseconds{static_cast<std::int64_t>(second * 1000)}};
}

UplinkMachine started(std::uint64_t seed = 1) {
  UplinkMachine machine(seed, seconds{0}, seconds{30});
  machine.start(second(0));
  return machine;
}

TEST(UplinkMachine, SaysNothingBeforeItIsStarted) {
  UplinkMachine machine(1, seconds{0}, seconds{30});
  EXPECT_EQ(machine.step(second(100), true), Send::nothing);
  EXPECT_FALSE(machine.next_wakeup(true).has_value());
}

TEST(UplinkMachine, FirstContactFallsIntoTheWindowAtAPlaceOfItsOwn) {
  std::set<Steady> places;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    UplinkMachine machine(seed * 77, seconds{60}, seconds{30});
    machine.start(second(0));
    const Steady first = *machine.next_wakeup(true);
    EXPECT_GE(first, second(0));
    EXPECT_LT(first, second(60));
    places.insert(first);
  }
  EXPECT_GT(places.size(), 95U);
}

TEST(UplinkMachine, RowsGoFirstThenTheStatus) {
  UplinkMachine machine = started();
  EXPECT_EQ(machine.step(second(0), true), Send::rows);
  EXPECT_EQ(machine.step(second(0), true), Send::nothing) << "one exchange at a time";
  machine.answered(second(1), Send::rows, false);
  EXPECT_EQ(machine.step(second(1), false), Send::status);
  machine.answered(second(2), Send::status, false);
  EXPECT_EQ(machine.next_wakeup(false), second(32));
}

TEST(UplinkMachine, AProgrammeIsFetchedAtOnceButAfterRowsAndStatus) {
  UplinkMachine machine = started();
  EXPECT_EQ(machine.step(second(0), false), Send::status);
  machine.want_programme();
  machine.answered(second(1), Send::status, true);
  EXPECT_EQ(machine.next_wakeup(true), second(0));
  EXPECT_EQ(machine.step(second(1), true), Send::rows);
  machine.answered(second(2), Send::rows, false);
  EXPECT_EQ(machine.step(second(2), false), Send::programme);
  EXPECT_EQ(machine.step(second(2), false), Send::nothing) << "one exchange at a time";
  machine.answered(second(3), Send::programme, false);
  EXPECT_EQ(machine.step(second(3), false), Send::nothing);
}

TEST(UplinkMachine, AProgrammeThatDidNotComeWaitsForTheNextOffer) {
  UplinkMachine machine = started();
  EXPECT_EQ(machine.step(second(0), false), Send::status);
  machine.want_programme();
  machine.answered(second(1), Send::status, false);
  EXPECT_EQ(machine.step(second(1), false), Send::programme);
  machine.failed(second(2));
  EXPECT_EQ(machine.step(second(10), false), Send::nothing);
  EXPECT_EQ(machine.step(second(31), false), Send::status);
}

TEST(UplinkMachine, ALongBacklogDoesNotSilenceTheStatus) {
  UplinkMachine machine = started();
  int statuses = 0;
  for (int n = 0; n < 120; ++n) {
    const Send what = machine.step(second(n), true);
    if (what == Send::status) ++statuses;
    if (what != Send::nothing) machine.answered(second(n), what, true);
  }
  EXPECT_GE(statuses, 1);
}

TEST(UplinkMachine, ANudgeIsSaidSoonNotAtOnce) {
  UplinkMachine machine = started();
  machine.step(second(0), false);
  machine.answered(second(0), Send::status, false);
  machine.nudge(second(10));
  EXPECT_EQ(machine.step(second(10), true), Send::nothing);
  EXPECT_EQ(machine.step(second(10.2), true), Send::rows);
}

TEST(UplinkMachine, RetriesBackOffToAMinuteAndRecoverAtOnce) {
  UplinkMachine machine = started();
  Steady now = second(0);
  base::Duration longest{0};
  for (int i = 0; i < 12; ++i) {
    const Send what = machine.step(now, true);
    ASSERT_NE(what, Send::nothing);
    machine.failed(now);
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

TEST(UplinkMachine, BatchesThatDoNotArriveBecomeSmallerAndLargerAgain) {
  UplinkMachine machine = started();
  Steady now = second(0);
  const auto rows = [&] {
    for (Send what = Send::nothing; what != Send::rows; now = now + milliseconds{100}) {
      what = machine.step(now, true);
      if (what == Send::status) machine.answered(now, what, true);
    }
  };
  for (std::size_t most : {250U, 125U, 62U, 31U, 16U, 16U}) {
    rows();
    machine.failed(now);
    EXPECT_EQ(machine.most_rows(), most);
  }
  for (std::size_t most : {32U, 64U, 128U, 256U, 500U, 500U}) {
    rows();
    machine.answered(now, Send::rows, true);
    EXPECT_EQ(machine.most_rows(), most);
  }
}

TEST(UplinkMachine, AStatusThatFailsLeavesTheBatchesAsTheyAre) {
  UplinkMachine machine = started();
  ASSERT_EQ(machine.step(second(0), false), Send::status);
  machine.failed(second(1));
  EXPECT_EQ(machine.most_rows(), UplinkMachine::kMostRows);
}

TEST(UplinkMachine, StaysAwayForAsLongAsItIsToldAndSomewhatLonger) {
  std::set<Steady> places;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    UplinkMachine machine = started(seed * 77);
    ASSERT_EQ(machine.step(second(0), true), Send::rows);
    machine.told_to_wait(second(1), seconds{40});
    EXPECT_EQ(machine.step(second(40.9), true), Send::nothing);
    const Steady next = *machine.next_wakeup(true);
    EXPECT_GE(next, second(41));
    EXPECT_LE(next, second(51));
    EXPECT_NE(machine.step(next, true), Send::nothing);
    EXPECT_EQ(machine.most_rows(), UplinkMachine::kMostRows) << "they were not too many";
    places.insert(next);
  }
  EXPECT_GT(places.size(), 95U) << "each at a place of its own";
}

TEST(UplinkMachine, ComesLessAndLessOftenWhereItIsToldAgainAndAgain) {
  UplinkMachine machine = started();
  Steady now = second(0);
  for (int i = 0; i < 8; ++i) {
    ASSERT_NE(machine.step(now, true), Send::nothing);
    machine.told_to_wait(now, seconds{5});
    const Steady next = *machine.next_wakeup(true);
    EXPECT_GE(next - now, seconds{5});
    now = next;
  }
  ASSERT_NE(machine.step(now, true), Send::nothing);
  machine.told_to_wait(now, seconds{5});
  EXPECT_GE(*machine.next_wakeup(true) - now, seconds{60});
}

TEST(UplinkMachine, RowsInAnotherFormGoAtOnce) {
  UplinkMachine machine = started();
  ASSERT_EQ(machine.step(second(0), true), Send::rows);
  machine.again(second(1));
  EXPECT_TRUE(machine.connected());
  EXPECT_EQ(machine.next_wakeup(true), second(0)) << "the status, which is due as well";
  EXPECT_EQ(machine.step(second(1), true), Send::rows);
}

// A centre that takes no rows and answers each status: how long until the rows are sent again.
std::vector<base::Duration> pauses_between_refusals(UplinkMachine& machine, int count) {
  std::vector<base::Duration> pauses;
  Steady last = second(0);
  Steady now = second(0);
  while (pauses.size() < static_cast<std::size_t>(count)) {
    const Send what = machine.step(now, true);
    if (what == Send::status) machine.answered(now, what, true);
    if (what == Send::rows) {
      pauses.push_back(now - last);
      last = now;
      machine.refused(now);
    }
    machine.nudge(now);
    now = std::max(now + milliseconds{1}, *machine.next_wakeup(true));
  }
  return pauses;
}

TEST(UplinkMachine, RefusedRowsAreSentEverMoreSeldomThoughTheStatusIsAnswered) {
  UplinkMachine machine = started();
  const auto pauses = pauses_between_refusals(machine, 12);
  for (std::size_t i = 7; i < pauses.size(); ++i) {
    EXPECT_GE(pauses[i], seconds{60}) << i;
    EXPECT_LE(pauses[i], seconds{121}) << i;
  }
  EXPECT_TRUE(machine.connected()) << "the centre is there";
}

TEST(UplinkMachine, OnlyRowsThatAreTakenEndTheBackOffOfRefusedOnes) {
  UplinkMachine machine = started();
  pauses_between_refusals(machine, 10);
  const Steady now = second(3600);
  Send what = machine.step(now, true);
  if (what == Send::status) {
    machine.answered(now, what, true);
    what = machine.step(now, true);
  }
  ASSERT_EQ(what, Send::rows);
  machine.answered(now, Send::rows, true);
  ASSERT_EQ(machine.step(now, true), Send::rows) << "what follows goes at once";
  machine.refused(now);
  EXPECT_LE(*machine.next_wakeup(true), now + seconds{2}) << "and begins with a short pause";
}

}  // namespace
}  // namespace loa::daemon
