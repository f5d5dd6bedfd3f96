// How the rows of one table are to be read: what its header says. Private to habit*.cpp.
#pragma once

#include <vector>

#include "schedules/intake/habit.h"

namespace loa::schedules::intake {

// One cell of a row that is not the continuation of the cell to its left.
struct Distinct {
  std::size_t column = 0;
  const Cell* cell = nullptr;
};
std::vector<Distinct> distinct_cells(const Row& row);
// Whether the cell there is the same merged cell as in the row above.
bool continues_above(const Row& row, const Row* above, std::size_t column);

struct DayColumn {
  std::size_t column = 0;
  std::vector<DayWord> days;  // empty: its header is wrong, and has been reported
  base::Place place;
};
struct TimeColumn {
  std::size_t column = 0;
  TimeReading time;
  base::Place place;
};

struct Layout {
  // A row for each slot; days as columns; times as columns.
  enum class Kind { list, grid, turned };
  Kind kind = Kind::list;
  std::vector<Column> columns;    // list: by column; empty where there is no header
  std::vector<DayColumn> days;    // grid
  std::vector<TimeColumn> times;  // turned
};

// The layout that this row is the header of; nothing if it is none.
std::optional<Layout> header_of(const Row& row, const Layout& current, base::Problems& problems);
// A second row of a header, with the dates under the days: taken into `layout`.
bool take_dates(const Row& row, Layout& layout);

base::Problem bad_value(std::string code, const base::Place& place, const base::Text& why);

}  // namespace loa::schedules::intake
