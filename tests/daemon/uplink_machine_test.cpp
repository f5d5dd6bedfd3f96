// When the station speaks to the centre.
#include "daemon/uplink_machine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

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

constexpr seconds kWindow{600};

Steady first_contact(const std::string& station, const std::string& boot) {
  UplinkMachine machine(UplinkMachine::seed_of(station, boot), kWindow, seconds{30});
  machine.start(second(0));
  return *machine.next_wakeup(true);
}

std::string station_numbered(int number) {
  auto id = std::to_string(number);
  return "st-" + std::string(16 - id.size(), '0') + id;
}

TEST(FirstContact, OfAStationAndABootIsAlwaysAtOnePlace) {
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(first_contact(station_numbered(i), "b"), first_contact(station_numbered(i), "b"));
}

TEST(FirstContact, OfAnotherBootOrStationIsAtAnotherPlace) {
  const auto one = first_contact("st-1", "b1");
  EXPECT_NE(one, first_contact("st-1", "b2"));
  EXPECT_NE(one, first_contact("st-2", "b1"));
  // Where one ends and the other begins counts too.
  EXPECT_NE(first_contact("st-1", "1b"), first_contact("st-11", "b"));
  // Who came late after one power cut does not after each.
  int same_half = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto late = [&](const char* boot) {
      return first_contact(station_numbered(i), boot) >= second(300);
    };
    same_half += late("b1") == late("b2") ? 1 : 0;
  }
  EXPECT_NEAR(same_half, 500, 80);
}

// Ten thousand stations whose power returns, in sixty parts of the window: were each place as
// likely as any other, chi square with 59 degrees of freedom would be beyond 107 once in ten
// thousand.
TEST(FirstContact, OfTenThousandIsSpreadEvenlyOverTheWindow) {
  constexpr int kStations = 10'000;
  constexpr std::size_t kParts = 60;
  for (const auto* boot : {"2d0a1b7c-first", "9e11aa04-second"}) {
    std::array<int, kParts> parts{};
    for (int i = 0; i < kStations; ++i) {
      const auto place = first_contact(station_numbered(i), boot) - second(0);
      ASSERT_GE(place, seconds{0});
      ASSERT_LT(place, kWindow);
      ++parts.at(static_cast<std::size_t>(place * kParts / kWindow));
    }
    double chi_square = 0;
    constexpr double kExpected = static_cast<double>(kStations) / kParts;
    for (const int count : parts)
      chi_square += (count - kExpected) * (count - kExpected) / kExpected;
    EXPECT_LT(chi_square, 107);
    EXPECT_LT(*std::ranges::max_element(parts), kExpected * 1.4);
  }
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
  machine.failed(second(2), Send::programme);
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
    machine.failed(now, Send::rows);
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
  machine.failed(second(1), Send::status);
  EXPECT_EQ(machine.most_rows(), UplinkMachine::kMostRows);
}

TEST(UplinkMachine, StaysAwayForAsLongAsItIsToldAndSomewhatLonger) {
  std::set<Steady> places;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    UplinkMachine machine = started(seed * 77);
    ASSERT_EQ(machine.step(second(0), true), Send::rows);
    machine.told_to_wait(second(1), Send::rows, seconds{40});
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
    const Send what = machine.step(now, true);
    ASSERT_NE(what, Send::nothing);
    machine.told_to_wait(now, what, seconds{5});
    const Steady next = *machine.next_wakeup(true);
    EXPECT_GE(next - now, seconds{5});
    now = next;
  }
  const Send what = machine.step(now, true);
  ASSERT_NE(what, Send::nothing);
  machine.told_to_wait(now, what, seconds{5});
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

// A machine that takes live commands, after the centre has answered its first report.
UplinkMachine listening(std::uint64_t seed = 1, base::Duration window = seconds{0}) {
  UplinkMachine machine(seed, window, seconds{30});
  machine.listen();
  machine.start(second(0));
  const Steady first = *machine.next_wakeup(false);
  EXPECT_EQ(machine.step(first, false), Send::status) << "first a report that is answered at once";
  machine.answered(first, Send::status, false);
  EXPECT_EQ(machine.step(first, false), Send::listening);
  return machine;
}

TEST(UplinkMachine, ListensWithOneReportAlwaysAtTheCentre) {
  UplinkMachine machine = listening();
  EXPECT_EQ(machine.listen_for(), seconds{30});
  EXPECT_EQ(machine.step(second(29), false), Send::nothing) << "it is a report: no other is due";
  machine.heard(second(30), false);
  EXPECT_EQ(machine.next_wakeup(false), second(30));
  EXPECT_EQ(machine.step(second(30), false), Send::listening);
  machine.heard(second(33), true);
  EXPECT_EQ(machine.step(second(33), false), Send::listening) << "after a command, too, at once";
}

TEST(UplinkMachine, SendsRowsAndStatesWhileItListens) {
  UplinkMachine machine = listening();
  machine.nudge(second(10));
  EXPECT_EQ(machine.step(second(10.2), true), Send::rows);
  machine.answered(second(10.3), Send::rows, false);
  EXPECT_EQ(machine.step(second(10.3), false), Send::status) << "a change is not kept back";
  machine.answered(second(10.4), Send::status, false);
  EXPECT_EQ(machine.step(second(29), false), Send::nothing);
  machine.heard(second(30), false);
  EXPECT_EQ(machine.step(second(30), false), Send::listening);
}

