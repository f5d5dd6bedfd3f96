// Goes through the rows of the tables and makes drafts. Private to habit*.cpp.
#pragma once

#include <map>

#include "schedules/intake/habit_layout.h"

namespace loa::schedules::intake {

// Whether a text only says that the programme is over: "Kết thúc", "nghỉ".
bool says_over(std::string_view text);

class Walker {
 public:
  Walker(Asking& asking, base::Problems& problems) : asking_(asking), problems_(problems) {}

  void walk(const Table& table);
  Drafts take() { return std::move(drafts_); }

 private:
  void row(const Row& row);
  bool blank(const Row& row) const;
  // A row with one cell: a day, a part of the day, a time with its content, or something else.
  bool lone_cell(const Cell& cell);
  bool take_heading(const Cell& cell);
  bool take_day_row(const Row& row);
  bool take_day_before(const Cell& cell);
  bool take_week(const Cell& cell);
  void new_group() { ++group_; }

  // habit_list.cpp: a row for each slot.
  struct ListRow;
  void list_row(const Row& row);
  ListRow by_columns(const Row& row);
  ListRow by_looks(const Row& row);
  void look_at(const Cell& cell, ListRow& found);
  void read_column(Column column, const Cell& cell, ListRow& found);
  void read_day(const Cell& cell, ListRow& found);
  void read_start(const Cell& cell, ListRow& found);
  void read_end(const Cell& cell, ListRow& found);
  void set_days(ListRow& found);
  void use(ListRow found, const Row& row);

  // habit_grid.cpp: days as columns, or times as columns.
  struct GridRow;
  void grid_row(const Row& row);
  GridRow row_head(const Row& row);
  void close_above(const Row& row, const GridRow& head);
  void grid_cell(const Row& row, const DayColumn& day, const GridRow& head);
  bool timed_lines(const Cell& cell, const Draft& pattern);
  void turned_row(const Row& row);

  // habit_content.cpp: what a slot holds.
  Draft& add(Draft draft);
  // Adds the draft with this content; two slots in one text become two drafts, if the operator says
  // so. False if it was no slot.
  void add_with(Draft draft, const Said& content);
  void append_content(Draft& draft, const Said& content) { draft.content.push_back(content); }
  void stray(const Row& row, const Cell& cell);

  Asking& asking_;
  base::Problems& problems_;
  Drafts drafts_;

  // Of the table that is being read.
  Layout layout_;
  const Row* above_ = nullptr;
  std::vector<DayWord> days_;
  base::Place day_place_;
  bool days_from_column_ = false;
  Session session_ = Session::none;
  base::Place session_place_;
  int group_ = 0;
  bool begun_ = false;  // a header, a heading or a slot was there
  bool ended_ = false;  // the signatures have begun
  std::size_t first_draft_ = 0;
  std::size_t first_of_row_ = 0;             // of a grid
  std::map<std::size_t, std::size_t> open_;  // column of a grid -> draft whose row_below is open
  base::Place row_time_place_;               // of the last row of a grid
};

}  // namespace loa::schedules::intake
