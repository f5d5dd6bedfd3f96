// What holds for the tables of any reader, whatever bytes it was given.
#pragma once

#include <cstdlib>

#include "base/problem.h"
#include "base/unicode.h"
#include "schedules/intake/rows.h"

namespace loa::fuzz {

inline void require(bool holds) {
  if (!holds) std::abort();
}

inline void check_cell(const schedules::intake::Cell& cell) {
  using namespace schedules::intake;
  require(cell.text.size() <= kMostCellBytes && !base::first_invalid_utf8(cell.text));
  if (cell.kind == Cell::Kind::empty) require(cell.text.empty());
  if (!cell.text.empty()) require(cell.place.line >= 1 || !cell.place.cell.empty());
}

// Tables, or at least one error; bounded, UTF-8, each cell that says something with its place.
inline void check_tables(const schedules::intake::Tables& tables) {
  using namespace schedules::intake;
  if (base::has_errors(tables.problems)) require(tables.tables.empty());
  std::size_t rows = 0;
  std::size_t cells = 0;
  for (const auto& table : tables.tables) {
    rows += table.rows.size();
    for (const auto& row : table.rows) {
      cells += row.cells.size();
      require(row.cells.size() <= kMostColumns);
      for (const auto& cell : row.cells) check_cell(cell);
    }
  }
  require(rows <= kMostRows && cells <= kMostCells);
}

}  // namespace loa::fuzz
