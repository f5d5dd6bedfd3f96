// The lunar table against the moon and the sun (base/lunar.h, which has tests of its own against
// calendars that were printed), and against published dates.
#include "schedules/lunar.h"

#include <gtest/gtest.h>

#include "base/lunar.h"
#include "schedules/notation.h"

namespace loa::schedules::testing {
namespace {

using base::LunarDate;

std::string text(std::optional<date::local_days> day) { return day ? date_text(*day) : "none"; }

LunarDate lunar(date::local_days day) {
  return base::lunar_date(
      std::chrono::local_days(std::chrono::days(day.time_since_epoch().count())));
}

TEST(Lunar, TheTableIsWhatTheMoonAndTheSunSay) {
  for (int year = kFirstLunarYear; year <= kLastLunarYear; ++year) {
    ASSERT_TRUE(lunar_new_year(year) && hung_kings_day(year)) << year;
    EXPECT_EQ(lunar(*lunar_new_year(year)), (LunarDate{year, 1, 1, false})) << year;
    EXPECT_EQ(lunar(*hung_kings_day(year)), (LunarDate{year, 3, 10, false})) << year;
  }
}

// Dates that were on every wall calendar; in 2030 China's new year comes a day after Vietnam's.
TEST(Lunar, TheTableAgreesWithPublishedDates) {
  EXPECT_EQ(text(lunar_new_year(2025)), "2025-01-29");
  EXPECT_EQ(text(hung_kings_day(2025)), "2025-04-07");
  EXPECT_EQ(text(lunar_new_year(2026)), "2026-02-17");
  EXPECT_EQ(text(hung_kings_day(2026)), "2026-04-26");
  EXPECT_EQ(text(lunar_new_year(2027)), "2027-02-06");
  EXPECT_EQ(text(lunar_new_year(2030)), "2030-02-02");
}

TEST(Lunar, OutsideTheTableThereIsNoGuess) {
  EXPECT_EQ(lunar_new_year(kFirstLunarYear - 1), std::nullopt);
  EXPECT_EQ(hung_kings_day(kLastLunarYear + 1), std::nullopt);
}

}  // namespace
}  // namespace loa::schedules::testing
