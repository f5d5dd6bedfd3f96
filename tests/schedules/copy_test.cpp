// Last week as next week.
#include "schedules/copy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schedules/notation.h"
#include "week.h"

namespace loa::schedules::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CopyWeek, AWeekIsNamedByItsNumberOrByAnyOfItsDays) {
  const std::pair<const char*, const char*> table[] = {
      {"2026-W48", "2026-11-23"},   {"2026-w48", "2026-11-23"},   {"2026-11-23", "2026-11-23"},
      {"2026-11-29", "2026-11-23"}, {"2026-11-30", "2026-11-30"}, {"2026-W53", "2026-12-28"},
      {"2027-01-01", "2026-12-28"}, {"2027-W01", "2027-01-04"},   {"2020-W01", "2019-12-30"}};
  for (const auto& [text, monday] : table) {
    ASSERT_TRUE(monday_from(text)) << text;
    EXPECT_EQ(date_text(*monday_from(text)), monday) << text;
  }
  for (const char* bad : {"", "2026", "2026-W00", "2026-W54", "2027-W53", "2026-W5", "2026-X48",
                          "26-W48", "2026-W4x", "1970-W10", "2026-02-30", "tuần sau"}) {
    EXPECT_FALSE(monday_from(bad)) << bad;
  }
  for (auto d = day(1971, 1, 4); d < day(2199, 12, 1); d += date::days(7)) {
    ASSERT_EQ(monday_from(week_text(d)), d) << date_text(d);
  }
}

TEST(CopyWeek, TheSlotsStayTheValidityIsTheNewWeekTheVersionIsTheNext) {
  const auto week = schedule_of(
      Week{.from = "2026-11-23", .to = "2026-11-29", .slots = slot("sang", "05:00", "30m")}.json());
  const auto copy = copied(*week, day(2026, 11, 23), day(2026, 11, 30));
  EXPECT_EQ(copy.week.id, week->id);
  EXPECT_EQ(copy.week.version, week->version + 1);
  EXPECT_EQ(date_text(copy.week.valid_from), "2026-11-30");
  EXPECT_EQ(date_text(copy.week.valid_to), "2026-12-06");
  EXPECT_THAT(copy.left_out, IsEmpty());
  const Timetable timetable(std::make_shared<const WeeklySchedule>(copy.week));
  EXPECT_EQ(starts(timetable, day(2026, 11, 1), day(2026, 12, 30)).size(), 7u);
}

TEST(CopyWeek, DaysOfTheirOwnAreLeftOutAndNamedButNotThoseOfTheNewWeek) {
  const auto week = schedule_of(Week{.slots = slot("sang", "05:00", "30m"),
                                     .exceptions = R"({"date": "2026-11-24", "skip": ["sang"]},
                            {"date": "2026-11-29", "days": 3, "title": "Quốc tang", "replace": []},
                            {"date": "2026-12-02", "add": [)" +
                                                   dated("x", "17:00", "5m") + R"(]},
                            {"date": "2026-12-24", "skip": ["sang"]},
                            {"holiday": "tet-duong-lich", "skip": ["sang"]})"}
                                    .json());
  const auto copy = copied(*week, day(2026, 11, 23), day(2026, 11, 30));
  ASSERT_EQ(copy.left_out.size(), 1u);
  EXPECT_EQ(date_text(copy.left_out[0].date), "2026-11-24");
  std::vector<std::string> kept;
  for (const auto& one : copy.week.exceptions) {
    kept.push_back(one.holiday.empty() ? date_text(one.date) : one.holiday);
  }
  // The mourning goes on into the new week.
  EXPECT_THAT(kept, ElementsAre("2026-11-29", "2026-12-02", "tet-duong-lich"));
}

TEST(CopyWeek, WhatIsCopiedIsReadBackWithoutErrors) {
  const auto week = schedule_of(Week{.slots = slot("sang", "05:00", "30m"),
                                     .exceptions = R"({"date": "2026-11-24", "skip": ["sang"]})"}
                                    .json());
  const auto copy = copied(*week, day(2026, 11, 23), day(2026, 12, 28));
  EXPECT_TRUE(read_schedule(write_schedule(copy.week), "copy.json").schedule);
}

}  // namespace
}  // namespace loa::schedules::testing
