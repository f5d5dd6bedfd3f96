// Dates, and the names of days.
#include "schedules/intake/grammar_dates.h"

#include <fmt/format.h>

#include <array>

#include "schedules/intake/grammar_plain.h"

namespace loa::schedules::intake {
namespace {

using base::Text;

Heard checked(const DateWord& date, Text& why) {
  const date::year_month_day civil{date::year(date.year == 0 ? 2024 : date.year),  // a leap year
                                   date::month(static_cast<unsigned>(date.month)),
                                   date::day(static_cast<unsigned>(date.day))};
  const bool in_range = date.year == 0 || (date.year >= 1971 && date.year < 2200);
  if (civil.ok() && in_range) return Heard::good;
  const auto year = date.year == 0 ? std::string() : fmt::format("/{}", date.year);
  why = {fmt::format("không có ngày {}/{}{}", date.day, date.month, year),
         fmt::format("there is no date {}/{}{} (day/month/year)", date.day, date.month, year)};
  return Heard::wrong;
}

bool iso_date(Scanner& s, DateWord& date) {
  const auto start = s.at();
  const auto year = s.number(4);
  if (year && *year >= 1900 && s.next() == '-' && s.mark('-')) {
    const auto month = s.number(2);
    if (month && s.next() == '-' && s.mark('-')) {
      if (const auto day = s.number(2)) {
        date = {*day, *month, *year};
        return true;
      }
    }
  }
  s.back_to(start);
  return false;
}

// "tháng 11 năm 2026" after the day.
bool month_in_words(Scanner& s, DateWord& date) {
  const auto start = s.at();
  if (!s.word("thang")) return false;
  const auto month = s.number(2);
  if (!month) return s.back_to(start), false;
  date.month = *month;
  const auto here = s.at();
  const auto year = s.word("nam") || s.mark('/') ? s.number(4) : std::nullopt;
  year ? void(date.year = *year) : s.back_to(here);
  return true;
}

// "/11/2026" after the day; one kind of separator throughout.
bool month_in_figures(Scanner& s, DateWord& date) {
  const auto start = s.at();
  const char separator = s.next();
  if ((separator != '/' && separator != '-' && separator != '.') ||
      !Scanner::is_digit(s.after(1))) {
    return false;
  }
  s.mark(separator);
  const auto month = s.number(2);
  if (!month) return s.back_to(start), false;
  date.month = *month;
  const bool with_year = s.next() == separator && Scanner::is_digit(s.after(1));
  if (with_year) {
    s.mark(separator);
    const auto from = s.at();
    const auto year = s.number(4);
    if (!year) return s.back_to(start), false;
    date.year = s.at() - from == 2 ? 2000 + *year : *year;
  }
  // "23-11" and "23.11" without a year may be anything.
  if (separator != '/' && !with_year) return s.back_to(start), false;
  return true;
}

struct Name {
  const char* word;
  unsigned day;  // date::weekday::c_encoding()
};
constexpr std::array kNumbers{Name{"hai", 1}, Name{"ba", 2},  Name{"tu", 3},
                              Name{"nam", 4}, Name{"sau", 5}, Name{"bay", 6}};
constexpr std::array kWhole{Name{"chu nhat", 0},  Name{"cn", 0},        Name{"c.n", 0},
                            Name{"chua nhat", 0}, Name{"sunday", 0},    Name{"monday", 1},
                            Name{"tuesday", 2},   Name{"wednesday", 3}, Name{"thursday", 4},
                            Name{"friday", 5},    Name{"saturday", 6}};

Heard no_such_day(const std::string& what, Text& why) {
  why = {fmt::format("không có ngày “{}” trong tuần; các ngày là T2 đến T7 và CN", what),
         fmt::format("there is no day \"{}\" in the week; the days are T2 to T7 and CN", what)};
  return Heard::wrong;
}

Heard numbered(int number, const std::string& shown, date::weekday& day, Text& why) {
  if (number < 2 || number > 7) return no_such_day(shown, why);
  day = date::weekday(static_cast<unsigned>(number - 1));
  return Heard::good;
}

// After "thứ".
Heard after_thu(Scanner& s, date::weekday& day, Text& why) {
  for (const auto& name : kNumbers) {
    if (s.word(name.word)) return day = date::weekday(name.day), Heard::good;
  }
  for (const auto* word : {"tam", "chin"}) {
    if (s.word(word))
      return no_such_day(std::string("thứ ") + (*word == 't' ? "tám" : "chín"), why);
  }
  if (const auto number = s.number(2)) {
    if (Scanner::is_word(s.next())) return Heard::nothing;
    return numbered(*number, fmt::format("thứ {}", *number), day, why);
  }
  return Heard::nothing;
}

}  // namespace

Heard date_at(Scanner& s, DateWord& date, Text& why) {
  const auto start = s.at();
  s.word("ngay");
  date = {};
  if (iso_date(s, date)) return checked(date, why);
  if (const auto day = s.number(2)) {
    date.day = *day;
    if (month_in_words(s, date) || month_in_figures(s, date)) return checked(date, why);
  }
  s.back_to(start);
  return Heard::nothing;
}

Heard weekday_at(Scanner& s, date::weekday& day, Text& why) {
  const auto start = s.at();
  if (s.word("thu")) {
    const auto heard = after_thu(s, day, why);
    if (heard != Heard::nothing) return heard;
    s.back_to(start);
  }
  s.skip_spaces();
  if (s.next() == 't' && (Scanner::is_digit(s.after(1)) || s.after(1) == '.')) {
    s.letters("t");
    s.mark('.');
    const auto number = s.number(1);
    if (number && !Scanner::is_word(s.next()) && s.next() != '/') {
      return numbered(*number, fmt::format("T{}", *number), day, why);
    }
    s.back_to(start);
  }
  for (const auto& name : kWhole) {
    if (s.word(name.word)) return day = date::weekday(name.day), Heard::good;
  }
  s.back_to(start);
  return Heard::nothing;
}

}  // namespace loa::schedules::intake
