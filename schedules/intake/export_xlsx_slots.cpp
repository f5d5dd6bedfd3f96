// The sheet with a row for each slot and every field of it.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "schedules/intake/export_xlsx_sheets.h"
#include "schedules/notation.h"

namespace loa::schedules::intake {
namespace {

using std::chrono::hours;

struct SheetColumn {
  const char* text;
  double width;
};

// Words that understand() knows; what is in brackets is for people.
constexpr std::array kColumns = {
    SheetColumn{"Ngày", 23},
    SheetColumn{"Giờ bắt đầu", 10},
    SheetColumn{"Giờ kết thúc", 10},
    SheetColumn{"Thời lượng", 11},
    SheetColumn{"Chương trình", 44},
    SheetColumn{"Mức", 14},
    SheetColumn{"Lĩnh vực", 15},
    SheetColumn{"Khẩu hiệu (mỗi dòng một câu)", 60},
    SheetColumn{"Cách bắt đầu (hard, next, wait 2m)", 16},
    SheetColumn{"Khi trễ (exact, join, play 5m)", 16},
    SheetColumn{"Phát đè (có, không)", 10},
    SheetColumn{"Cụm loa (mỗi dòng một cụm)", 24},
};

// Whether an end is read back as the end of this slot: on the same day, or in the night after it.
bool end_says_it(const Slot& slot) {
  const auto end = slot.start + slot.length;
  return end < kDay || (slot.start >= hours(18) && end - kDay <= hours(6));
}

double days_since_1899(date::local_days day) {
  return static_cast<double>((day - date::local_days(date::year(1899) / 12 / 30)).count());
}

// "15 phút", "90 giây".
std::string spoken_length(Seconds length) {
  const auto seconds = length.count();
  if (seconds % 60 == 0) return fmt::format("{} phút", seconds / 60);
  return fmt::format("{} giây", seconds);
}

std::string clusters_of(const Slot& slot) {
  if (slot.clusters.empty()) return "tất cả";
  return fmt::format("{}", fmt::join(slot.clusters, "\n"));
}

}  // namespace

void XlsxSheets::write_text(lxw_worksheet* sheet, lxw_row_t line, lxw_col_t column,
                            const std::string& text) {
  worksheet_write_string(sheet, line, column, text.c_str(), format({}));
}

void XlsxSheets::write_times(lxw_worksheet* sheet, lxw_row_t line, const Slot& slot) {
  const auto write = [&](lxw_col_t column, Seconds time) {
    const auto of_day = time % kDay;
    const char* shown = of_day.count() % 60 == 0 ? "hh:mm" : "hh:mm:ss";
    worksheet_write_number(sheet, line, column, static_cast<double>(of_day.count()) / 86400,
                           format({false, true, true, 0, 11, shown}));
  };
  write(1, slot.start);
  end_says_it(slot) ? write(2, slot.start + slot.length) : write_text(sheet, line, 2, "");
  write_text(sheet, line, 3, spoken_length(slot.length));
}

// A title that several programmes have cannot name one of them; its id can.
std::string XlsxSheets::content_of(const Slot& slot) const {
  const auto title = title_of(week_, slot);
  return shared_titles_.contains(title) ? slot.programme : title;
}

std::string XlsxSheets::slogans_of(const Slot& slot) const {
  std::string result;
  for (const auto& id : slot.slogans) {
    const auto* slogan = week_.slogan(id);
    const bool plain = slogan != nullptr && slogan->text.find_first_of("|\n") == std::string::npos;
    result += (result.empty() ? "" : "\n") + (plain ? slogan->text : id);
  }
  return result.empty() ? "–" : result;  // none, and not those of last week either
}

void XlsxSheets::write_slot(lxw_worksheet* sheet, lxw_row_t line, const DaySlot& one) {
  const auto& slot = *one.slot;
  worksheet_write_number(sheet, line, 0, days_since_1899(one.day),
                         format({false, true, false, 0, 11, "[$-42A]dddd, dd/mm/yyyy"}));
  write_times(sheet, line, slot);
  worksheet_write_string(sheet, line, 4, content_of(slot).c_str(),
                         format({false, true, false, colour_of(slot.level)}));
  write_text(sheet, line, 5, level_name(slot.level));
  write_text(sheet, line, 6, slot.area);
  write_text(sheet, line, 7, slogans_of(slot));
  write_text(sheet, line, 8, to_text(slot.start_rule));
  write_text(sheet, line, 9, to_text(slot.late_rule));
  write_text(sheet, line, 10, slot.over ? "có" : "không");
  write_text(sheet, line, 11, clusters_of(slot));
}

void XlsxSheets::write_slots(lxw_worksheet* sheet, const std::vector<DaySlot>& slots) {
  auto* header = format({true, true, true, kHeaderColour});
  lxw_col_t at = 0;
  for (const auto& column : kColumns) {
    worksheet_write_string(sheet, 0, at, column.text, header);
    worksheet_set_column(sheet, at, at, column.width, nullptr);
    ++at;
  }
  lxw_row_t line = 1;
  for (const auto& slot : slots) {
    line_of_[{slot.day, slot.slot}] = line;
    write_slot(sheet, line++, slot);
  }
  worksheet_set_row(sheet, 0, 34, nullptr);
  worksheet_autofilter(sheet, 0, 0, std::max<lxw_row_t>(line, 2) - 1, kColumns.size() - 1);
  worksheet_freeze_panes(sheet, 1, 1);
  worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, 9);  // A4
  worksheet_fit_to_pages(sheet, 1, 0);
  worksheet_repeat_rows(sheet, 0, 0);
}

}  // namespace loa::schedules::intake
