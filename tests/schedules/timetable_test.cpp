// From the week to due times: half-open, the same after every reload, right where clocks change.
#include "schedules/timetable.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "week.h"

namespace loa::schedules::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using namespace std::chrono_literals;

std::vector<std::string> slots_at(const Timetable& timetable, const char* when) {
  std::vector<std::string> names;
  for (const auto& one : timetable.covering(at(when))) names.push_back(one.slot->id);
  return names;
}

TEST(Timetable, AnOccurrenceSaysAllOfItsSlot) {
  const auto timetable = timetable_of(
      {.slots = slot(
           "sang", "05:00", "30m", "\"T2\"",
           R"(, "level": 2, "startRule": "next", "lateRule": "exact", "slogans": ["kh1"], "area": "tthc")")});
  const auto all =
      timetable.starting_in(at("2026-11-23T00:00:00+07:00"), at("2026-11-24T00:00:00+07:00"));
  ASSERT_THAT(all, SizeIs(1));
  const auto& one = all[0];
  EXPECT_EQ(one.id(), "tuan.3/sang/20261122T220000Z");
  EXPECT_EQ(one.key(), "sang/20261122T220000Z");
  EXPECT_EQ(one.start, at("2026-11-23T05:00:00+07:00"));
  EXPECT_EQ(one.end, at("2026-11-23T05:30:00+07:00"));
  EXPECT_EQ(one.slot->programme, "p");
  EXPECT_EQ(one.slot->level, Level::priority);
  EXPECT_EQ(one.slot->start_rule.kind, StartRule::Kind::next);
  EXPECT_EQ(one.slot->late_rule.kind, LateRule::Kind::exact);
  EXPECT_THAT(one.slot->slogans, ElementsAre("kh1"));
  EXPECT_EQ(one.slot->area, "tthc");
}

TEST(Timetable, BothEndsOfTheRangeAreHalfOpen) {
  const auto timetable = timetable_of({.slots = slot("s", "05:00", "30m")});
  const auto five = at("2026-11-24T05:00:00+07:00");
  EXPECT_THAT(timetable.starting_in(five, five + 1ns), SizeIs(1));
  EXPECT_THAT(timetable.starting_in(five - 1h, five), IsEmpty());
  EXPECT_THAT(timetable.starting_in(five + 1ns, five + 23h), IsEmpty());
  EXPECT_THAT(timetable.starting_in(five, five), IsEmpty());
  EXPECT_THAT(timetable.starting_in(five + 24h, five), IsEmpty());
}

TEST(Timetable, CoversFromItsStartUpToButWithoutItsEnd) {
  const auto timetable = timetable_of({.slots = slot("s", "23:30", "1h", "\"T3\"")});
  EXPECT_THAT(slots_at(timetable, "2026-11-24T23:29:59.999+07:00"), IsEmpty());
  EXPECT_THAT(slots_at(timetable, "2026-11-24T23:30:00+07:00"), ElementsAre("s"));
  EXPECT_THAT(slots_at(timetable, "2026-11-25T00:29:59.999+07:00"), ElementsAre("s"));
  EXPECT_THAT(slots_at(timetable, "2026-11-25T00:30:00+07:00"), IsEmpty());
}

TEST(Timetable, StartsOnlyOnDaysWithinTheValidityBothIncluded) {
  const auto timetable =
      timetable_of({.from = "2026-12-30", .to = "2027-01-01", .slots = slot("s", "23:30", "1h")});
  EXPECT_THAT(starts(timetable, day(2026, 12, 1), day(2027, 2, 1)),
              ElementsAre("s 2026-12-30T23:30:00+07:00", "s 2026-12-31T23:30:00+07:00",
                          "s 2027-01-01T23:30:00+07:00"));
  EXPECT_THAT(slots_at(timetable, "2027-01-02T00:15:00+07:00"), ElementsAre("s"));
}

