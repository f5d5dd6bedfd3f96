// Times of day and ranges of them.
#include <fmt/format.h>

#include <cmath>

#include "schedules/intake/grammar.h"
#include "schedules/intake/grammar_plain.h"
#include "schedules/intake/grammar_scanner.h"
#include "schedules/notation.h"

namespace loa::schedules::intake {
namespace {

using base::Text;

// One time, before the half of the day and the range are looked at.
struct Clock {
  Heard heard = Heard::nothing;
  int hours = 0;
  int minutes = 0;
  int seconds = 0;
  bool with_minutes = false;
  bool with_part = false;
  Seconds total() const { return Seconds(hours * 3600 + minutes * 60 + seconds); }
};

Text out_of_range(int hours, int minutes) {
  return {fmt::format("không có giờ {}h{:02}: giờ từ 0 đến 23, phút từ 0 đến 59", hours, minutes),
          fmt::format("there is no time {}:{:02}: hours go from 0 to 23, minutes from 0 to 59",
                      hours, minutes)};
}

void skip_minute_word(Scanner& s) {
  if (s.mark('\'') || s.word("phut") || s.word("ph")) return;
  s.word("p");
}

// The minutes after "5h": digits that touch it, or, after the word "giờ", a number of its own.
// False where there is one digit or more than two.
bool minutes_after_unit(Scanner& s, Clock& clock, bool after_word) {
  if (s.word("ruoi")) {
    clock.minutes = 30;
    return clock.with_minutes = true;
  }
  const auto start = s.at();
  if (s.next() == ' ' && !after_word) {
    const auto minutes = s.number(2);  // "5h 30'"
    const bool said = minutes && (s.next() == '\'' || s.word("phut"));
    if (!said) return s.back_to(start), true;
    s.back_to(start);
  }
  const auto first = s.at();
  const auto minutes = s.number(2);
  if (!minutes) {
    s.skip_spaces();
    const bool too_long = Scanner::is_digit(s.next()) && (first == start || after_word);
    s.back_to(start);
    return !too_long || s.after(0) == ' ';
  }
  clock.minutes = *minutes;
  clock.with_minutes = true;
  const bool one_digit = s.at() - first == 1;
  skip_minute_word(s);
  return !one_digit;
}

// After the hours: the unit and the minutes. `why` says what is wrong, if anything is.
Heard after_hours(Scanner& s, Clock& clock, Text& why) {
  bool fine = true;
  if (s.next() == ':' && Scanner::is_digit(s.after(1)) && Scanner::is_digit(s.after(2))) {
    s.mark(':');
    clock.minutes = *s.number(3);
    clock.with_minutes = true;
    if (s.next() == ':' && Scanner::is_digit(s.after(1)) && Scanner::is_digit(s.after(2))) {
      s.mark(':');
      clock.seconds = s.number(3).value_or(60);
    }
    skip_minute_word(s);
  } else if (s.word("gio") || (s.letters("gio") && Scanner::is_digit(s.next()))) {
    fine = minutes_after_unit(s, clock, true);
  } else if ((s.next() == 'h' || s.next() == 'g') && !Scanner::is_letter(s.after(1))) {
    s.letters(s.next() == 'h' ? "h" : "g");
    fine = minutes_after_unit(s, clock, false);
  } else {
    return Heard::nothing;
  }
  if (!fine) {
    why = {"phút phải viết đủ hai chữ số, như 5h05 hoặc 5h30",
           "write minutes with two digits, such as 5:05 or 5:30"};
    return Heard::wrong;
  }
  return Heard::good;
}

// "kém 15": so much before the hour.
void subtract(Scanner& s, Clock& clock) {
  const auto start = s.at();
  if (clock.with_minutes || !s.word("kem")) return;
  const auto minutes = s.number(2);
  if (!minutes || *minutes < 1 || *minutes > 59 || clock.hours < 1) return s.back_to(start);
  skip_minute_word(s);
  clock.hours -= 1;
  clock.minutes = 60 - *minutes;
  clock.with_minutes = true;
}

// What follows "sáng", "chiều" when these say the half of the day and do not begin a title.
bool ends_here(const Scanner& s) {
  Scanner ahead = s;
  ahead.skip_spaces();
  return ahead.at_end() || std::string_view(",;:)-~>\n").find(ahead.next()) != std::string::npos ||
         ahead.word("den");
}

void part_of_day(Scanner& s, Clock& clock) {
  const auto start = s.at();
  const bool morning = s.word("sang") || s.word("am");
  const bool later = !morning && (s.word("chieu") || s.word("toi") || s.word("dem") ||
                                  s.word("trua") || s.word("pm"));
  if ((!morning && !later) || !ends_here(s)) return s.back_to(start);
  clock.with_part = true;
  if (later && clock.hours >= 1 && clock.hours < 10) clock.hours += 12;
  if (later && (clock.hours == 10 || clock.hours == 11)) {
    Scanner said(s);
    said.back_to(start);
    if (!said.word("trua")) clock.hours += 12;  // 11h trưa is 11:00
  }
  if (morning && clock.hours == 12) clock.hours = 0;
}

Clock clock_at(Scanner& s, Text& why) {
  Clock clock;
  const auto start = s.at();
  const auto hours = s.number(3);
  if (!hours) return clock;
  clock.hours = *hours;
  clock.heard = after_hours(s, clock, why);
  if (clock.heard == Heard::nothing) return s.back_to(start), clock;
  if (clock.heard == Heard::wrong) return clock;
  subtract(s, clock);
  const bool midnight = clock.hours == 24 && clock.minutes == 0 && clock.seconds == 0;
  if ((clock.hours > 23 && !midnight) || clock.minutes > 59 || clock.seconds > 59) {
    why = out_of_range(clock.hours, clock.minutes);
    clock.heard = Heard::wrong;
    return clock;
  }
  part_of_day(s, clock);
  return clock;
}

bool range_mark(Scanner& s) {
  if (s.word("den")) return true;
  const auto start = s.at();
  s.skip_spaces();
  const auto mark = s.at();
  s.skip("->~");
  if (s.at() > mark) return true;
  s.back_to(start);
  return false;
}

// "5-5h30": the hour before a dash takes its unit from the time after it.
std::optional<Clock> bare_hour(Scanner& s) {
  const auto start = s.at();
  const auto hours = s.number(2);
  if (hours && *hours < 24 && (s.next() == '-' || s.next() == ' ')) {
    const auto here = s.at();
    Text ignored;
    if (range_mark(s) && clock_at(s, ignored).heard == Heard::good) {
      s.back_to(here);
      Clock clock;
      clock.heard = Heard::good;
      clock.hours = *hours;
      return clock;
    }
  }
  s.back_to(start);
  return std::nullopt;
}

void read_end(Scanner& s, TimeReading& reading) {
  const auto before = s.at();
  if (!range_mark(s)) return;
  const auto end = clock_at(s, reading.why);
  if (end.heard == Heard::nothing) return s.back_to(before);
  if (end.heard == Heard::wrong) {
    reading.heard = Heard::wrong;
    return;
  }
  auto until = end.total();
  const bool over_midnight =
      reading.start >= std::chrono::hours(18) && until <= std::chrono::hours(6);
  if (until <= reading.start && over_midnight) until += kDay;
  if (until <= reading.start) {
    reading.heard = Heard::wrong;
    reading.why = {fmt::format("giờ kết thúc {} không sau giờ bắt đầu {}", time_of_day_text(until),
                               time_of_day_text(reading.start)),
                   fmt::format("the end {} is not after the start {}", time_of_day_text(until),
                               time_of_day_text(reading.start))};
    return;
  }
  reading.end = until;
  reading.with_part = reading.with_part || end.with_part;
}

TimeReading time_of_fraction(double value) {
  TimeReading reading;
  constexpr double beyond_all_dates = 3e6;
  if (!(value >= 0 && value < beyond_all_dates)) return reading;
  const double fraction = value - std::floor(value);
  const auto seconds = static_cast<long long>(std::llround(fraction * 86'400.0));
  reading.heard = Heard::good;
  reading.start = Seconds(seconds % 86'400);
  reading.with_minutes = true;
  return reading;
}

}  // namespace

TimeReading time_at(std::string_view plain) {
  TimeReading reading;
  Scanner s(plain);
  const auto bare = [&] {
    for (const auto* word : {"vao luc", "luc", "hoi", "tu"}) {
      if (s.word(word)) return bare_hour(s);
    }
    return bare_hour(s);
  }();
  const auto start = bare ? *bare : clock_at(s, reading.why);
  reading.heard = start.heard;
  if (reading.heard == Heard::nothing) return reading;
  reading.start = start.total();
  reading.with_minutes = start.with_minutes;
  reading.with_part = start.with_part;
  if (reading.heard == Heard::good && reading.start >= kDay) {
    reading.heard = Heard::wrong;
    reading.why = {"giờ bắt đầu phải trước 24h; nửa đêm viết 0h00 của ngày hôm sau",
                   "a start must be before 24:00; write midnight as 0:00 of the next day"};
  }
  if (reading.heard == Heard::good) read_end(s, reading);
  reading.length = s.at();
  return reading;
}

TimeReading time_of(const Cell& cell, bool column_of_times) {
  const bool fraction =
      column_of_times && cell.kind == Cell::Kind::number && cell.value >= 0 && cell.value < 1;
  if (cell.kind == Cell::Kind::time || cell.kind == Cell::Kind::date_time || fraction) {
    return time_of_fraction(cell.value);
  }
  if (cell.kind != Cell::Kind::text && cell.kind != Cell::Kind::number) return {};
  const auto plain = plain_text(cell.text);
  auto reading = time_at(plain);
  if (reading.heard != Heard::good) return reading;
  Scanner rest(plain, reading.length);
  rest.skip(":.-;,\n");
  return rest.at_end() ? reading : TimeReading{};
}

}  // namespace loa::schedules::intake
