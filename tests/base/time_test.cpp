// What is written for times and qualities, and what is read back.
#include "base/time.h"

#include <date/date.h>
#include <gtest/gtest.h>

namespace loa::base {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;

// 2026-11-23T22:00:00Z
const Wall kEvening = Wall{date::sys_days{date::year{2026} / 11 / 23}} + hours{22};

TEST(ClockQualityNames, AreReadAsTheyAreWritten) {
  const std::pair<ClockQuality, const char*> table[] = {{ClockQuality::unknown, "unknown"},
                                                        {ClockQuality::floor, "floor"},
                                                        {ClockQuality::holdover, "holdover"},
                                                        {ClockQuality::synced, "synced"}};
  for (const auto& [quality, name] : table) {
    EXPECT_EQ(name_of(quality), name);
    EXPECT_EQ(clock_quality_named(name), quality);
  }
  for (const char* wrong : {"", "Synced", "synced ", "ntp"}) {
    EXPECT_EQ(clock_quality_named(wrong), std::nullopt) << wrong;
  }
}

TEST(ClockQuality, IsTrustedFromHoldoverOn) {
  EXPECT_FALSE(trusted(ClockQuality::unknown));
  EXPECT_FALSE(trusted(ClockQuality::floor));
  EXPECT_TRUE(trusted(ClockQuality::holdover));
  EXPECT_TRUE(trusted(ClockQuality::synced));
}

TEST(Now, MapsBetweenTheClocksBothWays) {
  const Now now{Steady{seconds{100}}, kEvening, ClockQuality::synced};
  EXPECT_EQ(now.steady_at(kEvening + minutes{5}), Steady{seconds{400}});
  EXPECT_EQ(now.steady_at(kEvening - minutes{5}), Steady{seconds{-200}});
  EXPECT_EQ(now.wall_at(Steady{seconds{40}}), kEvening - minutes{1});
  EXPECT_EQ(now.wall_at(now.steady_at(kEvening + nanoseconds{1})), kEvening + nanoseconds{1});
}

TEST(Rfc3339, IsWrittenInUtcWithMilliseconds) {
  EXPECT_EQ(to_rfc3339(kEvening), "2026-11-23T22:00:00.000Z");
  EXPECT_EQ(to_rfc3339(kEvening + milliseconds{7}), "2026-11-23T22:00:00.007Z");
  EXPECT_EQ(to_rfc3339(Wall{}), "1970-01-01T00:00:00.000Z");
}

TEST(Rfc3339, RoundsDownOnBothSidesOf1970) {
  EXPECT_EQ(to_rfc3339(kEvening + nanoseconds{999'999}), "2026-11-23T22:00:00.000Z");
  EXPECT_EQ(to_rfc3339(Wall{nanoseconds{-1}}), "1969-12-31T23:59:59.999Z");
}

TEST(Rfc3339, IsReadWithZOrAnyOffset) {
  const std::pair<const char*, Wall> table[] = {
      {"2026-11-23T22:00:00Z", kEvening},
      {"2026-11-23T22:00:00.000Z", kEvening},
      {"2026-11-24T05:00:00+07:00", kEvening},
      {"2026-11-23T18:30:00-03:30", kEvening},
      {"2026-11-23T22:00:00.25Z", kEvening + milliseconds{250}},
      {"2026-11-23T22:00:00.123456789Z", kEvening + nanoseconds{123'456'789}},
      {"2024-02-29T00:00:00Z", Wall{date::sys_days{date::year{2024} / 2 / 29}}},
  };
  for (const auto& [text, time] : table) EXPECT_EQ(from_rfc3339(text), time) << text;
}

TEST(Rfc3339, WhatIsNoTimeIsNothing) {
  for (const char* text :
       {"", "Z", "hôm qua", "2026-11-23", "2026-11-23T22:00:00", "2026-11-23T22:00Z",
        "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-23T25:00:00Z",
        "2026-11-23T22:61:00Z", "2026-11-23T22:00:00ZZ", "2026-11-23T22:00:00Z ",
        "2026-11-23 22:00:00Z", "2026-11-23T22:00:00+07:00Z", "22:00:00Z", "2026-11-23T22:0x:00Z",
        "9999-12-31T00:00:00Z", "0001-01-01T00:00:00Z"}) {
    EXPECT_EQ(from_rfc3339(text), std::nullopt) << text;
  }
}

TEST(Rfc3339, WhatIsWrittenIsReadToTheMillisecond) {
  for (std::int64_t ms = -4'000'000'000'000; ms < 4'000'000'000'000; ms += 98'765'432'101) {
    const Wall time{milliseconds{ms}};
    EXPECT_EQ(from_rfc3339(to_rfc3339(time)), time) << ms;
  }
}

TEST(HttpDate, IsImfFixdateBothWays) {
  EXPECT_EQ(to_http_date(kEvening + milliseconds{999}), "Mon, 23 Nov 2026 22:00:00 GMT");
  EXPECT_EQ(from_http_date("Mon, 23 Nov 2026 22:00:00 GMT"), kEvening);
  for (const char* text :
       {"", "Mon, 23 Nov 2026", "Mon, 23 Nov 2026 22:00:00 +0700", "Mon, 23 Nov 9999 22:00:00 GMT",
        "Mon, 31 Feb 2026 22:00:00 GMT", "Mon, 23 Xyz 2026 22:00:00 GMT",
        "Mon, 23 Nov 2026 22:00:00 GMTx", "Monday, 23-Nov-26 22:00:00 GMT"}) {
    EXPECT_EQ(from_http_date(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace loa::base
