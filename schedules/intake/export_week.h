// One week of a schedule as people lay it out: for the exporters. Private to the room.
#pragma once

#include <date/date.h>

#include <array>
#include <string>
#include <vector>

#include "schedules/model.h"

namespace loa::schedules::intake {

struct DaySlot {
  date::local_days day;
  const Slot* slot;  // of the schedule
};

// What starts in the week that begins on `monday`, exceptions applied, as it begins.
std::vector<DaySlot> slots_of_week(const WeeklySchedule& week, date::local_days monday);

// Days as columns (Monday first) and starts as rows.
struct GridRow {
  Seconds start;
  std::array<const Slot*, 7> slots{};
};
std::vector<GridRow> grid_of(const std::vector<DaySlot>& slots, date::local_days monday);

// "BUỔI SÁNG" before 10:00, "BUỔI TRƯA" before 14:00, "BUỔI CHIỀU" before 18:00, "BUỔI TỐI".
const char* part_of_day(Seconds start);
// "5h00"; "5h00:30" where there are seconds. Beyond midnight it wraps.
std::string spoken_time(Seconds time);
// "23/11/2026", "23/11".
std::string spoken_date(date::local_days day);
std::string short_date(date::local_days day);
// "Tuần 48, từ ngày 23/11/2026 đến ngày 29/11/2026" (ISO 8601's number of the week).
std::string week_heading(date::local_days monday);
std::string day_name(date::local_days day);  // "Thứ Hai"
// "khẩn cấp", "ưu tiên", "thông thường".
const char* level_name(Level level);
// The programme's title, its id where it has none.
std::string title_of(const WeeklySchedule& week, const Slot& slot);

}  // namespace loa::schedules::intake
