// The two public holidays of Vietnam that go by the lunar calendar, as a checked table.
#pragma once

#include <date/date.h>

#include <optional>

namespace loa::schedules {

inline constexpr int kFirstLunarYear = 2025;
inline constexpr int kLastLunarYear = 2040;

// The first day of the first lunar month (mùng 1 Tết) of that solar year; nothing outside the
// table.
std::optional<date::local_days> lunar_new_year(int year);

// The tenth day of the third lunar month (Giỗ Tổ Hùng Vương).
std::optional<date::local_days> hung_kings_day(int year);

}  // namespace loa::schedules
