// Every trap of the clock and the calendar by name: what is due when the civil time does not exist,
// exists twice, or belongs to another day, year or offset than it seems.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schedules/notation.h"
#include "week.h"

namespace loa::schedules::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

// One slot a day at each of the times, named a, b, c...
Timetable daily(const char* zone, const char* from, const char* to,
                std::initializer_list<const char*> times, const char* length = "1s") {
  std::string slots;
  char name = 'a';
  for (const auto* time : times) {
    if (!slots.empty()) slots += ",";
    slots += slot(std::string(1, name++), time, length);
  }
  return timetable_of({.zone = zone, .from = from, .to = to, .slots = slots});
}

std::vector<std::string> due_on(const Timetable& timetable, int y, unsigned m, unsigned d) {
  return starts(timetable, day(y, m, d), day(y, m, d) + date::days(1));
}

TEST(Berlin, InTheHourThatIsLeftOutASlotRunsAtTheTransition) {
  const auto timetable =
      daily("Europe/Berlin", "2026-03-28", "2026-03-30", {"01:59", "02:00", "02:30", "03:00"});
  EXPECT_THAT(due_on(timetable, 2026, 3, 29),
              ElementsAre("a 2026-03-29T01:59:00+01:00", "b 2026-03-29T03:00:00+02:00",
                          "c 2026-03-29T03:00:00+02:00", "d 2026-03-29T03:00:00+02:00"));
  EXPECT_THAT(due_on(timetable, 2026, 3, 30),
              ElementsAre("a 2026-03-30T01:59:00+02:00", "b 2026-03-30T02:00:00+02:00",
                          "c 2026-03-30T02:30:00+02:00", "d 2026-03-30T03:00:00+02:00"));
}

TEST(Berlin, InTheHourThatComesTwiceASlotRunsTheFirstTime) {
  const auto timetable =
      daily("Europe/Berlin", "2026-10-24", "2026-10-26", {"02:00", "02:59:59", "03:00"});
  EXPECT_THAT(due_on(timetable, 2026, 10, 25),
              ElementsAre("a 2026-10-25T02:00:00+02:00", "b 2026-10-25T02:59:59+02:00",
                          "c 2026-10-25T03:00:00+01:00"));
  // The second time round nothing starts.
  EXPECT_THAT(timetable.starting_in(at("2026-10-25T02:00:00+01:00"), at("2026-10-25T01:59:59Z")),
              IsEmpty());
}

TEST(Berlin, ASlotThroughTheTransitionLastsAsLongAsItSays) {
  const auto timetable = timetable_of({.zone = "Europe/Berlin",
                                       .from = "2026-03-29",
                                       .to = "2026-10-25",
                                       .slots = slot("s", "01:30", "2h", "\"CN\"")});
  const auto all = timetable.starting_in(base::Wall::min(), base::Wall::max());
  for (const auto& one : all) EXPECT_EQ(one.end - one.start, 2h) << one.id();
  EXPECT_EQ(timetable.local_rfc3339(all.front().end), "2026-03-29T04:30:00+02:00");
  EXPECT_EQ(timetable.local_rfc3339(all.back().end), "2026-10-25T02:30:00+01:00");
}

TEST(NewYork, BothTransitionsOfTheYear) {
  const auto timetable = daily("America/New_York", "2026-01-01", "2026-12-31", {"02:30", "01:30"});
  EXPECT_THAT(due_on(timetable, 2026, 3, 8),
              ElementsAre("b 2026-03-08T01:30:00-05:00", "a 2026-03-08T03:00:00-04:00"));
  EXPECT_THAT(due_on(timetable, 2026, 11, 1),
              ElementsAre("b 2026-11-01T01:30:00-04:00", "a 2026-11-01T02:30:00-05:00"));
  EXPECT_EQ(timetable.starting_in(base::Wall::min(), base::Wall::max()).size(), 730u);
}

