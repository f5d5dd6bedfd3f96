// The lunar calendar against dates that were, or will be, on every wall calendar.
#include "base/lunar.h"

#include <gtest/gtest.h>

namespace loa::base {
namespace {

using std::chrono::days;
using std::chrono::local_days;

local_days day(int year, unsigned month, unsigned day) {
  return local_days{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day)};
}

struct NewYear {
  int year;
  unsigned month;
  unsigned day;
};

// Mùng 1 Tết. 1968, 1985, 2007 and 2030 are years in which China's came later.
constexpr NewYear kNewYears[] = {
    {1968, 1, 29}, {1975, 2, 11}, {1985, 1, 21}, {1990, 1, 27}, {2000, 2, 5},  {2005, 2, 9},
    {2007, 2, 17}, {2010, 2, 14}, {2015, 2, 19}, {2018, 2, 16}, {2019, 2, 5},  {2020, 1, 25},
    {2021, 2, 12}, {2022, 2, 1},  {2023, 1, 22}, {2024, 2, 10}, {2025, 1, 29}, {2026, 2, 17},
    {2027, 2, 6},  {2028, 1, 26}, {2029, 2, 13}, {2030, 2, 2},  {2031, 1, 23}, {2032, 2, 11},
    {2033, 1, 31}, {2034, 2, 19}, {2035, 2, 8},  {2036, 1, 28}, {2040, 2, 12}};

TEST(Lunar, KnowsTheFirstDayOfTheYear) {
  for (const auto& [year, month, number] : kNewYears) {
    const auto first = day(year, month, number);
    EXPECT_EQ(lunar_date(first), (LunarDate{year, 1, 1, false})) << year;
    const LunarDate eve = lunar_date(first - days{1});
    EXPECT_EQ(eve.year, year - 1) << year;
    EXPECT_EQ(eve.month, 12) << year;
    EXPECT_GE(eve.day, 29) << year;
  }
}

TEST(Lunar, KnowsLeapMonths) {
  EXPECT_EQ(lunar_date(day(2023, 4, 29)), (LunarDate{2023, 3, 10, false}));  // Giỗ Tổ
  EXPECT_EQ(lunar_date(day(2023, 3, 22)), (LunarDate{2023, 2, 1, true}));
  EXPECT_EQ(lunar_date(day(2020, 5, 23)), (LunarDate{2020, 4, 1, true}));
  EXPECT_EQ(lunar_date(day(2025, 7, 25)), (LunarDate{2025, 6, 1, true}));
  EXPECT_EQ(lunar_date(day(2033, 12, 22)), (LunarDate{2033, 11, 1, true}));
}

TEST(Lunar, KnowsDaysThatAreKept) {
  EXPECT_EQ(lunar_date(day(2026, 9, 25)), (LunarDate{2026, 8, 15, false}));  // Trung thu
  EXPECT_EQ(lunar_date(day(2026, 4, 26)), (LunarDate{2026, 3, 10, false}));  // Giỗ Tổ
  EXPECT_EQ(lunar_date(day(2025, 5, 12)), (LunarDate{2025, 4, 15, false}));  // Phật đản
}

TEST(Lunar, CountsEveryDayOnceFor130Years) {
  LunarDate before = lunar_date(day(1970, 1, 1));
  int leaps = 0;
  for (auto today = day(1970, 1, 2); today < day(2100, 1, 1); today += days{1}) {
    const LunarDate now = lunar_date(today);
    if (now.day != 1) {
      LunarDate wanted = before;
      ++wanted.day;
      ASSERT_EQ(now, wanted);
      ASSERT_LE(now.day, 30);
    } else {
      ASSERT_TRUE(before.day == 29 || before.day == 30);
      const int month = now.leap ? before.month : before.month % 12 + 1;
      ASSERT_EQ(now.month, month);
      ASSERT_EQ(now.year, before.year + (month == 1 && !now.leap ? 1 : 0));
      leaps += now.leap ? 1 : 0;
    }
    before = now;
  }
  EXPECT_EQ(leaps, 48) << "seven in nineteen years";
}

}  // namespace
}  // namespace loa::base
