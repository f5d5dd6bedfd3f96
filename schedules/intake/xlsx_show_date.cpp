#include <date/date.h>
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "schedules/intake/xlsx_show.h"

namespace loa::schedules::intake {
namespace {

using Kind = FormatToken::Kind;

constexpr std::array<const char*, 7> kDays = {"Chủ Nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư",
                                              "Thứ Năm",  "Thứ Sáu", "Thứ Bảy"};
constexpr std::array<const char*, 7> kShortDays = {"CN", "T2", "T3", "T4", "T5", "T6", "T7"};
constexpr std::array<const char*, 7> kEnglishDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                     "Thursday", "Friday", "Saturday"};
constexpr std::array<const char*, 12> kEnglishMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

struct CellMoment {
  date::year_month_day day;
  unsigned weekday = 0;   // 0 is Sunday
  long long elapsed = 0;  // seconds in all
  int hour = 0;
  int minute = 0;
  int second = 0;
};

CellMoment moment_of(double value) {
  const auto seconds = std::llround(value * 86400);
  const date::sys_days day =
      date::sys_days(date::year(1899) / 12 / 30) + date::days(static_cast<int>(seconds / 86400));
  const int of_day = static_cast<int>(seconds % 86400);
  return {day,        date::weekday(day).c_encoding(), seconds, of_day / 3600, of_day / 60 % 60,
          of_day % 60};
}

std::string day_words(const FormatToken& token, const CellMoment& moment, bool english) {
  if (token.count <= 2) {
    return fmt::format("{:0{}}", static_cast<unsigned>(moment.day.day()), token.count);
  }
  std::string full = english ? kEnglishDays[moment.weekday] : kDays[moment.weekday];
  if (token.count > 3) return full;
  return english ? full.substr(0, 3) : kShortDays[moment.weekday];
}

std::string month_words(const FormatToken& token, const CellMoment& moment, bool english) {
  const auto month = static_cast<unsigned>(moment.day.month());
  if (token.count <= 2) return fmt::format("{:0{}}", month, token.count);
  if (!english) return fmt::format("{} {}", token.count == 3 ? "Thg" : "Tháng", month);
  const std::string full = kEnglishMonths[month - 1];
  return token.count == 3 ? full.substr(0, 3) : full;
}

std::string year_words(const FormatToken& token, const CellMoment& moment) {
  const int year = static_cast<int>(moment.day.year());
  return token.count <= 2 ? fmt::format("{:02}", year % 100) : fmt::format("{:04}", year);
}

int shown_hour(const CellMoment& moment, bool half_days) {
  if (!half_days) return moment.hour;
  return moment.hour % 12 == 0 ? 12 : moment.hour % 12;
}

std::string padded(long long value, int count) {
  return fmt::format("{:0{}}", value, count >= 2 ? 2 : 1);
}

std::string words(const FormatToken& token, const CellMoment& moment, bool english,
                  bool half_days) {
  switch (token.kind) {
    case Kind::year:
      return year_words(token, moment);
    case Kind::month:
      return month_words(token, moment, english);
    case Kind::day:
      return day_words(token, moment, english);
    case Kind::hour:
      return padded(shown_hour(moment, half_days), token.count);
    case Kind::minute:
      return padded(moment.minute, token.count);
    case Kind::second:
      return padded(moment.second, token.count);
    case Kind::elapsed_hour:
      return padded(moment.elapsed / 3600, token.count);
    case Kind::elapsed_minute:
      return padded(moment.elapsed / 60, token.count);
    case Kind::elapsed_second:
      return padded(moment.elapsed, token.count);
    case Kind::half_day:
      return moment.hour < 12 ? "AM" : "PM";
    case Kind::digit:
      return "0";  // of a fraction of a second
    default:
      return token.text;
  }
}

}  // namespace

std::string show_date(const std::vector<FormatToken>& section, double value, bool english) {
  const CellMoment moment = moment_of(value);
  bool half_days = false;
  for (const auto& token : section) half_days = half_days || token.kind == Kind::half_day;
  std::string result;
  for (const auto& token : section) result += words(token, moment, english, half_days);
  return result;
}

}  // namespace loa::schedules::intake
