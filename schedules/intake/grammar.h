// The small words of a schedule as people write them: times, days, dates, lengths, parts of the
// day. Everything here reads plain text (grammar_plain.h), does no I/O and decides nothing that is
// not said: what looks like a time or a day and is none is `wrong`, with the reason.
#pragma once

#include <date/date.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"
#include "schedules/intake/rows.h"
#include "schedules/model.h"

namespace loa::schedules::intake {

enum class Heard { nothing, good, wrong };

struct TimeReading {
  Heard heard = Heard::nothing;
  Seconds start{0};            // since midnight, below 24 h
  std::optional<Seconds> end;  // of "5h-5h30"; after `start`, beyond 24 h where it passes midnight
  std::size_t length = 0;      // bytes of the plain text that were read
  bool with_minutes = false;   // "5h00", not "5h"
  bool with_part = false;      // "5h chiều", "5:00 PM": which half of the day is said
  base::Text why;              // of what is wrong
};
// The time or range at the beginning: 5h, 5h00, 5g30, 05:00, 17h30', 5 giờ 30, 5h rưỡi, 5h chiều,
// 5h00-5h30, từ 5h đến 5h30.
TimeReading time_at(std::string_view plain);
// A cell that is a time as a whole: such text, Excel's time, or (`column_of_times`) its fraction.
TimeReading time_of(const Cell& cell, bool column_of_times);

struct LengthReading {
  Heard heard = Heard::nothing;
  Seconds value{0};  // 1 s to 24 h
  std::size_t length = 0;
  base::Text why;
};
// "15 phút", "15'", "1 giờ 30 phút", "1h30", "90 giây".
LengthReading length_at(std::string_view plain);
// A cell of a column of lengths; a number alone counts minutes.
LengthReading length_of(const Cell& cell);

// A date as it is written; year 0 where none is.
struct DateWord {
  int day = 0;
  int month = 0;
  int year = 0;
  friend bool operator==(const DateWord&, const DateWord&) = default;
};
struct DayWord {
  std::optional<date::weekday> weekday;
  std::optional<DateWord> date;
  friend bool operator==(const DayWord&, const DayWord&) = default;
};
struct DayReading {
  Heard heard = Heard::nothing;
  std::vector<DayWord> days;
  std::size_t length = 0;
  base::Text why;
};
// The days at the beginning: Thứ Hai, T2, Chủ nhật, "Thứ Hai, ngày 23/11/2026", "T2 (23/11)",
// 23/11, "T2-T6", "Thứ 2, 4, 6", hằng ngày.
DayReading days_at(std::string_view plain);
// A cell that is such text as a whole, or Excel's date.
DayReading days_of(const Cell& cell);

// "từ ngày 23/11 đến ngày 29/11/2026" anywhere in the text: its first and last day, as written.
std::optional<std::pair<DateWord, DateWord>> week_in(std::string_view plain);

enum class Session { none, morning, noon, afternoon, evening };
base::Text name_of(Session session);
// Whether the time can belong there: 0-12, 10-15, 12-19, 17-24.
bool fits(Session session, Seconds time);

struct Heading {
  Heard heard = Heard::nothing;
  std::vector<DayWord> days;  // may be empty, if there is a session
  Session session = Session::none;
  base::Text why;
};
// A line that is nothing but a day, a part of the day or both: "II. BUỔI CHIỀU", "Thứ Hai – Sáng:".
Heading heading_of(std::string_view plain);

// "khẩn cấp", "ưu tiên", "thông thường", "1".."3".
std::optional<Level> level_of(std::string_view plain);

// "có", "x", "yes", "phát đè"; "không", "no", "–".
std::optional<bool> yes_or_no_of(std::string_view plain);

// What is said of a content beside its title: "Bản tin xã (PL) (15 phút)".
struct ContentWords {
  std::string title;  // without them
  bool repeat = false;
  std::optional<Level> level;
  std::optional<Seconds> length;
  bool over = false;  // "(phát đè)"
};
ContentWords content_words(std::string_view text);

// What a column holds, by its header.
enum class Column {
  none,
  number,
  day,
  session,
  start,
  end,
  length,
  content,
  file,
  level,
  slogans,
  area,
  start_rule,
  late_rule,
  over,
  clusters,
  note,
  other
};
Column column_named(std::string_view plain);

}  // namespace loa::schedules::intake
