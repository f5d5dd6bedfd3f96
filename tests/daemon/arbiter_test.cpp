// Who has the air, as a specification.
#include "daemon/arbiter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace loa::daemon {
namespace {

using base::Duration;
using base::Steady;
using schedules::Seconds;
using schedules::StartRule;
using testing::ElementsAre;
using testing::IsEmpty;
using Kind = AirAction::Kind;

Steady at(int second) { return Steady{std::chrono::seconds{second}}; }

Bid bid(std::string id, int level, int from, int to, StartRule::Kind rule = StartRule::Kind::hard,
        int wait = 0) {
  Bid made;
  made.id = std::move(id);
  made.level = level;
  made.start = at(from);
  made.start_by = at(to);
  made.end = at(to);
  made.start_rule = {rule, Seconds{wait}};
  return made;
}

AirAction start(std::string id) { return {Kind::start, std::move(id), ""}; }
AirAction resume(std::string id) { return {Kind::resume, std::move(id), ""}; }
AirAction hold(std::string id) { return {Kind::hold, std::move(id), ""}; }
AirAction release(std::string id) { return {Kind::release, std::move(id), ""}; }
AirAction lower(std::string id) { return {Kind::lower, std::move(id), ""}; }
AirAction lift(std::string id) { return {Kind::lift, std::move(id), ""}; }
AirAction suspend(std::string id, std::string why = "pre-empted") {
  return {Kind::suspend, std::move(id), std::move(why)};
}
AirAction finish(std::string id, std::string why) {
  return {Kind::finish, std::move(id), std::move(why)};
}

// An announcement over what plays.
Bid over(std::string id, int level, int from, int to,
         StartRule::Kind rule = StartRule::Kind::hard) {
  Bid made = bid(std::move(id), level, from, to, rule);
  made.over = true;
  return made;
}

TEST(Arbiter, FreeAirGoesToWhoAsks) {
  Arbiter arbiter;
  EXPECT_THAT(arbiter.arrive(at(0), bid("a", 3, 0, 100)), ElementsAre(start("a")));
  EXPECT_EQ(arbiter.on_air()->id, "a");
}

TEST(Arbiter, ABidForLaterWaitsForItsStart) {
  Arbiter arbiter;
  EXPECT_THAT(arbiter.arrive(at(0), bid("a", 3, 10, 100)), IsEmpty());
  EXPECT_EQ(arbiter.next_wakeup(at(0)), at(10));
  EXPECT_THAT(arbiter.tick(at(10)), ElementsAre(start("a")));
}

TEST(Arbiter, EmergencyCutsAtOnceAndWhatItCutComesBack) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("normal", 3, 0, 100));
  EXPECT_THAT(arbiter.arrive(at(5), bid("emergency", 1, 5, 50, StartRule::Kind::next)),
              ElementsAre(suspend("normal"), start("emergency")));
  EXPECT_THAT(arbiter.ended(at(20), "emergency"), ElementsAre(resume("normal")));
}

TEST(Arbiter, PreEmptionIsAStack) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("normal", 3, 0, 100));
  arbiter.arrive(at(5), bid("priority", 2, 5, 90));
  arbiter.arrive(at(10), bid("emergency", 1, 10, 80));
  EXPECT_THAT(arbiter.ended(at(20), "emergency"), ElementsAre(resume("priority")));
  EXPECT_THAT(arbiter.ended(at(30), "priority"), ElementsAre(resume("normal")));
}

TEST(Arbiter, WhatIsSpokenLiveIsOverWhenItLosesTheAir) {
  Bid live = bid("live", 3, 0, 100);
  live.once = true;
  Arbiter arbiter;
  arbiter.arrive(at(0), live);
  EXPECT_THAT(arbiter.arrive(at(5), bid("emergency", 1, 5, 50)),
              ElementsAre(finish("live", "pre-empted"), start("emergency")));
  EXPECT_THAT(arbiter.ended(at(20), "emergency"), IsEmpty());
  arbiter.arrive(at(30), live);
  EXPECT_THAT(arbiter.pause(at(40), true), ElementsAre(finish("live", "paused")));
}

