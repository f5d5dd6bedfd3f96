// Lengths of time as people write them.
#include "base/duration.h"

#include <gtest/gtest.h>

namespace loa::base {
namespace {

using std::chrono::milliseconds;

TEST(DurationText, ReadsNumbersWithUnitsFromLargeToSmall) {
  EXPECT_EQ(duration_from("90s"), milliseconds(90'000));
  EXPECT_EQ(duration_from("15m"), milliseconds(900'000));
  EXPECT_EQ(duration_from("1h"), milliseconds(3'600'000));
  EXPECT_EQ(duration_from("1h30m"), milliseconds(5'400'000));
  EXPECT_EQ(duration_from("1h2m3s4ms"), milliseconds(3'723'004));
  EXPECT_EQ(duration_from("0s"), milliseconds(0));
  EXPECT_EQ(duration_from("10000h"), milliseconds(36'000'000'000));
}

TEST(DurationText, RefusesEverythingElse) {
  for (const auto* text : {"", "5", "s", "m5", "-5s", "+5s", "5 m", " 5m", "5m ", "1.5h", "5M",
                           "5d", "30m1h", "5m5m", "10001h", "99999999999999999999s", "36000001s"}) {
    EXPECT_EQ(duration_from(text), std::nullopt) << text;
  }
}

TEST(DurationText, WritesTheShortestFormThatReadsBack) {
  EXPECT_EQ(to_text(milliseconds(0)), "0s");
  EXPECT_EQ(to_text(milliseconds(5'400'000)), "1h30m");
  for (std::int64_t n = 1; n < 100'000'000; n = n * 3 + 1) {
    EXPECT_EQ(duration_from(to_text(milliseconds(n))), milliseconds(n));
  }
}

}  // namespace
}  // namespace loa::base
