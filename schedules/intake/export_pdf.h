// The week as pages for the wall.
#pragma once

#include <date/date.h>

#include <string>

#include "schedules/model.h"

namespace loa::schedules::intake {

// A PDF, A4 landscape, of the week that begins on `monday`, exceptions applied: days as columns,
// times as rows, on as many pages as that needs. DejaVu Sans is embedded. The same week gives the
// same bytes. Blocks: it reads the font's files. Throws std::runtime_error where they are missing.
std::string export_pdf(const WeeklySchedule& week, date::local_days monday);

}  // namespace loa::schedules::intake
