// How many stations one person has commanded alone within the window.
#include "centre/reach.h"

#include <gtest/gtest.h>

#include "tests/trust/office.h"

namespace loa::centre {
namespace {

using namespace std::chrono_literals;
using trust::testing::kNow;

TEST(Reach, CountsDifferentStationsWithinTheWindowOnEitherSide) {
  const auto a_minute = [](const char* station, int minute) {
    return Reached{station, kNow + minute * 60s};
  };
  struct Case {
    const char* what;
    std::vector<Reached> before;
    std::vector<std::string> stations;
    std::size_t reached;
  };
  for (const auto& [what, before, stations, reached] : std::vector<Case>{
           {"nothing before", {}, {"a"}, 1},
           {"the same one twice in a command", {}, {"a", "a"}, 1},
           {"another a minute ago", {a_minute("b", -1)}, {"a"}, 2},
           {"the same a minute ago", {a_minute("a", -1)}, {"a"}, 1},
           {"one over and over", {a_minute("b", -9), a_minute("b", -5)}, {"a"}, 2},
           {"just within", {{"b", kNow - kReachWindow + 1s}}, {"a"}, 2},
           {"just over", {{"b", kNow - kReachWindow}}, {"a"}, 1},
           {"given ahead, within", {{"b", kNow + kReachWindow - 1s}}, {"a"}, 2},
           {"given ahead, beyond", {{"b", kNow + kReachWindow}}, {"a"}, 1},
       })
    EXPECT_EQ(reach_with(before, stations, kNow), reached) << what;
}

TEST(Reach, IsOfTheTimeAtWhichACommandIsObeyedFirst) {
  trust::Command command;
  command.not_before = kNow - 10s;
  EXPECT_EQ(reach_time(command, kNow + 300ms), kNow);
  command.not_before = kNow + 1h;
  EXPECT_EQ(reach_time(command, kNow), kNow + 1h);
}

TEST(Reach, RemembersEachOnceAndForgetsWhatCountsNoMore) {
  const std::vector<Reached> before{{"a", kNow - kReachWindow}, {"b", kNow - 1s}};
  const auto after = remembered(before, {"c", "c", "b"}, kNow, kNow);
  EXPECT_EQ(after, (std::vector<Reached>{{"b", kNow - 1s}, {"c", kNow}, {"b", kNow}}));
  EXPECT_EQ(reached_from(to_json(after)), after);
}

TEST(Reach, ThatCannotBeReadIsNothing) {
  for (const auto* text : {"", "{}", "[1]", R"([["a"]])", R"([["a", "b"]])"})
    EXPECT_TRUE(reached_from(text).empty()) << text;
}

}  // namespace
}  // namespace loa::centre
