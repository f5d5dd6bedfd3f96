// The Vietnamese lunar calendar, reckoned from the moon and the sun at UTC+7.
#pragma once

#include <chrono>

namespace loa::base {

struct LunarDate {
  int year = 0;   // the solar year in which it begins
  int month = 1;  // 1..12
  int day = 1;    // 1..30
  bool leap = false;
  friend bool operator==(const LunarDate&, const LunarDate&) = default;
};

// The rules as Hồ Ngọc Đức published them (www.informatik.uni-leipzig.de/~duc/amlich): a month
// begins on the day of the new moon, month 11 holds the winter solstice, and where 13 months lie
// between two of those the first without a major solar term is a leap month. For 1968 (when
// Vietnam went over to UTC+7) to 2100.
LunarDate lunar_date(std::chrono::local_days day);

}  // namespace loa::base
