// Lines of text out of a week.
#include "schedules/intake/export_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "schedules/effective_day.h"
#include "schedules/notation.h"

namespace loa::schedules::intake {
namespace {

using std::chrono::hours;

const char* part_of(Seconds start) {
  if (start < hours(10)) return "BUỔI SÁNG";
  if (start < hours(14)) return "BUỔI TRƯA";
  if (start < hours(18)) return "BUỔI CHIỀU";
  return "BUỔI TỐI";
}

std::string upper_day(date::weekday day) {
  static constexpr std::array<const char*, 7> kNames{"CHỦ NHẬT", "THỨ HAI", "THỨ BA", "THỨ TƯ",
                                                     "THỨ NĂM",  "THỨ SÁU", "THỨ BẢY"};
  return kNames[day.c_encoding()];
}

// "5h00", and with seconds "05:00:30".
std::string time_text(Seconds time) {
  const auto t = (time % kDay).count();
  if (t % 60 != 0) return time_of_day_text(time);
  return fmt::format("{}h{:02}", t / 3600, t / 60 % 60);
}

std::string date_words(date::local_days day) {
  const date::year_month_day civil(day);
  return fmt::format("{}/{}/{}", static_cast<unsigned>(civil.day()),
                     static_cast<unsigned>(civil.month()), static_cast<int>(civil.year()));
}

std::string slot_line(const WeeklySchedule& week, const Slot& slot) {
  const auto* programme = week.programme(slot.programme);
  // A slot of a day or nearly so, or one whose end a range cannot say, gives its length.
  const auto end = slot.start + slot.length;
  const bool as_range = end <= kDay || (slot.start >= hours(18) && end - kDay <= hours(6));
  auto line = fmt::format("– {}", time_text(slot.start));
  if (as_range) line += "-" + (end == kDay ? std::string("24h00") : time_text(end));
  line += " " + (programme ? programme->title : slot.programme);
  if (slot.level == Level::emergency) line += " (khẩn cấp)";
  if (slot.level == Level::priority) line += " (ưu tiên)";
  if (slot.over) line += " (phát đè)";
  if (!as_range) line += fmt::format(" ({} giây)", slot.length.count());
  return line + "\n";
}

}  // namespace

std::string export_text(const WeeklySchedule& week, date::local_days monday) {
  const EffectiveDays days(week);
  std::vector<const Slot*> scratch;
  std::string text = fmt::format("LỊCH PHÁT THANH TỪ NGÀY {} ĐẾN NGÀY {}\n", date_words(monday),
                                 date_words(monday + date::days(6)));
  for (auto day = monday; day < monday + date::days(7); day += date::days(1)) {
    const auto& slots = days.slots_of(day, scratch);
    if (slots.empty()) continue;
    text += fmt::format("\n{}, NGÀY {}\n", upper_day(date::weekday(day)), date_words(day));
    const char* part = nullptr;
    for (const auto* slot : slots) {
      if (const auto* now = part_of(slot->start); now != part)
        text += fmt::format("{}\n", part = now);
      text += slot_line(week, *slot);
    }
  }
  return text;
}

}  // namespace loa::schedules::intake
