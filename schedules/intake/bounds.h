// Counts what a reader takes out of one file against the bounds of rows.h, and collects what is
// wrong with it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "schedules/intake/rows.h"

namespace loa::schedules::intake {

class Bounds {
 public:
  explicit Bounds(std::string file) : file_(std::move(file)) {}

  // Each throws Refused beyond its bound; `cell` is where that is ("Tuần 48!B7", may be empty).
  void count_rows(std::size_t more, const std::string& cell);
  void count_cells(std::size_t more, const std::string& cell);
  void check_column(std::size_t column, const std::string& cell) const;  // from 0

  // The cell_text() of `raw`. Too long a text is an error at `place` and comes back empty.
  std::string text(std::string_view raw, const base::Place& place);
  // Counts text that is in a second cell as well. Throws Refused.
  void count_text(std::size_t bytes);

  void add(base::Severity severity, std::string code, base::Place place, base::Text message);
  base::Place place(std::string cell) const { return {file_, 0, 0, std::move(cell)}; }
  const std::string& file() const { return file_; }

  // The tables where there was no error, and the problems.
  Tables finish(std::vector<Table> tables);

 private:
  std::string file_;
  std::size_t rows_ = 0;
  std::size_t cells_ = 0;
  std::size_t text_bytes_ = 0;
  base::Problems problems_;
};

// Takes empty rows from the end of the table and empty cells from the end of each row.
void trim(Table& table);

}  // namespace loa::schedules::intake