TEST(Arbiter, ALowerLevelNeverPreEmptsAHigherOne) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("emergency", 1, 0, 60));
  EXPECT_THAT(arbiter.arrive(at(5), bid("normal", 3, 5, 100)), IsEmpty());
  EXPECT_THAT(arbiter.ended(at(60), "emergency"), ElementsAre(start("normal")));
}

TEST(Arbiter, WhatIsPreEmptedBeyondItsEndIsFinished) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("normal", 3, 0, 30));
  arbiter.arrive(at(5), bid("priority", 2, 5, 90));
  EXPECT_EQ(arbiter.next_wakeup(at(5)), at(30));
  EXPECT_THAT(arbiter.tick(at(30)), ElementsAre(finish("normal", "pre-empted")));
}

TEST(Arbiter, WhatWaitsBeyondItsTimeHadNoAir) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("emergency", 1, 0, 60));
  arbiter.arrive(at(5), bid("normal", 3, 5, 40));
  EXPECT_THAT(arbiter.tick(at(41)), ElementsAre(finish("normal", "no-air")));
}

TEST(Arbiter, WhatComesTooLateIsLate) {
  Arbiter arbiter;
  EXPECT_THAT(arbiter.arrive(at(50), bid("a", 3, 0, 40)), ElementsAre(finish("a", "late")));
}

TEST(Arbiter, AHardStartCutsItsEqual) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("a", 3, 0, 100));
  EXPECT_THAT(arbiter.arrive(at(50), bid("b", 3, 50, 150)),
              ElementsAre(finish("a", "cut"), start("b")));
}

TEST(Arbiter, NextWaitsForTheEndOfTheItem) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("a", 3, 0, 100));
  EXPECT_THAT(arbiter.arrive(at(50), bid("b", 3, 50, 150, StartRule::Kind::next)),
              ElementsAre(hold("a")));
  EXPECT_THAT(arbiter.item_ended(at(60), "a"), ElementsAre(finish("a", "cut"), start("b")));
}

TEST(Arbiter, WaitCutsWhenItsPatienceEnds) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("a", 3, 0, 200));
  arbiter.arrive(at(50), bid("b", 3, 50, 150, StartRule::Kind::wait, 30));
  EXPECT_EQ(arbiter.next_wakeup(at(50)), at(80));
  EXPECT_THAT(arbiter.tick(at(80)), ElementsAre(finish("a", "cut"), start("b")));
}

TEST(Arbiter, WhoWaitedForTheItemAndLeavesReleasesIt) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("a", 3, 0, 100));
  arbiter.arrive(at(50), bid("b", 3, 50, 150, StartRule::Kind::next));
  EXPECT_THAT(arbiter.withdraw(at(55), "b", "stopped"),
              ElementsAre(finish("b", "stopped"), release("a")));
}

TEST(Arbiter, ByHandGoesBeforeTheScheduleAtTheSameLevel) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("scheduled", 3, 0, 100));
  Bid announcement = bid("hand", 3, 10, 50);
  announcement.source = Source::hand;
  EXPECT_THAT(arbiter.arrive(at(10), announcement),
              ElementsAre(suspend("scheduled"), start("hand")));
  EXPECT_THAT(arbiter.ended(at(20), "hand"), ElementsAre(resume("scheduled")));
}

TEST(Arbiter, EqualBidsOfOneMomentGoByTheirIds) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("emergency", 1, 0, 10));
  arbiter.arrive(at(0), bid("b", 3, 0, 100));
  arbiter.arrive(at(0), bid("a", 3, 0, 100));
  EXPECT_THAT(arbiter.ended(at(10), "emergency"), ElementsAre(start("a")));
  EXPECT_THAT(arbiter.ended(at(20), "a"), ElementsAre(start("b")));
}

TEST(Arbiter, PauseSilencesAllButEmergency) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("a", 3, 0, 100));
  EXPECT_THAT(arbiter.pause(at(10), true), ElementsAre(suspend("a", "paused")));
  EXPECT_THAT(arbiter.arrive(at(20), bid("b", 2, 20, 90)), IsEmpty());
  EXPECT_THAT(arbiter.arrive(at(30), bid("e", 1, 30, 90)), ElementsAre(start("e")));
  EXPECT_THAT(arbiter.ended(at(40), "e"), IsEmpty());
  EXPECT_THAT(arbiter.pause(at(50), false), ElementsAre(start("b")));
}

