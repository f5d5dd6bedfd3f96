// Lists of due broadcasts, for programs and for people.
#include "cli/schedule_expand.h"

#include <fmt/format.h>

#include <cstdlib>
#include <optional>

#include "schedules/notation.h"

namespace loa::cli {
namespace {

using schedules::Level;
using schedules::Occurrence;
using schedules::Timetable;

std::string clock_time(const Timetable& timetable, base::Wall when) {
  // 2026-11-24T05:00:00+07:00
  const auto time = timetable.local_rfc3339(when).substr(11, 8);
  return time.ends_with(":00") ? time.substr(0, 5) : time;
}

std::string level_name(Level level) {
  switch (level) {
    case Level::emergency:
      return base::Text{"khẩn cấp", "emergency"}.shown();
    case Level::priority:
      return base::Text{"ưu tiên", "priority"}.shown();
    case Level::normal:
      return base::Text{"thông thường", "normal"}.shown();
  }
  std::abort();
}

std::string line_of(const Timetable& timetable, const Occurrence& occurrence) {
  const auto* programme = timetable.schedule().programme(occurrence.slot->programme);
  const auto times =
      clock_time(timetable, occurrence.start) + "–" + clock_time(timetable, occurrence.end);
  return fmt::format("  {:<17}  {:<12}  {:<20}  {}", times, level_name(occurrence.slot->level),
                     occurrence.slot->id, programme->title);
}

}  // namespace

void print_occurrences_json(std::FILE* out, const Timetable& timetable,
                            const Occurrences& occurrences) {
  // Ids are of a-z, 0-9, '-', '.' and '/': nothing that JSON would escape.
  for (const auto& one : occurrences) {
    fmt::print(out,
               R"({{"id":"{}","slot":"{}","start":"{}","end":"{}","programme":"{}","level":{}}})"
               "\n",
               one.id(), one.slot->id, timetable.local_rfc3339(one.start),
               timetable.local_rfc3339(one.end), one.slot->programme,
               static_cast<int>(one.slot->level));
  }
}

void print_occurrences_table(std::FILE* out, const Timetable& timetable,
                             const Occurrences& occurrences) {
  if (occurrences.empty()) {
    const base::Text nothing{"Không có lần phát nào.", "Nothing is due."};
    fmt::print(out, "{}\n", nothing.shown());
  }
  std::optional<date::local_days> heading;
  for (const auto& one : occurrences) {
    const auto day = timetable.local_day(one.start);
    if (day != heading) {
      const auto name = schedules::weekday_name(date::weekday(day)).shown();
      fmt::print(out, "{} {}\n", name, schedules::date_text(day));
      heading = day;
    }
    fmt::print(out, "{}\n", line_of(timetable, one));
  }
}

}  // namespace loa::cli
