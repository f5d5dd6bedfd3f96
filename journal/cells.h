// Finds the cells of SQLite tables in a damaged file, wherever they stand: headers, pointers and
// the tree above them are not trusted. What a cell says is proved by its hash, so a wrong guess
// costs nothing.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "journal/pages.h"

namespace loa::journal {

// One record, with the reading calls of base::Statement.
class Cell {
 public:
  std::int64_t rowid = 0;

  int columns() const { return static_cast<int>(fields_.size()); }
  bool is_null(int column) const { return field(column).type == 0; }
  // 0 where it is not an integer; "" where it is neither text nor blob.
  std::int64_t integer(int column) const;
  std::string text(int column) const;
  std::string blob(int column) const { return text(column); }

 private:
  friend class CellReader;
  struct Field {
    std::uint64_t type = 0;  // SQLite's serial type
    std::size_t offset = 0;
    std::size_t size = 0;
  };
  const Field& field(int column) const { return fields_[static_cast<std::size_t>(column)]; }

  std::vector<Field> fields_;
  std::string payload_;
};

// Calls `take` for each that could be a cell with `columns_a` or `columns_b` columns.
void each_cell(const PageImages& images, int columns_a, int columns_b,
               const std::function<void(const Cell&)>& take);

}  // namespace loa::journal
