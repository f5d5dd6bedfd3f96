// When the lines are on: a table of what was asked and what was switched.
#include "daemon/amplifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace loa::daemon {
namespace {

using base::Steady;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Steady moment(double in_seconds) {
  return Steady{milliseconds{static_cast<std::int64_t>(in_seconds * 1000)}};
}

// Power, loudspeakers, the transmitter's key.
AmplifierSettings three_lines() {
  return {{seconds{5}, seconds{2}, seconds{0}}, seconds{10}, minutes{5}, seconds{30}};
}

// Follows the machine's own wake-ups from `from` to `to`, and says when it switched what:
// "10.5 +0" is line 0 switched on.
std::vector<std::string> switching(Amplifier& amplifier, Steady from, Steady to,
                                   const AmplifierDemand& demand) {
  std::vector<std::string> told;
  auto now = from;
  for (int turns = 0; now <= to && turns < 100; ++turns) {
    for (const auto& [line, on] : amplifier.step(now, demand)) {
      const double when = std::chrono::duration<double>(now.time_since_epoch()).count();
      std::ostringstream text;
      text << when << (on ? " +" : " -") << line;
      told.push_back(text.str());
    }
    const auto next = amplifier.next_wakeup();
    if (!next) break;
    now = std::max(*next, now + milliseconds{1});
  }
  return told;
}

AmplifierDemand no_demand() { return {}; }
AmplifierDemand coming(double when) { return {false, moment(when)}; }
AmplifierDemand sounding_now() { return {true, std::nullopt}; }

TEST(Amplifier, GoesOnInOrderBeforeAStartThatIsKnownAheadAndALittleEarlierThanItMust) {
  Amplifier amplifier(three_lines());
  EXPECT_THAT(switching(amplifier, moment(0), moment(100), coming(100)),
              ElementsAre("94.5 +0", "97.5 +1", "99.5 +2"));
  EXPECT_EQ(amplifier.ready_at(moment(99.9)), moment(99.9));
}

TEST(Amplifier, AsksWhetherWhatWasToBeginHasBegun) {
  Amplifier amplifier(three_lines());
  amplifier.step(moment(99.6), coming(100));
  EXPECT_EQ(amplifier.next_wakeup(), moment(100));
  amplifier.step(moment(100), sounding_now());
  EXPECT_THAT(switching(amplifier, moment(200), moment(300), no_demand()),
              ElementsAre("210 -2", "210.5 -1", "211 -0"));
}

TEST(Amplifier, GoesOffInReverseOrderAfterTheHold) {
  Amplifier amplifier(three_lines());
  switching(amplifier, moment(0), moment(100), coming(100));
  amplifier.step(moment(100), sounding_now());
  EXPECT_EQ(amplifier.next_wakeup(), std::nullopt) << "what sounds is not waited for";
  EXPECT_THAT(switching(amplifier, moment(160), moment(500), no_demand()),
              ElementsAre("170 -2", "170.5 -1", "171 -0"));
  EXPECT_FALSE(amplifier.on());
}

TEST(Amplifier, StaysOnUntilASoundThatFollowsSoonAndNotForOneThatIsFar) {
  for (const auto& [follows, stays] : {std::pair{470.0, true}, std::pair{471.0, false}}) {
    Amplifier amplifier(three_lines());
    amplifier.step(moment(100), sounding_now());
    // The sound ends at 160, the hold at 170, and five minutes are bridged.
    const auto told = switching(amplifier, moment(160), moment(follows), coming(follows));
    if (stays) {
      EXPECT_THAT(told, IsEmpty()) << follows;
    } else {
      EXPECT_THAT(told,
                  ElementsAre("170 -2", "170.5 -1", "171 -0", "465.5 +0", "468.5 +1", "470.5 +2"));
    }
  }
}

TEST(Amplifier, WhatFollowsButDoesNotComeIsNotWaitedForLonger) {
  Amplifier amplifier(three_lines());
  amplifier.step(moment(100), sounding_now());
  EXPECT_THAT(amplifier.step(moment(160), coming(400)), IsEmpty());
  EXPECT_THAT(amplifier.step(moment(300), no_demand()),
              ElementsAre(Amplifier::Switch{2, false}, Amplifier::Switch{1, false},
                          Amplifier::Switch{0, false}));
}

// Each start that fails makes the lines ready again, but the bridge is counted from the last sound.
TEST(Amplifier, StartsThatAllFailDoNotKeepItOnForEver) {
  Amplifier amplifier(three_lines());
  amplifier.step(moment(100), sounding_now());
  amplifier.step(moment(160), coming(400));
  EXPECT_THAT(amplifier.step(moment(401), coming(640)), ::testing::SizeIs(3)) << "off";
}

TEST(Amplifier, AStartThatNobodyPlannedWaitsForTheLongestLead) {
  Amplifier amplifier(three_lines());
  EXPECT_EQ(amplifier.ready_at(moment(10)), moment(15));
  EXPECT_THAT(switching(amplifier, moment(10), moment(15), {false, amplifier.ready_at(moment(10))}),
              ElementsAre("10 +0", "12.5 +1", "14.5 +2"));
  EXPECT_EQ(amplifier.ready_at(moment(15)), moment(15));
}

TEST(Amplifier, AnotherOneOnTheWayWaitsForTheRestOfItOnly) {
  Amplifier amplifier(three_lines());
  amplifier.step(moment(10), coming(15));
  EXPECT_EQ(amplifier.ready_at(moment(12)), moment(15));
}

TEST(Amplifier, IsReadyAtOnceWhileItIsStillOn) {
  Amplifier amplifier(three_lines());
  amplifier.step(moment(100), sounding_now());
  amplifier.step(moment(160), no_demand());
  EXPECT_EQ(amplifier.ready_at(moment(165)), moment(165));
}

TEST(Amplifier, WhatIsCalledOffIsNotSwitchedOffAtOnce) {
  Amplifier amplifier(three_lines());
  EXPECT_THAT(amplifier.step(moment(95), coming(100)), ElementsAre(Amplifier::Switch{0, true}));
  EXPECT_THAT(switching(amplifier, moment(96), moment(500), no_demand()), ElementsAre("126 -0"))
      << "half a minute on, and one second for the two that stayed off";
}

// Whatever is asked, a line goes on no more often than once in shortestOn.
TEST(Amplifier, NeverSwitchesFasterThanItsShortestTime) {
  Amplifier amplifier(three_lines());
  std::vector<Steady> on;
  for (int tenth = 0; tenth < 3000; ++tenth) {
    const auto now = moment(tenth / 10.0);
    const bool wanted = tenth % 23 == 0;
    for (const auto& [line, is_on] :
         amplifier.step(now, wanted ? coming(tenth / 10.0 + 1) : no_demand())) {
      if (line == 0 && is_on) on.push_back(now);
    }
  }
  ASSERT_GT(on.size(), 5U);
  for (std::size_t i = 1; i < on.size(); ++i) EXPECT_GE(on[i] - on[i - 1], seconds{30});
}

// A lead that is longer than shortestOn, with nothing bridged: the caller would turn in a circle.
TEST(Amplifier, AsksToBeWokenInTheFutureOnly) {
  Amplifier amplifier({{seconds{20}, seconds{0}}, seconds{1}, seconds{0}, seconds{1}});
  for (double now = 70; now < 110; now += 0.25) {
    amplifier.step(moment(now), coming(100));
    if (const auto wake = amplifier.next_wakeup()) EXPECT_GT(*wake, moment(now)) << now;
  }
}

TEST(Amplifier, WithoutLinesIsAlwaysReady) {
  Amplifier amplifier({});
  EXPECT_THAT(amplifier.step(moment(1), sounding_now()), IsEmpty());
  EXPECT_EQ(amplifier.ready_at(moment(1)), moment(1));
  EXPECT_EQ(amplifier.next_wakeup(), std::nullopt);
  EXPECT_FALSE(amplifier.on());
}

}  // namespace
}  // namespace loa::daemon
