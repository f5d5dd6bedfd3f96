// Headers of tables.
#include "schedules/intake/habit_layout.h"

#include <algorithm>

#include "schedules/intake/grammar_plain.h"

namespace loa::schedules::intake {
namespace {

// A header's own words above the times: "Giờ", "Thời gian", "Thứ/Giờ", "STT", or nothing.
bool is_corner(const Cell& cell) {
  const auto plain = plain_text(cell.text);
  if (column_named(plain) != Column::none) return true;
  constexpr std::size_t longest = 24;
  return plain.size() <= longest &&
         (plain.find("gio") != std::string::npos || plain.find("thu") != std::string::npos ||
          plain.find("ngay") != std::string::npos);
}

struct Counts {
  int days = 0;
  int wrong_days = 0;
  int times = 0;
  int corners = 0;
  int rest = 0;
};

Counts counted(const std::vector<Distinct>& cells) {
  Counts counts;
  for (const auto& [column, cell] : cells) {
    const auto days = days_of(*cell);
    if (days.heard == Heard::good) {
      ++counts.days;
    } else if (days.heard == Heard::wrong) {
      ++counts.wrong_days;
    } else if (time_of(*cell, false).heard == Heard::good) {
      ++counts.times;
    } else if (is_corner(*cell)) {
      ++counts.corners;
    } else {
      ++counts.rest;
    }
  }
  return counts;
}

// "Thứ Hai | 23/11/2026" is one day in two cells.
bool is_day_and_date(const std::vector<Distinct>& cells) {
  if (cells.size() != 2) return false;
  const auto first = days_of(*cells[0].cell);
  const auto second = days_of(*cells[1].cell);
  return first.days.size() == 1 && second.days.size() == 1 && first.days[0].weekday &&
         !first.days[0].date && second.days[0].date && !second.days[0].weekday;
}

Layout grid_of(const std::vector<Distinct>& cells, const Row& row, base::Problems& problems) {
  Layout layout;
  layout.kind = Layout::Kind::grid;
  for (const auto& [column, cell] : cells) {
    auto days = days_of(*cell);
    if (days.heard == Heard::nothing) continue;
    if (days.heard == Heard::wrong) {
      problems.push_back(bad_value("bad-day", cell->place, days.why));
      days.days.clear();
    }
    layout.days.push_back({column, days.days, cell->place});
    // A header merged over several columns stands for each of them.
    for (auto i = column + 1; i < row.cells.size(); ++i) {
      const auto& next = row.cells[i];
      if (!next.continued || next.place != cell->place) break;
      layout.days.push_back({i, days.days, cell->place});
    }
  }
  return layout;
}

Layout turned_of(const std::vector<Distinct>& cells) {
  Layout layout;
  layout.kind = Layout::Kind::turned;
  for (const auto& [column, cell] : cells) {
    const auto time = time_of(*cell, false);
    if (time.heard == Heard::good) layout.times.push_back({column, time, cell->place});
  }
  return layout;
}

std::optional<Layout> list_of(const Row& row) {
  Layout layout;
  int named = 0;
  bool useful = false;
  for (const auto& cell : row.cells) {
    const auto column =
        cell.kind == Cell::Kind::text ? column_named(plain_text(cell.text)) : Column::none;
    const bool twice = std::ranges::count(layout.columns, column) > 0;
    if (column != Column::none && !twice) ++named;
    useful = useful || column == Column::content || column == Column::start;
    // What stands twice (a header merged over two columns) counts for its first column; contents
    // are put together.
    layout.columns.push_back(twice && column != Column::content ? Column::other : column);
  }
  if (named < 2 || !useful) return std::nullopt;
  return layout;
}

}  // namespace

std::vector<Distinct> distinct_cells(const Row& row) {
  std::vector<Distinct> cells;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const auto& cell = row.cells[i];
    if (cell.kind == Cell::Kind::empty || cell.text.empty()) continue;
    const bool from_left = i > 0 && cell.continued && row.cells[i - 1].place == cell.place;
    if (!from_left) cells.push_back({i, &cell});
  }
  return cells;
}

bool continues_above(const Row& row, const Row* above, std::size_t column) {
  return above != nullptr && column < row.cells.size() && column < above->cells.size() &&
         row.cells[column].continued && row.cells[column].place == above->cells[column].place;
}

std::optional<Layout> header_of(const Row& row, const Layout& current, base::Problems& problems) {
  const auto cells = distinct_cells(row);
  const auto counts = counted(cells);
  const bool days =
      counts.days >= 2 ||
      (counts.days == 1 && counts.wrong_days + counts.corners >= 1 && current.columns.empty());
  if (days && counts.days + counts.wrong_days >= 1 && counts.times == 0 && counts.rest <= 1 &&
      cells.size() >= 2 && !is_day_and_date(cells) && (counts.days >= 2 || counts.rest == 0)) {
    return grid_of(cells, row, problems);
  }
  const bool times = counts.times >= 2 && counts.rest == 0 && counts.days == 0 &&
                     (counts.times >= 3 || current.columns.empty());
  if (times &&
      cells.size() ==
          static_cast<std::size_t>(counts.times) + static_cast<std::size_t>(counts.corners) &&
      (counts.corners > 0 || cells.front().column > 0)) {
    return turned_of(cells);
  }
  return list_of(row);
}

bool take_dates(const Row& row, Layout& layout) {
  std::vector<DateWord> dates;
  for (const auto& day : layout.days) {
    if (day.column >= row.cells.size()) return false;
    const auto reading = days_of(row.cells[day.column]);
    const bool one = reading.heard == Heard::good && reading.days.size() == 1 &&
                     reading.days[0].date && !reading.days[0].weekday;
    if (!one) return false;
    dates.push_back(*reading.days[0].date);
  }
  for (std::size_t i = 0; i < dates.size(); ++i) {
    if (layout.days[i].days.size() == 1) layout.days[i].days[0].date = dates[i];
  }
  return true;
}

base::Problem bad_value(std::string code, const base::Place& place, const base::Text& why) {
  return {base::Severity::error, std::move(code), place, "", why};
}

}  // namespace loa::schedules::intake
