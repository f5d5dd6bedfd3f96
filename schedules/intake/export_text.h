// The week as lines of text, in the form in which communes write it.
#pragma once

#include <string>

#include "schedules/model.h"

namespace loa::schedules::intake {

// A heading for each day of the week that begins on `monday` ("THỨ HAI, NGÀY 23/11/2026"), under it
// the parts of the day, and a line for each slot with its start, end and title:
// "– 5h00-5h15 Bản tin xã (ưu tiên)". Exceptions of these days are in it. read_lines() and
// understand() read the same slots back, the schedule itself being the templates. Throws
// std::runtime_error for an unknown zone.
std::string export_text(const WeeklySchedule& week, date::local_days monday);

}  // namespace loa::schedules::intake
