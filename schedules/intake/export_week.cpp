#include "schedules/intake/export_week.h"

#include <date/iso_week.h>
#include <fmt/format.h>

#include <algorithm>

#include "schedules/effective_day.h"
#include "schedules/notation.h"

namespace loa::schedules::intake {

using std::chrono::hours;

std::vector<DaySlot> slots_of_week(const WeeklySchedule& week, date::local_days monday) {
  const EffectiveDays days(week);
  std::vector<const Slot*> scratch;
  std::vector<DaySlot> result;
  for (int i = 0; i < 7; ++i) {
    const auto day = monday + date::days(i);
    for (const auto* slot : days.slots_of(day, scratch)) result.push_back({day, slot});
  }
  return result;
}

std::vector<GridRow> grid_of(const std::vector<DaySlot>& slots, date::local_days monday) {
  std::vector<GridRow> rows;
  for (const auto& due : slots) {
    const Slot* slot = due.slot;
    const auto column = static_cast<std::size_t>((due.day - monday).count());
    // Two slots of a day that start together stand in two rows.
    auto row = std::find_if(rows.begin(), rows.end(), [&](const GridRow& one) {
      return one.start > slot->start || (one.start == slot->start && one.slots[column] == nullptr);
    });
    if (row == rows.end() || row->start != slot->start) {
      row = rows.insert(row, GridRow{slot->start, {}});
    }
    row->slots[column] = slot;
  }
  return rows;
}

const char* part_of_day(Seconds start) {
  if (start < hours(10)) return "BUỔI SÁNG";
  if (start < hours(14)) return "BUỔI TRƯA";
  if (start < hours(18)) return "BUỔI CHIỀU";
  return "BUỔI TỐI";
}

std::string spoken_time(Seconds time) {
  const auto t = (time % kDay).count();
  const auto text = fmt::format("{}h{:02}", t / 3600, t / 60 % 60);
  return t % 60 == 0 ? text : fmt::format("{}:{:02}", text, t % 60);
}

std::string short_date(date::local_days day) {
  const date::year_month_day civil(day);
  return fmt::format("{:02}/{:02}", static_cast<unsigned>(civil.day()),
                     static_cast<unsigned>(civil.month()));
}

std::string spoken_date(date::local_days day) {
  const date::year_month_day civil(day);
  return fmt::format("{}/{}", short_date(day), static_cast<int>(civil.year()));
}

std::string week_heading(date::local_days monday) {
  const iso_week::year_weeknum_weekday iso{date::sys_days(monday.time_since_epoch())};
  return fmt::format("Tuần {}, từ ngày {} đến ngày {}", static_cast<unsigned>(iso.weeknum()),
                     spoken_date(monday), spoken_date(monday + date::days(6)));
}

std::string day_name(date::local_days day) { return weekday_name(date::weekday(day)).vi; }

const char* level_name(Level level) {
  switch (level) {
    case Level::emergency:
      return "khẩn cấp";
    case Level::priority:
      return "ưu tiên";
    case Level::normal:
      break;
  }
  return "thông thường";
}

std::string title_of(const WeeklySchedule& week, const Slot& slot) {
  const auto* programme = week.programme(slot.programme);
  return programme != nullptr && !programme->title.empty() ? programme->title : slot.programme;
}

}  // namespace loa::schedules::intake
