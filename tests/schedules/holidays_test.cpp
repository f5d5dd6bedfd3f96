// Exceptions that go by a holiday's name, or for several days.
#include "schedules/holidays.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schedules/notation.h"
#include "week.h"

namespace loa::schedules::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> codes(const Week& week) {
  std::vector<std::string> list;
  for (const auto& problem : read_schedule(week.json(), "w").problems) {
    const auto* sign = problem.severity == base::Severity::warning ? "~" : "";
    list.push_back(sign + problem.code + " " + problem.field);
  }
  return list;
}

std::vector<std::string> days_with_slots(const Week& week, const char* from, const char* to) {
  const auto timetable = timetable_of(week);
  std::vector<std::string> days;
  for (const auto& line : starts(timetable, *date_from(from), *date_from(to))) {
    days.push_back(line.substr(0, line.find('T')));
  }
  return days;
}

TEST(Holidays, EachNameHasItsDay) {
  const auto day = [](const char* name) { return date_text(*holiday_in(name, 2027)); };
  EXPECT_EQ(day("tet-duong-lich"), "2027-01-01");
  EXPECT_EQ(day("tet-nguyen-dan"), "2027-02-06");
  EXPECT_EQ(day("gio-to"), "2027-04-16");
  EXPECT_EQ(day("giai-phong"), "2027-04-30");
  EXPECT_EQ(day("quoc-te-lao-dong"), "2027-05-01");
  EXPECT_EQ(day("quoc-khanh"), "2027-09-02");
  EXPECT_EQ(holiday_in("trung-thu", 2027), std::nullopt);
  EXPECT_EQ(holiday_in("gio-to", 2050), std::nullopt);
}

TEST(Holidays, FiveDaysOfTetBeginOnItsEveEveryYear) {
  const Week week{.from = "2027-01-01",
                  .to = "2028-12-31",
                  .slots = slot("a", "05:00", "10m"),
                  .exceptions = R"({"holiday": "tet-nguyen-dan", "offset": -1, "days": 5,
                                    "title": "Nghỉ Tết", "replace": []})"};
  EXPECT_THAT(codes(week), IsEmpty());
  EXPECT_THAT(days_with_slots(week, "2027-02-03", "2027-02-12"),
              ElementsAre("a 2027-02-03", "a 2027-02-04", "a 2027-02-10", "a 2027-02-11"));
  EXPECT_THAT(days_with_slots(week, "2028-01-24", "2028-01-31"),
              ElementsAre("a 2028-01-24", "a 2028-01-30"));
}

TEST(Holidays, AMourningOfTwoDaysIsOneException) {
  const Week week{.slots = slot("a", "05:00", "10m"),
                  .exceptions = R"({"date": "2026-12-01", "days": 2, "title": "Quốc tang",
                                    "skip": ["a"]})"};
  EXPECT_THAT(codes(week), IsEmpty());
  EXPECT_THAT(days_with_slots(week, "2026-11-30", "2026-12-04"),
              ElementsAre("a 2026-11-30", "a 2026-12-03"));
}

TEST(Holidays, ADateGoesBeforeAHoliday) {
  const Week week{.slots = slot("a", "05:00", "10m"),
                  .exceptions = R"({"holiday": "tet-duong-lich", "replace": []},
                                   {"date": "2027-01-01", "replace": [)" +
                                dated("x", "08:00", "5m") + "]}"};
  EXPECT_THAT(codes(week), IsEmpty());
  EXPECT_THAT(days_with_slots(week, "2026-12-31", "2027-01-03"),
              ElementsAre("a 2026-12-31", "x 2027-01-01", "a 2027-01-02"));
}

TEST(Holidays, WhatIsWrongIsNamed) {
  const auto with = [](const std::string& exceptions) {
    return codes({.slots = slot("a", "05:00", "10m"), .exceptions = exceptions});
  };
  EXPECT_THAT(with(R"({"holiday": "tet-nguyen-da", "replace": []})"),
              ElementsAre("~exception-outside exceptions[0].holiday",
                          "unknown-holiday exceptions[0].holiday"));
  EXPECT_THAT(with(R"({"holiday": "tet-nguyen-dan", "replace": []})"),
              ElementsAre("~exception-outside exceptions[0].holiday"))
      << "the week ends on 31 January";
  EXPECT_THAT(with(R"({"date": "2026-12-01", "holiday": "gio-to", "skip": ["a"]})"),
              ElementsAre("~exception-outside exceptions[0].holiday",
                          "key-misplaced exceptions[0].holiday"));
  EXPECT_THAT(with(R"({"date": "2026-12-01", "days": 3, "skip": ["a"]},
                      {"date": "2026-12-03", "replace": []})"),
              ElementsAre("date-twice exceptions[1].date"));
  EXPECT_THAT(with(R"({"holiday": "tet-duong-lich", "add": [)" + dated("a", "08:00", "5m") + "]}"),
              ElementsAre("id-twice exceptions[0].add[0]"));
}

TEST(Holidays, ALunarHolidayBeyondTheTableIsSaid) {
  EXPECT_THAT(codes({.from = "2039-01-01",
                     .to = "2042-12-31",
                     .slots = slot("a", "05:00", "10m"),
                     .exceptions = R"({"holiday": "gio-to", "replace": []})"}),
              ElementsAre("~holiday-unknown exceptions[0].holiday"));
}

TEST(Holidays, AnExceptionIsWrittenAsItWasRead) {
  const Week week{.slots = slot("a", "05:00", "10m"),
                  .exceptions = R"({"holiday": "tet-duong-lich", "offset": -1, "days": 2,
                                    "title": "Nghỉ", "skip": ["a"]},
                                   {"date": "2026-12-01", "days": 2, "replace": []})"};
  const auto once = write_schedule(*schedule_of(week.json()));
  EXPECT_EQ(write_schedule(*schedule_of(once)), once);
  const auto again = schedule_of(once)->exceptions;
  ASSERT_EQ(again.size(), 2U);
  EXPECT_EQ(again[0].holiday, "tet-duong-lich");
  EXPECT_EQ(again[0].offset, -1);
  EXPECT_EQ(again[0].days, 2);
  EXPECT_EQ(again[0].title, "Nghỉ");
  EXPECT_EQ(again[1].days, 2);
}

}  // namespace
}  // namespace loa::schedules::testing