TEST(Arbiter, APauseThatOutlastsItIsTheReasonOfItsEnd) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("a", 3, 0, 100));
  arbiter.pause(at(10), true);
  EXPECT_THAT(arbiter.tick(at(100)), ElementsAre(finish("a", "paused")));
}

TEST(Arbiter, StoppingWhatIsOnTheAirLetsTheNextOneOn) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("a", 3, 0, 100));
  arbiter.arrive(at(0), bid("b", 3, 0, 100));
  EXPECT_THAT(arbiter.withdraw(at(5), "a", "stopped"),
              ElementsAre(finish("a", "stopped"), start("b")));
}

TEST(Arbiter, TheSameBidTwiceIsOne) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("a", 3, 0, 100));
  EXPECT_THAT(arbiter.arrive(at(1), bid("a", 3, 0, 100)), IsEmpty());
  EXPECT_THAT(arbiter.ended(at(2), "a"), IsEmpty());
  EXPECT_EQ(arbiter.on_air(), nullptr);
}

TEST(Arbiter, WhatGoesOverLowersWhatPlaysAndItComesUpAgain) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("bulletin", 3, 0, 100));
  EXPECT_THAT(arbiter.arrive(at(5), over("announcement", 3, 5, 20)),
              ElementsAre(start("announcement"), lower("bulletin")));
  EXPECT_EQ(arbiter.on_air()->id, "announcement");
  EXPECT_THAT(arbiter.ended(at(15), "announcement"), ElementsAre(lift("bulletin")));
  EXPECT_EQ(arbiter.on_air()->id, "bulletin");
}

TEST(Arbiter, WhatPlaysUnderneathMayEndByItself) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("bulletin", 3, 0, 100));
  arbiter.arrive(at(5), over("announcement", 2, 5, 20));
  EXPECT_THAT(arbiter.ended(at(10), "bulletin"), IsEmpty());
  EXPECT_EQ(arbiter.on_air()->id, "announcement");
  EXPECT_THAT(arbiter.ended(at(15), "announcement"), IsEmpty());
}

TEST(Arbiter, AnEmergencyCutsBothAndBothComeBackAsTheyWere) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("bulletin", 3, 0, 100));
  arbiter.arrive(at(5), over("announcement", 2, 5, 60));
  EXPECT_THAT(arbiter.arrive(at(10), bid("emergency", 1, 10, 50)),
              ElementsAre(suspend("announcement"), suspend("bulletin"), start("emergency")));
  EXPECT_THAT(arbiter.ended(at(20), "emergency"),
              ElementsAre(resume("bulletin"), resume("announcement"), lower("bulletin")));
}

TEST(Arbiter, AnEmergencyNeverGoesOverAndNothingGoesOverIt) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("bulletin", 3, 0, 100));
  EXPECT_THAT(arbiter.arrive(at(5), over("emergency", 1, 5, 50)),
              ElementsAre(suspend("bulletin"), start("emergency")));
  EXPECT_THAT(arbiter.arrive(at(6), over("announcement", 2, 6, 50)), IsEmpty());
}

TEST(Arbiter, AnnouncementsTakeTurnsOverWhatPlaysOn) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("bulletin", 3, 0, 100));
  arbiter.arrive(at(5), over("first", 3, 5, 60));
  EXPECT_THAT(arbiter.arrive(at(10), over("second", 2, 10, 50)),
              ElementsAre(suspend("first"), start("second")));
  EXPECT_THAT(arbiter.ended(at(20), "second"), ElementsAre(resume("first")))
      << "the bulletin stays low";
  EXPECT_THAT(arbiter.ended(at(30), "first"), ElementsAre(lift("bulletin")));
}

TEST(Arbiter, NobodyTalksOverAMicrophone) {
  Bid live = bid("live", 3, 0, 100);
  live.once = true;
  Arbiter arbiter;
  arbiter.arrive(at(0), live);
  EXPECT_THAT(arbiter.arrive(at(5), over("announcement", 2, 5, 50)),
              ElementsAre(finish("live", "pre-empted"), start("announcement")));
}

