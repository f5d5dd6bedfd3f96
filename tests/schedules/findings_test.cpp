// Likely mistakes, each with its place.
#include "schedules/findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schedules/notation.h"
#include "week.h"

namespace loa::schedules::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> found(const Week& week,
                               std::chrono::seconds chime = std::chrono::seconds{4},
                               const char* today = "2026-11-23") {
  const auto schedule = schedule_of(week.json());
  std::vector<std::string> codes;
  const KnownLength known = [chime](const Item&) { return std::optional<base::Duration>(chime); };
  for (const auto& problem : likely_mistakes(*schedule, known, date_from(today))) {
    EXPECT_EQ(problem.severity, base::Severity::warning);
    EXPECT_EQ(problem.place.file, "week.json");
    codes.push_back(problem.code + " " + problem.field);
  }
  return codes;
}

TEST(LikelyMistakes, ASlotThatIsShorterThanItsContent) {
  const Week week{.slots = slot("a", "05:00", "10m")};
  EXPECT_THAT(found(week, std::chrono::seconds{601}), IsEmpty());
  EXPECT_THAT(found(week, std::chrono::seconds{602}), ElementsAre("slot-short slots[0]"));
}

TEST(LikelyMistakes, WhatTheLibraryDoesNotKnowIsNotGuessed) {
  const auto schedule = schedule_of(Week{.slots = slot("a", "05:00", "1s")}.json());
  EXPECT_THAT(likely_mistakes(
                  *schedule, [](const Item&) { return std::nullopt; }, std::nullopt),
              IsEmpty());
}

TEST(LikelyMistakes, AMinuteBetweenTwoSlotsIsNoPause) {
  EXPECT_THAT(found({.slots = slot("a", "05:00", "14m") + "," + slot("b", "05:15", "10m")}),
              ElementsAre("slot-gap slots[1]"));
  EXPECT_THAT(found({.slots = slot("a", "05:00", "15m") + "," + slot("b", "05:15", "10m") + "," +
                              slot("c", "05:28", "10m")}),
              IsEmpty());
  // A slot within a longer one leaves no gap behind it.
  EXPECT_THAT(found({.slots = slot("a", "05:00", "30m") + "," +
                              slot("b", "05:10", "5m", "\"T2\"", R"(, "level": 2)") + "," +
                              slot("c", "05:30", "10m")}),
              IsEmpty());
}

TEST(LikelyMistakes, AWeekThatEndsSoonOrHasEnded) {
  const Week week{.slots = slot("a", "05:00", "10m")};  // until 31 January
  EXPECT_THAT(found(week, std::chrono::seconds{4}, "2027-01-28"), IsEmpty());
  EXPECT_THAT(found(week, std::chrono::seconds{4}, "2027-01-29"),
              ElementsAre("schedule-ending valid.to"));
  EXPECT_THAT(found(week, std::chrono::seconds{4}, "2027-02-01"),
              ElementsAre("schedule-over valid.to"));
}

}  // namespace
}  // namespace loa::schedules::testing
