// Reads a weekly schedule from JSON (schedules/weekly-schedule.schema.json) and finds what is
// wrong.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/fields.h"
#include "schedules/model.h"

namespace loa::schedules {

struct ReadSchedule {
  std::shared_ptr<const WeeklySchedule> schedule;  // null if there is any error
  base::Problems problems;                         // errors and warnings, by place
};

// Does no I/O beyond the time zone data. Finds everything at once, not only the first error: form,
// ranges, unknown keys, unknown zone, names that are not defined, slots that overlap, media paths
// that leave the media folder. Whether media exist is the station's to check.
ReadSchedule read_schedule(std::string_view json, const std::string& file);

// The member "over" of what has that level, in a schedule or by hand.
bool read_over(base::Fields& fields, Level level);

// What sounds once before, after or in place of programmes: as an item of a programme has it, but
// no relay and not repeated.
Item read_frame_item(base::Fields fields, Part part);

// The document that read_schedule reads back to the same schedule.
std::string write_schedule(const WeeklySchedule& schedule);

}  // namespace loa::schedules
