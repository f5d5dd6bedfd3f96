// The names of cells: B7.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace loa::schedules::intake {

// Of a sheet in Excel, counted from 1: XFD1048576 is the last cell.
inline constexpr std::size_t kLastRow = 1048576;

// Row and column count from 0.
struct CellPosition {
  std::size_t row = 0;
  std::size_t column = 0;
  friend bool operator==(const CellPosition&, const CellPosition&) = default;
};

// (6, 1) → "B7".
std::string cell_name(CellPosition position);
// "B7", "$B$7" → (6, 1); nothing for what is not a cell of a sheet.
std::optional<CellPosition> cell_named(std::string_view name);

}  // namespace loa::schedules::intake
