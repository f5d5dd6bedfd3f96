// The sheet for people: days as columns, times as rows.
#include <fmt/format.h>

#include <algorithm>

#include "base/unicode.h"
#include "schedules/intake/export_xlsx.h"
#include "schedules/intake/export_xlsx_sheets.h"

namespace loa::schedules::intake {
namespace {

constexpr lxw_col_t kLastDayColumn = 7;
constexpr std::size_t kLettersALine = 20;  // with room to spare: words are broken as a whole
constexpr int kPartGround = 0xF2F2F2;

}  // namespace

XlsxSheets::XlsxSheets(lxw_workbook* book, const WeeklySchedule& week, date::local_days monday)
    : book_(book), week_(week), monday_(monday) {
  std::set<std::string> titles;
  for (const auto& programme : week.programmes) {
    if (!titles.insert(programme.title).second) shared_titles_.insert(programme.title);
  }
}

void XlsxSheets::add(const std::vector<DaySlot>& slots) {
  auto* grid = workbook_add_worksheet(book_, "Lịch tuần");
  auto* list = workbook_add_worksheet(book_, kSlotSheet);
  write_slots(list, slots);
  write_grid(grid, slots);
}

lxw_format* XlsxSheets::format(const Look& look) {
  lxw_format* result = workbook_add_format(book_);
  format_set_font_name(result, "Times New Roman");  // the font that decrees ask for
  format_set_font_size(result, look.size);
  format_set_text_wrap(result);
  format_set_align(result, look.centred ? LXW_ALIGN_CENTER : LXW_ALIGN_LEFT);
  format_set_align(result, LXW_ALIGN_VERTICAL_CENTER);
  if (look.bold) format_set_bold(result);
  if (look.bordered) format_set_border(result, LXW_BORDER_THIN);
  if (look.numbers != nullptr) format_set_num_format(result, look.numbers);
  if (look.colour != 0) format_set_bg_color(result, static_cast<lxw_color_t>(look.colour));
  return result;
}

int XlsxSheets::colour_of(Level level) {
  switch (level) {
    case Level::emergency:
      return 0xF8CBAD;
    case Level::priority:
      return 0xFFF2CC;
    case Level::normal:
      break;
  }
  return 0;
}

void XlsxSheets::write_heading(lxw_worksheet* sheet) {
  auto* title = format({true, false, true, 0, 15});
  auto* line = format({false, false, true, 0, 12});
  auto* header = format({true, true, true, kHeaderColour});
  const auto name = week_.title.empty() ? week_.id : week_.title;
  worksheet_merge_range(sheet, 0, 0, 0, kLastDayColumn, name.c_str(), title);
  worksheet_merge_range(sheet, 1, 0, 1, kLastDayColumn, week_heading(monday_).c_str(), line);
  worksheet_write_string(sheet, 3, 0, "Giờ", header);
  for (lxw_col_t i = 0; i < 7; ++i) {
    const auto day = monday_ + date::days(i);
    const auto text = day_name(day) + "\n" + short_date(day);
    worksheet_write_string(sheet, 3, static_cast<lxw_col_t>(i + 1), text.c_str(), header);
  }
  worksheet_set_row(sheet, 0, 24, nullptr);
  worksheet_set_row(sheet, 3, 34, nullptr);
}

lxw_row_t XlsxSheets::write_grid_row(lxw_worksheet* sheet, lxw_row_t line, const GridRow& row) {
  std::size_t longest = 0;
  worksheet_write_string(sheet, line, 0, spoken_time(row.start).c_str(),
                         format({true, true, true}));
  for (lxw_col_t i = 0; i < 7; ++i) {
    const auto* slot = row.slots[i];
    const auto column = static_cast<lxw_col_t>(i + 1);
    if (slot == nullptr) {
      worksheet_write_blank(sheet, line, column, format({}));
      continue;
    }
    longest = std::max(longest, base::count_characters(content_of(*slot)));
    const auto source = line_of_.at({monday_ + date::days(i), slot}) + 1;
    worksheet_write_formula_str(
        sheet, line, column, fmt::format("='{}'!$E${}", kSlotSheet, source).c_str(),
        format({false, true, false, colour_of(slot->level)}), content_of(*slot).c_str());
  }
  // Excel does not make rows higher for what comes by formula.
  const auto lines = longest / kLettersALine + 1;
  worksheet_set_row(sheet, line, 6 + 15 * static_cast<double>(lines), nullptr);
  return line + 1;
}

void XlsxSheets::write_grid(lxw_worksheet* sheet, const std::vector<DaySlot>& slots) {
  write_heading(sheet);
  lxw_row_t line = 4;
  const char* part = nullptr;
  for (const auto& row : grid_of(slots, monday_)) {
    if (const auto* now = part_of_day(row.start); part == nullptr || std::string(part) != now) {
      part = now;
      worksheet_merge_range(sheet, line, 0, line, kLastDayColumn, part,
                            format({true, true, false, kPartGround}));
      ++line;
    }
    line = write_grid_row(sheet, line, row);
  }
  const auto note = fmt::format(
      "Trang này lấy tên chương trình từ trang “{}”: hãy sửa ở đó. Ô vàng: mức ưu tiên; ô cam: "
      "khẩn "
      "cấp.",
      kSlotSheet);
  worksheet_merge_range(sheet, line + 1, 0, line + 1, kLastDayColumn, note.c_str(),
                        format({false, false, false, 0, 10}));
  worksheet_set_column(sheet, 0, 0, 8, nullptr);
  worksheet_set_column(sheet, 1, kLastDayColumn, 21, nullptr);
  worksheet_freeze_panes(sheet, 4, 1);
  worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, 9);  // A4
  worksheet_fit_to_pages(sheet, 1, 0);
  worksheet_repeat_rows(sheet, 3, 3);
  worksheet_protect(sheet, nullptr, nullptr);  // against changes that nobody would read
}

}  // namespace loa::schedules::intake
