// Two slots of equal level never sound at once; between levels it is what pre-emption is for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "week.h"

namespace loa::schedules::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> overlaps(const Week& week) {
  std::vector<std::string> lines;
  for (const auto& problem : read_schedule(week.json(), "week.json").problems) {
    lines.push_back(problem.code + " " + problem.field);
  }
  return lines;
}

TEST(Overlap, TouchingIsNotOverlapping) {
  EXPECT_THAT(overlaps({.slots = slot("a", "05:00", "30m") + "," + slot("b", "05:30", "30m")}),
              IsEmpty());
}

TEST(Overlap, OneSecondIsEnoughAndIsToldOnceForTheWholeWeek) {
  const Week week{.slots = slot("a", "05:00", "30m") + ",\n" + slot("b", "05:29:59", "30m")};
  EXPECT_THAT(overlaps(week), ElementsAre("slot-overlap slots[1]"));
  const auto problem = read_schedule(week.json(), "week.json").problems.at(0);
  EXPECT_EQ(problem.message.en,
            "\"b\" overlaps the slot of equal level \"a\" (slots[0], line 6): Monday "
            "05:29:59–05:59:59 and 05:00–05:30");
  EXPECT_EQ(problem.message.vi,
            "“b” trùng giờ với khung cùng mức “a” (slots[0], dòng 6): Thứ Hai 05:29:59–05:59:59 và "
            "05:00–05:30");
  EXPECT_EQ(problem.place.line, 7);
}

TEST(Overlap, OtherDaysAreOtherTimes) {
  EXPECT_THAT(overlaps({.slots = slot("a", "05:00", "30m", "\"T2\"") + "," +
                                 slot("b", "05:00", "30m", "\"T3\"")}),
              IsEmpty());
}

TEST(Overlap, ReachesOverMidnightAndOverTheEndOfTheWeek) {
  EXPECT_THAT(overlaps({.slots = slot("a", "23:30", "1h", "\"T2\"") + "," +
                                 slot("b", "00:15", "1h", "\"T3\"")}),
              ElementsAre("slot-overlap slots[1]"));
  EXPECT_THAT(overlaps({.slots = slot("a", "23:30", "1h", "\"CN\"") + "," +
                                 slot("b", "00:15", "1h", "\"T2\"")}),
              ElementsAre("slot-overlap slots[1]"));
}

TEST(Overlap, OnlyDaysWithinTheValidityCount) {
  // Monday to Sunday: no Monday follows the Sunday.
  EXPECT_THAT(overlaps({.from = "2026-11-23",
                        .to = "2026-11-29",
                        .slots = slot("a", "23:30", "1h", "\"CN\"") + "," +
                                 slot("b", "00:15", "1h", "\"T2\"")}),
              IsEmpty());
}

TEST(Overlap, ALongSlotAndAllWithinItAreEachTold) {
  EXPECT_THAT(overlaps({.slots = slot("a", "05:00", "3h") + "," + slot("b", "05:30", "10m") + "," +
                                 slot("c", "06:30", "10m")}),
              ElementsAre("slot-overlap slots[1]", "slot-overlap slots[2]"));
}

TEST(Overlap, BetweenLevelsItIsAWarning) {
  EXPECT_THAT(overlaps({.slots = slot("a", "05:00", "30m") + "," +
                                 slot("b", "05:10", "5m", "\"T2\"", ", \"level\": 2")}),
              ElementsAre("slot-preempts slots[1]"));
}

TEST(Overlap, ExceptionsAreLookedAtOnTheirDateAndItsNeighbours) {
  const std::string late = R"({"date": "2026-12-02", "add": [)" + dated("x", "23:30", "7h") + "]}";
  EXPECT_THAT(overlaps({.slots = slot("a", "05:00", "30m"), .exceptions = late}),
              ElementsAre("slot-overlap exceptions[0].add[0]"));
  EXPECT_THAT(overlaps({.slots = slot("a", "05:00", "30m"),
                        .exceptions = late + R"(, {"date": "2026-12-03", "skip": ["a"]})"}),
              IsEmpty());
  EXPECT_THAT(overlaps({.slots = slot("a", "05:00", "30m"),
                        .exceptions = R"({"date": "2026-12-02", "replace": [)" +
                                      dated("x", "05:10", "1h") + "]}"}),
              IsEmpty());
}

TEST(Overlap, WhatGoesOverAnotherIsAWarningIfItMay) {
  const auto pair = [](const char* over_start, const char* level) {
    return overlaps({.slots = slot("a", "05:00", "30m", "\"T2\"", ", \"level\": 2") + "," +
                              slot("b", over_start, "5m", "\"T2\"",
                                   std::string(", \"over\": true, \"level\": ") + level)});
  };
  EXPECT_THAT(pair("05:10", "2"), ElementsAre("slot-over slots[1]"));
  EXPECT_THAT(pair("05:00", "2"), ElementsAre("slot-over slots[1]"));
  EXPECT_THAT(pair("05:10", "3"), ElementsAre("slot-preempts slots[1]"))
      << "it waits for the other";
  EXPECT_THAT(pair("04:58", "2"), ElementsAre("priority-collision slots[1]"))
      << "what begins within it waits";
}

TEST(Overlap, WhatGoesOverHidesNoneOfTheOthers) {
  EXPECT_THAT(overlaps({.slots = slot("a", "05:00", "10m") + "," +
                                 slot("b", "05:05", "30m", "\"T2\"", ", \"over\": true") + "," +
                                 slot("c", "05:08", "10m")}),
              ElementsAre("slot-over slots[1]", "slot-overlap slots[2]", "slot-overlap slots[2]"));
}

}  // namespace
}  // namespace loa::schedules::testing