TEST(LordHowe, HalfAnHourIsLeftOutAndComesTwice) {
  const auto timetable = daily("Australia/Lord_Howe", "2026-04-04", "2026-10-05",
                               {"01:29", "01:45", "02:00", "02:29:59"});
  EXPECT_THAT(due_on(timetable, 2026, 4, 5),
              ElementsAre("a 2026-04-05T01:29:00+11:00", "b 2026-04-05T01:45:00+11:00",
                          "c 2026-04-05T02:00:00+10:30", "d 2026-04-05T02:29:59+10:30"));
  EXPECT_THAT(due_on(timetable, 2026, 10, 4),
              ElementsAre("a 2026-10-04T01:29:00+10:30", "b 2026-10-04T01:45:00+10:30",
                          "c 2026-10-04T02:30:00+11:00", "d 2026-10-04T02:30:00+11:00"));
}

TEST(Apia, TheSkippedFridayHasNothingAndTheWeekGoesOn) {
  const auto timetable = timetable_of({.zone = "Pacific/Apia",
                                       .from = "2011-12-26",
                                       .to = "2012-01-08",
                                       .slots = slot("s", "12:00", "1h", R"("T5","T6","T7")")});
  EXPECT_THAT(starts(timetable, day(2011, 12, 26), day(2012, 1, 9)),
              ElementsAre("s 2011-12-29T12:00:00-10:00", "s 2011-12-31T12:00:00+14:00",
                          "s 2012-01-05T12:00:00+14:00", "s 2012-01-06T12:00:00+14:00",
                          "s 2012-01-07T12:00:00+14:00"));
}

TEST(Apia, WhatRunsIntoTheSkippedDayEndsOnTheDayAfter) {
  const auto timetable = daily("Pacific/Apia", "2011-12-29", "2011-12-31", {"23:55"}, "10m");
  const auto running = timetable.covering(at("2011-12-31T00:04:59+14:00"));
  ASSERT_EQ(running.size(), 1u);
  EXPECT_EQ(timetable.local_rfc3339(running[0].start), "2011-12-29T23:55:00-10:00");
  EXPECT_THAT(timetable.covering(at("2011-12-31T00:05:00+14:00")), IsEmpty());
}

TEST(HoChiMinhCity, TheHourOf1975CameTwice) {
  // At the end of 12 June 1975 clocks went from 24:00 (+08) back to 23:00 (+07).
  const auto timetable =
      daily("Asia/Ho_Chi_Minh", "1975-06-11", "1975-06-14", {"00:00", "05:00", "23:30"});
  EXPECT_THAT(due_on(timetable, 1975, 6, 12),
              ElementsAre("a 1975-06-12T00:00:00+08:00", "b 1975-06-12T05:00:00+08:00",
                          "c 1975-06-12T23:30:00+08:00"));
  EXPECT_THAT(due_on(timetable, 1975, 6, 13),
              ElementsAre("a 1975-06-13T00:00:00+07:00", "b 1975-06-13T05:00:00+07:00",
                          "c 1975-06-13T23:30:00+07:00"));
  const auto all = timetable.starting_in(base::Wall::min(), base::Wall::max());
  EXPECT_EQ(all.size(), 12u);
}

TEST(HoChiMinhCity, HasHadOneOffsetEverSinceAndEachDayHas24Hours) {
  const auto timetable =
      timetable_of({.from = "1976-01-01", .to = "1986-01-01", .slots = slot("s", "05:00", "1m")});
  for (auto d = day(1976, 1, 1); d < day(2199, 12, 31); d += date::days(1)) {
    ASSERT_EQ(timetable.start_of_day(d + date::days(1)) - timetable.start_of_day(d), 24h)
        << date_text(d);
  }
}

TEST(SaoPaulo, AMidnightThatDoesNotExistIsTheFirstTimeOfItsDay) {
  const auto timetable =
      daily("America/Sao_Paulo", "2018-11-03", "2018-11-05", {"00:00", "00:30", "23:59"});
  EXPECT_THAT(due_on(timetable, 2018, 11, 4),
              ElementsAre("a 2018-11-04T01:00:00-02:00", "b 2018-11-04T01:00:00-02:00",
                          "c 2018-11-04T23:59:00-02:00"));
}

