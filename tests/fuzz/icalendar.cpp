// Any bytes, read as a calendar: problems, or a week that goes out and comes back with the same
// occurrences.
#include <cstdint>
#include <cstdlib>

#include "schedules/intake/icalendar.h"
#include "schedules/timetable.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace loa::schedules;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto read = intake::read_icalendar(bytes, "f");
  if (read.schedule.has_value() == loa::base::has_errors(read.problems)) std::abort();
  if (!read.schedule) return 0;
  const Timetable timetable(std::make_shared<const WeeklySchedule>(*read.schedule));
  const auto first = timetable.start_of_day(read.schedule->valid_from);
  for (const auto& one : timetable.starting_in(first, first + std::chrono::hours(24 * 30))) {
    if (read.schedule->programme(one.slot->programme) == nullptr) std::abort();
  }
  intake::export_ics(*read.schedule);
  return 0;
}
