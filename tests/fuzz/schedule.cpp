// Any bytes, read as a schedule: problems, or a schedule that can be written, read back and
// expanded.
#include <cstdint>
#include <cstdlib>

#include "schedules/read.h"
#include "schedules/timetable.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace loa::schedules;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto result = read_schedule(text, "f");
  if ((result.schedule == nullptr) != loa::base::has_errors(result.problems)) std::abort();
  if (!result.schedule) return 0;
  const auto written = write_schedule(*result.schedule);
  const auto again = read_schedule(written, "f");
  if (!again.schedule || write_schedule(*again.schedule) != written) std::abort();
  const Timetable timetable(again.schedule);
  const auto first = timetable.start_of_day(again.schedule->valid_from);
  for (const auto& one : timetable.starting_in(first, first + std::chrono::hours(24 * 30))) {
    if (one.end <= one.start) std::abort();
  }
  return 0;
}