TEST(Timetable, SortsByStartThenLevelThenId) {
  const auto timetable =
      timetable_of({.slots = slot("a-b", "05:00", "1m", "\"T2\"") + "," +
                             slot("z", "05:00", "1m", "\"T2\"", ", \"level\": 1") + "," +
                             slot("b", "04:00", "1m", "\"T2\"") + "," +
                             slot("a", "05:00", "1m", "\"T2\"", ", \"level\": 2")});
  EXPECT_THAT(starts(timetable, day(2026, 11, 23), day(2026, 11, 24)),
              ElementsAre("b 2026-11-23T04:00:00+07:00", "z 2026-11-23T05:00:00+07:00",
                          "a 2026-11-23T05:00:00+07:00", "a-b 2026-11-23T05:00:00+07:00"));
}

TEST(Timetable, NextStartIsTheFirstNotBefore) {
  const auto timetable = timetable_of(
      {.from = "2026-11-23",
       .to = "2026-12-06",
       .slots = slot("a", "05:00", "1m", "\"CN\"") + "," + slot("b", "17:00", "1m", "\"CN\"")});
  const auto first = at("2026-11-29T05:00:00+07:00");
  EXPECT_EQ(timetable.next_start(at("1990-01-01T00:00:00Z")), first);
  EXPECT_EQ(timetable.next_start(first), first);
  EXPECT_EQ(timetable.next_start(first + 1ns), at("2026-11-29T17:00:00+07:00"));
  EXPECT_EQ(timetable.next_start(first + 13h), at("2026-12-06T05:00:00+07:00"));
  EXPECT_EQ(timetable.next_start(at("2026-12-06T17:00:01+07:00")), std::nullopt);
  EXPECT_EQ(timetable.next_start(base::Wall::min()), first);
  EXPECT_EQ(timetable.next_start(base::Wall::max()), std::nullopt);
}

TEST(Timetable, TheWholeOfTimeCanBeAskedFor) {
  const auto timetable =
      timetable_of({.from = "2026-11-23", .to = "2026-11-25", .slots = slot("s", "05:00", "1m")});
  EXPECT_THAT(timetable.starting_in(base::Wall::min(), base::Wall::max()), SizeIs(3));
  EXPECT_THAT(timetable.covering(base::Wall::min()), IsEmpty());
  EXPECT_THAT(timetable.covering(base::Wall::max()), IsEmpty());
}

TEST(Timetable, ExceptionsSkipAddAndReplace) {
  const auto timetable = timetable_of(
      {.slots = slot("a", "05:00", "10m") + "," + slot("b", "17:00", "10m"),
       .exceptions = R"({"date": "2026-11-24", "skip": ["a"], "add": [)" +
                     dated("x", "04:00", "5m") + R"(]}, {"date": "2026-11-25", "replace": [)" +
                     dated("b", "18:00", "5m") + R"(]}, {"date": "2026-11-26", "replace": []})"});
  EXPECT_THAT(starts(timetable, day(2026, 11, 24), day(2026, 11, 28)),
              ElementsAre("x 2026-11-24T04:00:00+07:00", "b 2026-11-24T17:00:00+07:00",
                          "b 2026-11-25T18:00:00+07:00", "a 2026-11-27T05:00:00+07:00",
                          "b 2026-11-27T17:00:00+07:00"));
}

TEST(Timetable, LeapDaysAndYearEndsAreDays) {
  const auto timetable =
      timetable_of({.from = "2027-12-31", .to = "2028-03-01", .slots = slot("s", "05:00", "1m")});
  EXPECT_THAT(starts(timetable, day(2028, 2, 28), day(2028, 3, 2)),
              ElementsAre("s 2028-02-28T05:00:00+07:00", "s 2028-02-29T05:00:00+07:00",
                          "s 2028-03-01T05:00:00+07:00"));
  EXPECT_THAT(starts(timetable, day(2027, 12, 1), day(2028, 1, 2)), SizeIs(2));
}

TEST(Timetable, ATimeInTheGapRunsAtTheTransition) {
  const auto timetable =
      timetable_of({.zone = "America/New_York",
                    .from = "2026-03-07",
                    .to = "2026-03-09",
                    .slots = slot("a", "01:59", "1m") + "," + slot("b", "02:30", "1h")});
  EXPECT_THAT(starts(timetable, day(2026, 3, 8), day(2026, 3, 9)),
              ElementsAre("a 2026-03-08T01:59:00-05:00", "b 2026-03-08T03:00:00-04:00"));
  // Its length is absolute time.
  EXPECT_THAT(slots_at(timetable, "2026-03-08T03:59:59-04:00"), ElementsAre("b"));
  EXPECT_THAT(slots_at(timetable, "2026-03-08T04:00:00-04:00"), IsEmpty());
}

