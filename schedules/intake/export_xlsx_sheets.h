// The two sheets of an exported workbook. Private to export_xlsx*.cpp.
#pragma once

#include <xlsxwriter.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "schedules/intake/export_week.h"

namespace loa::schedules::intake {

class XlsxSheets {
 public:
  // All three outlive this; the workbook owns what is added.
  XlsxSheets(lxw_workbook* book, const WeeklySchedule& week, date::local_days monday);

  void add(const std::vector<DaySlot>& slots);

 private:
  static constexpr int kHeaderColour = 0xD9E2F3;

  struct Look {
    bool bold = false;
    bool bordered = true;
    bool centred = false;
    int colour = 0;  // of the ground; 0 for none
    double size = 11;
    const char* numbers = nullptr;
  };
  lxw_format* format(const Look& look);
  static int colour_of(Level level);

  // export_xlsx_grid.cpp
  void write_grid(lxw_worksheet* sheet, const std::vector<DaySlot>& slots);
  void write_heading(lxw_worksheet* sheet);
  lxw_row_t write_grid_row(lxw_worksheet* sheet, lxw_row_t line, const GridRow& row);

  // export_xlsx_slots.cpp
  void write_slots(lxw_worksheet* sheet, const std::vector<DaySlot>& slots);
  void write_slot(lxw_worksheet* sheet, lxw_row_t line, const DaySlot& slot);
  void write_times(lxw_worksheet* sheet, lxw_row_t line, const Slot& slot);
  void write_text(lxw_worksheet* sheet, lxw_row_t line, lxw_col_t column, const std::string& text);
  std::string slogans_of(const Slot& slot) const;
  std::string content_of(const Slot& slot) const;

  lxw_workbook* book_;
  const WeeklySchedule& week_;
  date::local_days monday_;
  std::set<std::string> shared_titles_;  // of more than one programme
  // Where a slot of a day stands in the slots' sheet.
  std::map<std::pair<date::local_days, const Slot*>, lxw_row_t> line_of_;
};

}  // namespace loa::schedules::intake
