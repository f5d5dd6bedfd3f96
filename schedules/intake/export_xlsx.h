// The week as a workbook: a sheet for people and the sheet that it is made from.
#pragma once

#include <date/date.h>

#include <string>

#include "schedules/model.h"

namespace loa::schedules::intake {

// The sheet with a row for each slot and every field of it. Where a workbook has a sheet of this
// name, it is the one that says what the week is.
inline constexpr const char* kSlotSheet = "Khung giờ";

// An .xlsx file of the week that begins on `monday`, exceptions applied. "Lịch tuần" shows it with
// days as columns and times as rows, and takes its titles by formula from the slots' sheet.
// read_xlsx() and understand() give the same occurrences back, the schedule itself being the
// templates. The same week gives the same bytes. Blocks: it writes to a temporary file. Throws
// std::runtime_error where that fails.
std::string export_xlsx(const WeeklySchedule& week, date::local_days monday);

}  // namespace loa::schedules::intake
