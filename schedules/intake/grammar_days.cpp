// Lists and ranges of days.
#include <array>
#include <cmath>

#include "schedules/intake/grammar.h"
#include "schedules/intake/grammar_dates.h"
#include "schedules/intake/grammar_plain.h"
#include "schedules/notation.h"

namespace loa::schedules::intake {
namespace {

using base::Text;

constexpr std::array<unsigned, 7> kInOrder{1, 2, 3, 4, 5, 6, 0};  // Monday first

constexpr double kFirstSerial = 25'934;  // 1971-01-01
constexpr double kLastSerial = 109'573;  // 2199-12-31

std::size_t place_in_week(date::weekday day) { return (day.c_encoding() + 6) % 7; }

std::vector<DayWord> named_days(std::size_t first, std::size_t last) {
  std::vector<DayWord> days;
  for (auto i = first; i <= last; ++i) days.push_back({date::weekday(kInOrder[i]), {}});
  return days;
}

// "hằng ngày", "ngày thường", "cuối tuần".
std::vector<DayWord> groups_at(Scanner& s) {
  for (const auto* all : {"hang ngay", "moi ngay", "tat ca cac ngay", "ca tuan",
                          "cac ngay trong tuan tu thu hai den chu nhat", "daily"}) {
    if (s.word(all)) return named_days(0, 6);
  }
  if (s.word("ngay thuong")) return named_days(0, 4);
  if (s.word("cuoi tuan")) return named_days(5, 6);
  return {};
}

// The date that goes with a day's name: ", ngày 23/11/2026", "(23/11)", "- 23/11".
Heard date_of_name(Scanner& s, DayWord& word, Text& why) {
  const auto start = s.at();
  s.skip(",:-.\n");
  const bool bracket = s.mark('(');
  DateWord date;
  const auto heard = date_at(s, date, why);
  if (heard != Heard::good) {
    if (heard == Heard::nothing) s.back_to(start);
    return heard;
  }
  if (bracket) s.mark(')');
  word.date = date;
  return Heard::good;
}

Heard one_day(Scanner& s, DayWord& word, Text& why) {
  word = {};
  date::weekday day;
  const auto named = weekday_at(s, day, why);
  if (named == Heard::wrong) return named;
  if (named == Heard::good) {
    word.weekday = day;
    return date_of_name(s, word, why) == Heard::wrong ? Heard::wrong : Heard::good;
  }
  DateWord date;
  const auto dated = date_at(s, date, why);
  if (dated == Heard::good) word.date = date;
  return dated;
}

// "4" of "Thứ 2, 4, 6": a figure alone that follows a named day.
bool bare_number(Scanner& s, DayWord& word) {
  const auto start = s.at();
  const auto number = s.number(1);
  const bool fits = number && *number >= 2 && *number <= 7 && !Scanner::is_word(s.next()) &&
                    s.next() != '/' && s.next() != ':' && s.next() != '.';
  if (!fits) return s.back_to(start), false;
  word = {date::weekday(static_cast<unsigned>(*number - 1)), {}};
  return true;
}

enum class Link { none, list, range };

Link link_at(Scanner& s) {
  if (s.mark(',') || s.mark('+') || s.mark('&') || s.mark(';') || s.word("va")) return Link::list;
  if (s.word("den") || s.mark('-') || s.mark('~')) return Link::range;
  return Link::none;
}

std::optional<int> days_between(const DateWord& first, const DateWord& last) {
  const int year = first.year != 0 ? first.year : last.year != 0 ? last.year : 2024;
  const auto day_of = [&](const DateWord& word) {
    return date::local_days(date::year(word.year != 0 ? word.year : year) / word.month / word.day);
  };
  const auto apart = (day_of(last) - day_of(first)).count();
  if (apart < 1 || apart > 6) return std::nullopt;
  return static_cast<int>(apart);
}

// Fills in what lies between the last day of the list and `to`. False where that is nothing.
bool fill(std::vector<DayWord>& days, const DayWord& to) {
  const auto from = days.back();
  if (from.weekday && to.weekday) {
    const auto first = place_in_week(*from.weekday);
    const auto last = place_in_week(*to.weekday);
    if (last <= first) return false;
    for (auto i = first + 1; i < last; ++i) days.push_back({date::weekday(kInOrder[i]), {}});
  } else if (from.date && to.date && !from.weekday && !to.weekday) {
    const auto apart = days_between(*from.date, *to.date);
    if (!apart) return false;
    const auto start = date::local_days(date::year(from.date->year != 0 ? from.date->year
                                                   : to.date->year != 0 ? to.date->year
                                                                        : 2024) /
                                        from.date->month / from.date->day);
    const bool said = from.date->year != 0 || to.date->year != 0;
    if (said) days.back().date->year = year_of(start);
    for (int i = 1; i < *apart; ++i) {
      const date::year_month_day day(start + date::days(i));
      days.push_back({{},
                      DateWord{static_cast<int>(static_cast<unsigned>(day.day())),
                               static_cast<int>(static_cast<unsigned>(day.month())),
                               said ? static_cast<int>(day.year()) : 0}});
    }
  } else {
    return false;
  }
  days.push_back(to);
  return true;
}

Text no_range() {
  return {"khoảng ngày không xuôi; viết như “T2 - T6”",
          "these days do not make a range; write it as \"T2 - T6\""};
}

// One more day after a link; false where the list has ended.
bool more(Scanner& s, DayReading& reading, Link& last) {
  const auto start = s.at();
  const auto link = link_at(s);
  DayWord word;
  Text why;
  if (link == Link::none) return false;
  auto heard = one_day(s, word, why);
  if (heard == Heard::nothing && reading.days.back().weekday && bare_number(s, word)) {
    heard = Heard::good;
  }
  if (heard == Heard::nothing) return s.back_to(start), false;
  if (heard == Heard::wrong) return reading.heard = heard, reading.why = why, false;
  const bool third = last == Link::range && link == Link::range;  // T2-T4-T6 is a list
  if (third && reading.days.size() > 2) {
    reading.days.erase(reading.days.begin() + 1, reading.days.end() - 1);
  }
  if (link == Link::list || third) {
    reading.days.push_back(word);
  } else if (!fill(reading.days, word)) {
    return reading.heard = Heard::wrong, reading.why = no_range(), false;
  }
  last = link;
  return true;
}

}  // namespace

DayReading days_at(std::string_view plain) {
  DayReading reading;
  Scanner s(plain);
  reading.days = groups_at(s);
  if (!reading.days.empty()) {
    reading.heard = Heard::good;
    reading.length = s.at();
    return reading;
  }
  s.word("tu");
  DayWord first;
  reading.heard = one_day(s, first, reading.why);
  if (reading.heard == Heard::nothing) return reading;
  if (reading.heard == Heard::good) {
    reading.days.push_back(first);
    auto last = Link::none;
    while (more(s, reading, last)) {
    }
  }
  reading.length = s.at();
  return reading;
}

DayReading days_of(const Cell& cell) {
  DayReading reading;
  if (cell.kind == Cell::Kind::date || cell.kind == Cell::Kind::date_time) {
    if (!(cell.value >= kFirstSerial && cell.value <= kLastSerial)) {
      reading.heard = Heard::wrong;
      reading.why = {"ngày nằm ngoài các năm 1971 đến 2199", "the date is outside 1971 to 2199"};
      return reading;
    }
    const auto day = date::local_days(date::year(1899) / 12 / 30) +
                     date::days(static_cast<int>(std::floor(cell.value)));
    const date::year_month_day civil(day);
    reading.heard = Heard::good;
    reading.days.push_back({{},
                            DateWord{static_cast<int>(static_cast<unsigned>(civil.day())),
                                     static_cast<int>(static_cast<unsigned>(civil.month())),
                                     static_cast<int>(civil.year())}});
    return reading;
  }
  if (cell.kind != Cell::Kind::text) return reading;
  const auto plain = plain_text(cell.text);
  reading = days_at(plain);
  if (reading.heard != Heard::good) return reading;
  Scanner rest(plain, reading.length);
  rest.skip(":.-;,)\n");
  return rest.at_end() ? reading : DayReading{};
}

std::optional<std::pair<DateWord, DateWord>> week_in(std::string_view plain) {
  Text why;
  for (std::size_t at = 0; at < plain.size(); ++at) {
    const bool at_word = at == 0 || !Scanner::is_word(plain[at - 1]);
    if (!at_word || !Scanner::is_digit(plain[at])) continue;
    Scanner s(plain, at);
    DateWord first;
    DateWord last;
    // "từ ngày 23 đến ngày 29/11/2026": the month is said once.
    if (date_at(s, first, why) != Heard::good) {
      const auto day = s.number(2);
      if (!day) continue;
      first = {*day, 0, 0};
    }
    if (!s.word("den") && !s.mark('-')) continue;
    s.word("het");
    if (date_at(s, last, why) != Heard::good) continue;
    if (first.month == 0) first = {first.day, last.month, last.year};
    if (first.year == 0 && last.year != 0) {
      first.year = first.month > last.month ? last.year - 1 : last.year;
    }
    return std::pair(first, last);
  }
  return std::nullopt;
}

}  // namespace loa::schedules::intake
