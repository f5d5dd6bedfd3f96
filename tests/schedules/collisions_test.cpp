// Which broadcasts of level 2 collide, and in which order they go.
#include "schedules/collisions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "week.h"

namespace loa::schedules::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr auto kPriority = R"(, "level": 2)";
constexpr auto kMonday = "\"T2\"";

std::string priority(const std::string& id, const std::string& start, const std::string& length) {
  return slot(id, start, length, kMonday, kPriority);
}

std::vector<Collision> on_monday(const std::string& slots) {
  const auto timetable = timetable_of({.slots = slots});
  const auto monday = timetable.start_of_day(day(2026, 11, 23));
  return collisions_in(timetable, monday, monday + std::chrono::hours{24});
}

std::vector<std::string> names(const std::vector<Collision>& collisions) {
  std::vector<std::string> list;
  for (const auto& one : collisions) list.push_back(one.first.slot->id + "+" + one.second.slot->id);
  return list;
}

// The slots' names in their order.
std::vector<std::string> ordered(const std::vector<Collision>& collisions,
                                 const CollisionAnswers& answers) {
  std::vector<std::string> list;
  const auto order = order_of(collisions, answers);
  list.resize(order.size());
  for (const auto& [key, at] : order) {
    list.at(static_cast<std::size_t>(at)) = key.substr(0, key.find('/'));
  }
  return list;
}

TEST(Collisions, OnlyLevelTwoThatOverlaps) {
  EXPECT_THAT(
      names(on_monday(priority("a", "05:00", "10m") + "," + priority("b", "05:10", "10m") + "," +
                      priority("c", "05:15", "10m") + "," + slot("d", "05:16", "2m", kMonday))),
      ElementsAre("b+c"));
}

TEST(Collisions, AreNoErrorOfTheSchedule) {
  const auto read = read_schedule(
      Week{.slots = priority("a", "05:00", "10m") + "," + priority("b", "05:05", "10m")}.json(),
      "week.json");
  ASSERT_NE(read.schedule, nullptr);
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_EQ(read.problems[0].code, "priority-collision");
  EXPECT_EQ(read.problems[0].severity, base::Severity::warning);
  EXPECT_GT(read.problems[0].place.line, 0);
}

TEST(Collisions, AreNamedByBothAndTheSameAfterAReload) {
  const auto slots = priority("a", "05:00", "10m") + "," + priority("b", "05:05", "10m");
  const auto found = on_monday(slots);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].id, "a/20261122T220000Z+b/20261122T220500Z");
  EXPECT_EQ(on_monday(slots)[0].id, found[0].id);
}

TEST(Collisions, ReachOverMidnight) {
  EXPECT_THAT(names(on_monday(priority("a", "23:50", "20m") + "," +
                              slot("b", "00:05", "10m", "\"T3\"", kPriority))),
              ElementsAre("a+b"));
}

TEST(CollisionOrder, ByDefaultWhatBeginsFirstGoesFirst) {
  const auto three = on_monday(priority("c", "05:00", "30m") + "," + priority("b", "05:05", "30m") +
                               "," + priority("a", "05:10", "30m"));
  EXPECT_THAT(ordered(three, {}), ElementsAre("c", "b", "a"));
}

TEST(CollisionOrder, AnAnswerMovesItsChoiceBeforeTheOther) {
  const auto three = on_monday(priority("c", "05:00", "30m") + "," + priority("b", "05:05", "30m") +
                               "," + priority("a", "05:10", "30m"));
  ASSERT_THAT(names(three), ElementsAre("c+b", "c+a", "b+a"));
  EXPECT_THAT(ordered(three, {{three[2].id, three[2].second.key()}}), ElementsAre("c", "a", "b"));
  EXPECT_THAT(ordered(three, {{three[1].id, three[1].second.key()}}), ElementsAre("a", "c", "b"));
  EXPECT_THAT(ordered(three, {{three[0].id, three[0].first.key()}}), ElementsAre("c", "b", "a"));
}

TEST(CollisionOrder, AnswersThatContradictEachOtherStillGiveAnOrder) {
  const auto three = on_monday(priority("c", "05:00", "30m") + "," + priority("b", "05:05", "30m") +
                               "," + priority("a", "05:10", "30m"));
  // b before c, c before a, a before b.
  const CollisionAnswers answers{{three[0].id, three[0].second.key()},
                                 {three[1].id, three[1].first.key()},
                                 {three[2].id, three[2].second.key()}};
  EXPECT_THAT(ordered(three, answers), ElementsAre("a", "b", "c"));
  EXPECT_THAT(ordered(three, {{three[0].id, "nobody"}}), ElementsAre("c", "b", "a"));
}

TEST(CollisionOrder, EachGroupIsCountedByItself) {
  const auto order =
      order_of(on_monday(priority("a", "05:00", "10m") + "," + priority("b", "05:05", "10m") + "," +
                         priority("c", "17:00", "10m") + "," + priority("d", "17:05", "10m")),
               {});
  EXPECT_EQ(order.at("a/20261122T220000Z"), 0);
  EXPECT_EQ(order.at("c/20261123T100000Z"), 0);
  EXPECT_EQ(order.at("d/20261123T100500Z"), 1);
}

TEST(CollisionOrder, NothingCollidesNothingIsOrdered) { EXPECT_THAT(order_of({}, {}), IsEmpty()); }

TEST(Collisions, WhatGoesOverWhatBeganBeforeItDoesNotCollide) {
  const auto over = [](const char* id, const char* start) {
    return slot(id, start, "10m", kMonday, R"(, "level": 2, "over": true)");
  };
  EXPECT_THAT(names(on_monday(priority("a", "05:00", "10m") + "," + over("b", "05:05"))),
              IsEmpty());
  EXPECT_THAT(names(on_monday(over("a", "05:00") + "," + priority("b", "05:05", "10m"))),
              ElementsAre("a+b"));
}

}  // namespace
}  // namespace loa::schedules::testing