TEST(Arbiter, AMicrophoneThatTalksOverIsOverWhenItLosesTheAir) {
  Bid live = over("live", 3, 5, 100);
  live.once = true;
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("bulletin", 3, 0, 100));
  EXPECT_THAT(arbiter.arrive(at(5), live), ElementsAre(start("live"), lower("bulletin")));
  EXPECT_THAT(arbiter.arrive(at(8), bid("priority", 2, 8, 50)),
              ElementsAre(finish("live", "pre-empted"), suspend("bulletin"), start("priority")));
  EXPECT_THAT(arbiter.ended(at(20), "priority"), ElementsAre(resume("bulletin")));
}

TEST(Arbiter, WhatWouldBeginMeanwhileWaitsAndTheOldOneNeedNotComeUpForIt) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("bulletin", 3, 0, 100));
  arbiter.arrive(at(5), over("announcement", 2, 5, 60));
  EXPECT_THAT(arbiter.arrive(at(10), bid("next one", 3, 10, 90)), IsEmpty());
  EXPECT_THAT(arbiter.ended(at(20), "announcement"),
              ElementsAre(finish("bulletin", "cut"), start("next one")));
}

TEST(Arbiter, WhoWaitsForTheItemsEndHoldsNothingThatPlaysUnderneath) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("bulletin", 3, 0, 100));
  EXPECT_THAT(arbiter.arrive(at(5), bid("later", 3, 5, 90, StartRule::Kind::next)),
              ElementsAre(hold("bulletin")));
  EXPECT_THAT(arbiter.arrive(at(10), over("announcement", 2, 10, 60)),
              ElementsAre(release("bulletin"), start("announcement"), lower("bulletin")));
  EXPECT_THAT(arbiter.item_ended(at(15), "bulletin"), IsEmpty());
  EXPECT_THAT(arbiter.ended(at(20), "announcement"),
              ElementsAre(hold("bulletin"), lift("bulletin")));
}

TEST(Arbiter, WhatGoesOverMayWaitForTheItemsEnd) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("bulletin", 3, 0, 100));
  EXPECT_THAT(arbiter.arrive(at(5), over("announcement", 3, 5, 60, StartRule::Kind::next)),
              ElementsAre(hold("bulletin")));
  EXPECT_THAT(arbiter.item_ended(at(9), "bulletin"),
              ElementsAre(release("bulletin"), start("announcement"), lower("bulletin")));
}

TEST(Arbiter, APauseSilencesBothAndTheyComeBackTogether) {
  Arbiter arbiter;
  arbiter.arrive(at(0), bid("bulletin", 3, 0, 100));
  arbiter.arrive(at(5), over("announcement", 2, 5, 60));
  EXPECT_THAT(arbiter.pause(at(10), true),
              ElementsAre(suspend("announcement", "paused"), suspend("bulletin", "paused")));
  EXPECT_THAT(arbiter.pause(at(20), false),
              ElementsAre(resume("bulletin"), resume("announcement"), lower("bulletin")));
}

TEST(Arbiter, OfTwoThatBeginTogetherOneGoesOverTheOther) {
  Arbiter arbiter;
  arbiter.arrive(at(0), over("a", 3, 10, 60));
  arbiter.arrive(at(0), bid("b", 3, 10, 100));
  EXPECT_THAT(arbiter.tick(at(10)), ElementsAre(start("b"), start("a"), lower("b")));
}

TEST(Arbiter, WhatGoesOverStandsAloneWhereNothingPlays) {
  Arbiter arbiter;
  EXPECT_THAT(arbiter.arrive(at(0), over("announcement", 3, 0, 60)),
              ElementsAre(start("announcement")));
  EXPECT_THAT(arbiter.arrive(at(5), bid("bulletin", 3, 5, 100, StartRule::Kind::next)),
              ElementsAre(hold("announcement")));
  EXPECT_THAT(arbiter.ended(at(9), "announcement"), ElementsAre(start("bulletin")));
}

}  // namespace
}  // namespace loa::daemon
