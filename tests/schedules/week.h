// Small schedules for tests, as JSON text: what a test does not care about is filled in.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>

#include "schedules/read.h"
#include "schedules/timetable.h"

namespace loa::schedules::testing {

struct Week {
  std::string zone = "Asia/Ho_Chi_Minh";
  std::string from = "2026-11-23";  // a Monday
  std::string to = "2027-01-31";
  std::string slots = "";       // the list's inside
  std::string exceptions = "";  // the list's inside

  std::string json() const {
    return fmt::format(R"({{"id": "tuan", "version": 3, "title": "Tuần", "zone": "{}",
"valid": {{"from": "{}", "to": "{}"}},
"programmes": [{{"id": "p", "title": "P", "items": [{{"chime": "nhac-hieu"}}]}},
               {{"id": "q", "title": "Q", "items": [{{"chime": "nhac-ket"}}]}}],
"slogans": [{{"id": "kh1", "text": "Vì nhân dân phục vụ"}}],
"slots": [{}],
"exceptions": [{}]}})",
                       zone, from, to, slots, exceptions);
  }
};

inline base::Wall at(const char* rfc3339) { return base::from_rfc3339(rfc3339).value(); }

// Every day, programme "p", unless `more` says otherwise.
inline std::string slot(const std::string& id, const std::string& start, const std::string& length,
                        const std::string& days = R"("T2","T3","T4","T5","T6","T7","CN")",
                        const std::string& more = "") {
  return fmt::format(
      R"({{"id": "{}", "days": [{}], "start": "{}", "length": "{}", "programme": "p"{}}})", id,
      days, start, length, more);
}

inline std::string dated(const std::string& id, const std::string& start,
                         const std::string& length) {
  return fmt::format(R"({{"id": "{}", "start": "{}", "length": "{}", "programme": "q"}})", id,
                     start, length);
}

// The schedule, which must be free of errors.
inline std::shared_ptr<const WeeklySchedule> schedule_of(const std::string& json) {
  auto result = read_schedule(json, "week.json");
  if (result.schedule) return result.schedule;
  std::string all;
  for (const auto& problem : result.problems) {
    all += base::to_string(problem, base::Language::english) + "\n";
  }
  throw std::runtime_error(all);
}

inline Timetable timetable_of(const Week& week) { return Timetable(schedule_of(week.json())); }

inline date::local_days day(int y, unsigned m, unsigned d) {
  return date::local_days(date::year(y) / date::month(m) / date::day(d));
}

// The starts of the civil days [from, to), in the zone's own time.
inline std::vector<std::string> starts(const Timetable& timetable, date::local_days from,
                                       date::local_days to) {
  std::vector<std::string> lines;
  for (const auto& one :
       timetable.starting_in(timetable.start_of_day(from), timetable.start_of_day(to))) {
    lines.push_back(one.slot->id + " " + timetable.local_rfc3339(one.start));
  }
  return lines;
}

}  // namespace loa::schedules::testing
