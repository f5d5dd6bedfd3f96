// The table. Source: the rules of the Vietnamese calendar as Hồ Ngọc Đức published them ("Thuật
// toán tính âm lịch", www.informatik.uni-leipzig.de/~duc/amlich), which base/lunar.h follows;
// tests/schedules/lunar_test.cpp holds every row against it, and the years that have been printed
// against published dates. China's calendar is reckoned at UTC+8 and differs: in 2030 its new year
// comes a day after Tết.
#include "schedules/lunar.h"

#include <array>

namespace loa::schedules {
namespace {

struct Day {
  unsigned month;
  unsigned day;
};

struct LunarYear {
  Day new_year;
  Day hung_kings;
};

constexpr std::array<LunarYear, kLastLunarYear - kFirstLunarYear + 1> kYears{{
    {{1, 29}, {4, 7}},   // 2025
    {{2, 17}, {4, 26}},  // 2026
    {{2, 6}, {4, 16}},   // 2027
    {{1, 26}, {4, 4}},   // 2028
    {{2, 13}, {4, 23}},  // 2029
    {{2, 2}, {4, 12}},   // 2030
    {{1, 23}, {4, 1}},   // 2031
    {{2, 11}, {4, 19}},  // 2032
    {{1, 31}, {4, 9}},   // 2033
    {{2, 19}, {4, 28}},  // 2034
    {{2, 8}, {4, 17}},   // 2035
    {{1, 28}, {4, 6}},   // 2036
    {{2, 15}, {4, 24}},  // 2037
    {{2, 4}, {4, 13}},   // 2038
    {{1, 24}, {4, 3}},   // 2039
    {{2, 12}, {4, 20}},  // 2040
}};

std::optional<date::local_days> day_of(int year, Day LunarYear::*which) {
  if (year < kFirstLunarYear || year > kLastLunarYear) return std::nullopt;
  const Day day = kYears.at(static_cast<std::size_t>(year - kFirstLunarYear)).*which;
  return date::local_days(date::year(year) / date::month(day.month) / date::day(day.day));
}

}  // namespace

std::optional<date::local_days> lunar_new_year(int year) {
  return day_of(year, &LunarYear::new_year);
}

std::optional<date::local_days> hung_kings_day(int year) {
  return day_of(year, &LunarYear::hung_kings);
}

}  // namespace loa::schedules