TEST(UplinkMachine, ListensBesideALongBacklog) {
  UplinkMachine machine(1, seconds{0}, seconds{30});
  machine.listen();
  machine.start(second(0));
  int listened = 0;
  Steady since{};
  for (Steady now = second(0); now < second(300); now = now + seconds{1}) {
    if (listened > 0 && now - since >= seconds{30}) machine.heard(now, false);
    for (Send what = machine.step(now, true); what != Send::nothing;
         what = machine.step(now, true)) {
      if (what == Send::listening) {
        ++listened;
        since = now;
        continue;
      }
      machine.answered(now, what, true);
      if (what == Send::rows) break;
    }
  }
  EXPECT_GE(listened, 8);
}

TEST(UplinkMachine, DoesNotAskACentreAgainAndAgainThatDoesNotHold) {
  UplinkMachine machine = listening();
  machine.heard(second(0.1), false);
  EXPECT_EQ(machine.next_wakeup(false), second(30));
  EXPECT_EQ(machine.step(second(29.9), false), Send::nothing);
  EXPECT_EQ(machine.step(second(30), false), Send::listening);
}

TEST(UplinkMachine, AListeningThatIsLostIsShorterTheNextTime) {
  UplinkMachine machine = listening();
  Steady now = second(0);
  for (int longest : {15, 7, 5, 5}) {
    now = now + seconds{20};
    machine.failed(now, Send::listening);
    EXPECT_EQ(machine.listen_for(), seconds{longest});
    now = now + seconds{121};
    EXPECT_EQ(machine.step(now, false), Send::status) << "first whether the centre is there";
    machine.answered(now, Send::status, false);
    EXPECT_EQ(machine.step(now, false), Send::listening);
  }
  for (int held = 6; held <= 30; ++held) {
    now = now + seconds{held};
    machine.heard(now, false);
    EXPECT_EQ(machine.listen_for(), seconds{held});
    EXPECT_EQ(machine.step(now, false), Send::listening);
  }
}

TEST(UplinkMachine, AListeningThatIsLostAtOnceBacksOffThoughReportsAreAnswered) {
  UplinkMachine machine = listening();
  Steady now = second(0);
  base::Duration longest{0};
  for (int lost = 0; lost < 12; ++lost) {
    machine.failed(now, Send::listening);
    EXPECT_EQ(machine.listen_for(), seconds{30}) << "it was not too long";
    const Steady since = now;
    Send what = Send::nothing;
    while (what != Send::listening) {
      what = machine.step(now, false);
      if (what == Send::status) machine.answered(now, what, false);
      if (what == Send::nothing) now = *machine.next_wakeup(false);
    }
    longest = std::max(longest, now - since);
  }
  EXPECT_GE(longest, seconds{60});
  EXPECT_LE(longest, seconds{121});
}

// All listenings end at one time where the centre does.
TEST(UplinkMachine, ComesBackAtAPlaceOfItsOwnWhereTheListeningIsLost) {
  std::set<Steady> places;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    UplinkMachine machine = listening(seed * 77);
    machine.spread_over(seconds{600});
    machine.failed(second(10), Send::listening);
    const Steady next = *machine.next_wakeup(false);
    EXPECT_GE(next, second(10));
    EXPECT_LT(next, second(40)) << "no later than its next report would be due";
    places.insert(next);
    EXPECT_EQ(machine.step(next, false), Send::status);
  }
  EXPECT_GT(places.size(), 95U);
  UplinkMachine machine = listening();
  machine.spread_over(seconds{1});
  machine.failed(second(10), Send::listening);
  EXPECT_LT(*machine.next_wakeup(false), second(11)) << "a small fleet need not spread";
}

TEST(UplinkMachine, AListeningThatIsSentAwayComesBackWhenItWasTold) {
  UplinkMachine machine = listening();
  machine.told_to_wait(second(10), Send::listening, seconds{40});
  EXPECT_EQ(machine.step(second(49.9), true), Send::nothing);
  const Steady next = *machine.next_wakeup(true);
  EXPECT_GE(next, second(50));
  EXPECT_LE(next, second(60));
  EXPECT_EQ(machine.step(next, false), Send::status);
}

TEST(UplinkMachine, WhatFailsBesideTheListeningLeavesIt) {
  UplinkMachine machine = listening();
  machine.nudge(second(1));
  ASSERT_EQ(machine.step(second(2), true), Send::rows);
  machine.failed(second(3), Send::rows);
  EXPECT_EQ(machine.most_rows(), 250U);
  machine.heard(second(4), true);
  EXPECT_TRUE(machine.connected());
  EXPECT_EQ(machine.step(second(6), true), Send::listening);
}

TEST(UplinkMachine, AProgrammeThatWasOfferedIsFetchedThoughSomethingElseFails) {
  UplinkMachine machine = started();
  ASSERT_EQ(machine.step(second(0), false), Send::status);
  machine.want_programme();
  machine.answered(second(0), Send::status, true);
  ASSERT_EQ(machine.step(second(0), true), Send::rows);
  machine.failed(second(0), Send::rows);
  EXPECT_EQ(machine.step(second(3), false), Send::programme);
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