TEST(Timetable, ATimeThatExistsTwiceRunsOnceTheFirstTime) {
  const auto timetable = timetable_of({.zone = "America/New_York",
                                       .from = "2026-10-31",
                                       .to = "2026-11-02",
                                       .slots = slot("s", "01:30", "1h")});
  EXPECT_THAT(starts(timetable, day(2026, 11, 1), day(2026, 11, 2)),
              ElementsAre("s 2026-11-01T01:30:00-04:00"));
  EXPECT_THAT(slots_at(timetable, "2026-11-01T01:29:59-05:00"), ElementsAre("s"));
  EXPECT_THAT(slots_at(timetable, "2026-11-01T01:30:00-05:00"), IsEmpty());
}

TEST(Timetable, AGapAtMidnightBeginsTheDayLater) {
  const auto timetable =
      timetable_of({.zone = "America/Sao_Paulo",
                    .from = "2018-11-03",
                    .to = "2018-11-04",
                    .slots = slot("b", "00:40", "5m") + "," + slot("a", "00:10", "5m")});
  EXPECT_EQ(timetable.start_of_day(day(2018, 11, 4)), at("2018-11-04T01:00:00-02:00"));
  EXPECT_THAT(starts(timetable, day(2018, 11, 4), day(2018, 11, 5)),
              ElementsAre("a 2018-11-04T01:00:00-02:00", "b 2018-11-04T01:00:00-02:00"));
}

TEST(Timetable, HalfAnHourOfSummerTimeIsATransitionToo) {
  const auto timetable = timetable_of({.zone = "Australia/Lord_Howe",
                                       .from = "2026-10-03",
                                       .to = "2026-10-05",
                                       .slots = slot("s", "02:15", "5m")});
  EXPECT_THAT(starts(timetable, day(2026, 10, 3), day(2026, 10, 5)),
              ElementsAre("s 2026-10-03T02:15:00+10:30", "s 2026-10-04T02:30:00+11:00"));
}

TEST(Timetable, ADayThatTheZoneSkippedHasNothing) {
  const auto timetable =
      timetable_of({.zone = "Pacific/Apia",
                    .from = "2011-12-28",
                    .to = "2012-01-01",
                    .slots = slot("a", "00:00", "5m") + "," + slot("b", "23:50", "5m")});
  EXPECT_THAT(starts(timetable, day(2011, 12, 29), day(2012, 1, 1)),
              ElementsAre("a 2011-12-29T00:00:00-10:00", "b 2011-12-29T23:50:00-10:00",
                          "a 2011-12-31T00:00:00+14:00", "b 2011-12-31T23:50:00+14:00"));
  EXPECT_EQ(timetable.start_of_day(day(2011, 12, 30)), timetable.start_of_day(day(2011, 12, 31)));
}

TEST(Timetable, TellsCivilDaysAndTimesOfItsZone) {
  const auto timetable = timetable_of({});
  EXPECT_EQ(timetable.local_day(at("2026-11-23T16:59:59.999Z")), day(2026, 11, 23));
  EXPECT_EQ(timetable.local_day(at("2026-11-23T17:00:00Z")), day(2026, 11, 24));
  EXPECT_EQ(timetable.start_of_day(day(2026, 11, 24)), at("2026-11-23T17:00:00Z"));
  EXPECT_EQ(timetable.local_rfc3339(at("2026-11-23T22:00:00.999Z")), "2026-11-24T05:00:00+07:00");
  const auto kathmandu = timetable_of({.zone = "Asia/Kathmandu"});
  EXPECT_EQ(kathmandu.local_rfc3339(at("2026-11-23T22:00:00Z")), "2026-11-24T03:45:00+05:45");
  const auto newfoundland = timetable_of({.zone = "America/St_Johns"});
  EXPECT_EQ(newfoundland.local_rfc3339(at("2026-11-23T22:00:00Z")), "2026-11-23T18:30:00-03:30");
}

}  // namespace
}  // namespace loa::schedules::testing
