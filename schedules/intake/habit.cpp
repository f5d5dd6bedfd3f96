// The rows of the tables, one after the other.
#include "schedules/intake/habit.h"

#include <algorithm>

#include "schedules/intake/grammar_plain.h"
#include "schedules/intake/grammar_scanner.h"
#include "schedules/intake/habit_walker.h"

namespace loa::schedules::intake {
namespace {

base::Problem left_out(const base::Place& place, std::string code, base::Text text) {
  return {base::Severity::warning, std::move(code), place, "", std::move(text)};
}

base::Place place_of(const Table& table) {
  for (const auto& row : table.rows) {
    for (const auto& cell : row.cells) return cell.place;
  }
  return {};
}

}  // namespace

void Walker::walk(const Table& table) {
  layout_ = {};
  above_ = nullptr;
  begun_ = ended_ = false;
  // In a document a day may stand in the text above its table; a sheet may be a day's own.
  const auto named = heading_of(plain_text(table.name));
  if (named.heard == Heard::good && !named.days.empty()) {
    days_ = named.days;
    day_place_ = place_of(table);
    days_from_column_ = false;
    session_ = named.session;
  }
  first_draft_ = drafts_.drafts.size();
  open_.clear();
  new_group();
  for (const auto& one : table.rows) {
    if (one.hidden) {
      const auto cells = distinct_cells(one);
      if (!cells.empty()) {
        problems_.push_back(left_out(
            cells.front().cell->place, "row-hidden",
            {"dòng ẩn: để ngoài, không lên lịch", "a hidden row: left out of the schedule"}));
      }
      continue;
    }
    row(one);
    above_ = &one;
  }
}

bool Walker::blank(const Row& row) const {
  const auto cells = distinct_cells(row);
  return std::ranges::all_of(
      cells, [&](const Distinct& one) { return continues_above(row, above_, one.column); });
}

void Walker::row(const Row& row) {
  if (blank(row) && layout_.kind != Layout::Kind::grid) return;
  const auto cells = distinct_cells(row);
  if (cells.empty()) return;
  if (auto header = header_of(row, layout_, problems_)) {
    layout_ = std::move(*header);
    begun_ = true;
    ended_ = false;
    open_.clear();
    return new_group();
  }
  if (layout_.kind == Layout::Kind::grid && begun_ && take_dates(row, layout_)) return;
  if (cells.size() == 1 && lone_cell(*cells.front().cell)) return;
  if (take_day_row(row)) return;
  switch (layout_.kind) {
    case Layout::Kind::list:
      return list_row(row);
    case Layout::Kind::grid:
      return grid_row(row);
    case Layout::Kind::turned:
      return turned_row(row);
  }
}

bool Walker::take_week(const Cell& cell) {
  const auto week = week_in(plain_text(cell.text));
  if (!week) return false;
  if (!drafts_.week) {
    drafts_.week = week;
    drafts_.week_place = cell.place;
  }
  return true;
}

bool Walker::take_heading(const Cell& cell) {
  auto heading = heading_of(plain_text(cell.text));
  if (cell.kind == Cell::Kind::date) {
    auto day = days_of(cell);
    heading.heard = day.heard;
    heading.days = std::move(day.days);
    heading.why = day.why;
  }
  if (heading.heard == Heard::nothing) return false;
  if (heading.heard == Heard::wrong) {
    problems_.push_back(bad_value("bad-day", cell.place, heading.why));
    heading.days.clear();
  }
  if (!heading.days.empty() || heading.heard == Heard::wrong) {
    days_ = std::move(heading.days);
    day_place_ = cell.place;
    days_from_column_ = false;
    session_ = Session::none;
  }
  if (heading.session != Session::none) {
    session_ = heading.session;
    session_place_ = cell.place;
  }
  begun_ = true;
  ended_ = false;
  new_group();
  return true;
}

// "T2: 5h00 Bản tin xã", "T7, CN: nghỉ": a day, and something of that day.
bool Walker::take_day_before(const Cell& cell) {
  const auto plain = to_plain(cell.text);
  const auto days = days_at(plain.text);
  if (days.heard != Heard::good) return false;
  Scanner s(plain.text, days.length);
  s.skip(":.-,;)(\n");
  const auto rest = std::string_view(plain.text).substr(s.at());
  const bool off = says_over(rest);
  if (!off && time_at(rest).heard == Heard::nothing) return false;
  days_ = days.days;
  day_place_ = cell.place;
  days_from_column_ = false;
  session_ = Session::none;
  begun_ = true;
  new_group();
  if (off) return true;
  Row row;
  row.cells.push_back(cell);
  auto& only = row.cells.front();
  const auto from = plain.from[s.at()];
  only.place = place_within(cell.place, cell.text, from);
  only.text = cell.text.substr(from);
  list_row(row);
  return true;
}

bool Walker::lone_cell(const Cell& cell) {
  // In a table of days a lone time is a row without contents.
  if (layout_.kind == Layout::Kind::grid && time_of(cell, true).heard == Heard::good) return false;
  if (layout_.kind != Layout::Kind::turned && take_heading(cell)) return true;
  if (layout_.kind == Layout::Kind::list && layout_.columns.empty() && take_day_before(cell)) {
    return true;
  }
  return drafts_.drafts.size() == first_draft_ && take_week(cell);
}

bool Walker::take_day_row(const Row& row) {
  const auto cells = distinct_cells(row);
  if (layout_.kind != Layout::Kind::list || cells.size() != 2) return false;
  auto day = days_of(*cells[0].cell);
  const auto date = days_of(*cells[1].cell);
  const bool both = day.days.size() == 1 && date.days.size() == 1 && day.days[0].weekday &&
                    date.days[0].date && !date.days[0].weekday;
  if (!both) return false;
  days_ = {{day.days[0].weekday, date.days[0].date}};
  day_place_ = cells[0].cell->place;
  days_from_column_ = false;
  session_ = Session::none;
  begun_ = true;
  new_group();
  return true;
}

Drafts read_habits(const std::vector<const Table*>& tables, Asking& asking,
                   base::Problems& problems) {
  Walker walker(asking, problems);
  for (const auto* table : tables) walker.walk(*table);
  return walker.take();
}

}  // namespace loa::schedules::intake
