// Which starts count as failed, and what the next one makes do with.
#include "daemon/start_count.h"

#include <gtest/gtest.h>

namespace loa::daemon::testing {
namespace {

// A history, a letter an event: 's' a start in the same boot of the kernel, 'b' a start in a new
// one, 't' it ran long enough, 'e' it ended in order, 'w' a new week came.
StartCount after(const std::string& history) {
  StartCount count;
  int boot = 1;
  for (const char event : history) {
    if (event == 'b') ++boot;
    if (event == 's' || event == 'b') count = after_start(count, "boot-" + std::to_string(boot));
    if (event == 't') count = after_settling(count);
    if (event == 'e') count = after_stop(count);
    if (event == 'w') count = after_new_week(count);
  }
  return count;
}

struct History {
  const char* what;
  std::string events;
  SafeMode safe;
};

class Histories : public ::testing::TestWithParam<History> {};

TEST_P(Histories, LeadToTheirMode) {
  EXPECT_EQ(after(GetParam().events).safe, GetParam().safe) << GetParam().what;
}

std::string times(int count, const std::string& events) {
  std::string all;
  for (int i = 0; i < count; ++i) all += events;
  return all;
}

INSTANTIATE_TEST_SUITE_P(
    StartCount, Histories,
    ::testing::Values(History{"the first start", "s", SafeMode::none},
                      History{"two crashes", "sss", SafeMode::none},
                      History{"three crashes", "ssss", SafeMode::last_week},
                      History{"crashes far between", times(50, "st"), SafeMode::none},
                      History{"many orderly ends", times(50, "se"), SafeMode::none},
                      History{"an orderly end forgives", "sssess", SafeMode::none},
                      History{"two crashes, a long run, two more", "ssstss", SafeMode::none},
                      History{"five power cuts within minutes", "sbbbbb", SafeMode::none},
                      History{"six", "sbbbbbb", SafeMode::last_week},
                      History{"cuts far between", "s" + times(50, "bt"), SafeMode::none},
                      History{"two crashes and two cuts", "sssbb", SafeMode::last_week},
                      History{"safe mode outlives a long run", "sssst", SafeMode::last_week},
                      History{"and an orderly end", "ssssete", SafeMode::last_week},
                      History{"and more starts", "sssses", SafeMode::last_week},
                      History{"a new week ends it", "ssssw", SafeMode::none},
                      History{"which has three chances of its own", "sssswss", SafeMode::none},
                      History{"and may be as bad", "sssswsss", SafeMode::last_week},
                      History{"eleven crashes in a row", times(12, "s"), SafeMode::last_week},
                      History{"twelve", times(13, "s"), SafeMode::no_week},
                      History{"no more than that", times(500, "s"), SafeMode::no_week},
                      History{"a new week ends that too", times(20, "s") + "w", SafeMode::none}));

TEST(StartCount, IsReadAsItWasWritten) {
  for (const auto* history : {"", "s", "ss", "ssss", "sssssssssssssss", "sse"}) {
    const auto count = after(history);
    EXPECT_EQ(start_count_from(to_text(count)), count) << history;
  }
}

TEST(StartCount, WhatIsNoCountIsNone) {
  for (const auto* text : {"", "{}", "[]", "null", R"({"points":1})",
                           R"({"points":"1","safeMode":"none","running":true,"boot":""})",
                           R"({"points":1,"safeMode":"other","running":true,"boot":""})",
                           R"({"points":1,"safeMode":1,"running":true,"boot":""})"}) {
    EXPECT_EQ(start_count_from(text), std::nullopt) << text;
  }
}

TEST(StartCount, PointsOutOfRangeAreBroughtBack) {
  const auto* text = R"({"points":1000000,"safeMode":"none","running":false,"boot":""})";
  EXPECT_EQ(start_count_from(text)->points, StartCount::kNoWeek);
}

}  // namespace
}  // namespace loa::daemon::testing