TEST(Pyongyang, TwoLinesOfOneSlotThatMeetAtTheEndOfAGapAreOne) {
  // On 4 May 2018 clocks went from 23:30 to 24:00: both lines come to the same moment.
  const auto timetable = timetable_of(
      {.zone = "Asia/Pyongyang",
       .from = "2018-05-04",
       .to = "2018-05-05",
       .slots = slot("s", "23:45", "5m", "\"T6\"") + "," + slot("s", "00:00", "5m", "\"T7\"")});
  EXPECT_THAT(starts(timetable, day(2018, 5, 4), day(2018, 5, 6)),
              ElementsAre("s 2018-05-05T00:00:00+09:00"));
}

TEST(Calendar, ASlotAcrossMidnightBelongsToTheDayOnWhichItStarts) {
  const auto timetable = timetable_of(
      {.from = "2026-11-23", .to = "2026-11-29", .slots = slot("s", "23:30", "1h", "\"T4\"")});
  EXPECT_THAT(starts(timetable, day(2026, 11, 25), day(2026, 11, 26)),
              ElementsAre("s 2026-11-25T23:30:00+07:00"));
  EXPECT_THAT(starts(timetable, day(2026, 11, 26), day(2026, 11, 27)), IsEmpty());
  EXPECT_EQ(timetable.covering(at("2026-11-26T00:29:59+07:00")).size(), 1u);
  EXPECT_THAT(timetable.covering(at("2026-11-26T00:30:00+07:00")), IsEmpty());
}

TEST(Calendar, SundayNightRunsIntoTheNextWeek) {
  const auto timetable = timetable_of(
      {.from = "2026-11-23", .to = "2026-11-29", .slots = slot("s", "23:30", "24h", "\"CN\"")});
  EXPECT_THAT(starts(timetable, day(2026, 11, 23), day(2026, 12, 1)),
              ElementsAre("s 2026-11-29T23:30:00+07:00"));
  EXPECT_EQ(timetable.covering(at("2026-11-30T23:29:59+07:00")).size(), 1u);
}

TEST(Calendar, TheLastMinutesOfAYearRunIntoTheNext) {
  const auto timetable = timetable_of(
      {.from = "2026-12-31", .to = "2026-12-31", .slots = slot("s", "23:59:59", "2s")});
  const auto running = timetable.covering(at("2027-01-01T00:00:00+07:00"));
  ASSERT_EQ(running.size(), 1u);
  EXPECT_EQ(running[0].id(), "tuan.3/s/20261231T165959Z");
  EXPECT_THAT(timetable.covering(at("2027-01-01T00:00:01+07:00")), IsEmpty());
}

TEST(Calendar, The29thOfFebruaryIsThereInLeapYearsOnly) {
  const auto timetable =
      timetable_of({.from = "2027-02-27", .to = "2029-03-02", .slots = slot("s", "23:50", "20m")});
  const auto february = [&](int year) {
    return starts(timetable, day(year, 2, 28), day(year, 3, 2)).size();
  };
  EXPECT_EQ(february(2027), 2u);
  EXPECT_EQ(february(2028), 3u);
  EXPECT_EQ(february(2029), 2u);
  EXPECT_EQ(timetable.covering(at("2028-03-01T00:05:00+07:00")).size(), 1u);
}

TEST(Calendar, ADatedExceptionOnTheTransitionIsOfItsCivilDay) {
  const auto timetable = timetable_of({.zone = "Europe/Berlin",
                                       .from = "2026-10-24",
                                       .to = "2026-10-26",
                                       .slots = slot("s", "02:30", "5m"),
                                       .exceptions = R"({"date": "2026-10-25", "skip": ["s"],
                                         "add": [)" + dated("x", "02:45", "5m") +
                                                     "]}"});
  EXPECT_THAT(starts(timetable, day(2026, 10, 24), day(2026, 10, 27)),
              ElementsAre("s 2026-10-24T02:30:00+02:00", "x 2026-10-25T02:45:00+02:00",
                          "s 2026-10-26T02:30:00+01:00"));
}

}  // namespace
}  // namespace loa::schedules::testing
