#include "schedules/intake/bounds.h"

#include <fmt/format.h>

#include <utility>

#include "schedules/intake/cell_text.h"
#include "schedules/intake/refused.h"

namespace loa::schedules::intake {
namespace {

constexpr std::size_t kMostProblems = 200;  // nobody reads more

}  // namespace

void Bounds::count_rows(std::size_t more, const std::string& cell) {
  rows_ += more;
  if (rows_ <= kMostRows) return;
  throw Refused(
      "too-many-rows",
      {fmt::format("tệp có hơn {} hàng: hãy chỉ để lại phần lịch phát", kMostRows),
       fmt::format("the file has more than {} rows: leave only the schedule in it", kMostRows)},
      cell);
}

void Bounds::count_cells(std::size_t more, const std::string& cell) {
  cells_ += more;
  if (cells_ <= kMostCells) return;
  throw Refused(
      "too-many-cells",
      {fmt::format("tệp có hơn {} ô: hãy chỉ để lại phần lịch phát", kMostCells),
       fmt::format("the file has more than {} cells: leave only the schedule in it", kMostCells)},
      cell);
}

void Bounds::check_column(std::size_t column, const std::string& cell) const {
  if (column < kMostColumns) return;
  throw Refused("too-many-columns",
                {fmt::format("bảng có hơn {} cột: hãy chỉ để lại phần lịch phát", kMostColumns),
                 fmt::format("a table has more than {} columns: leave only the schedule in it",
                             kMostColumns)},
                cell);
}

std::string Bounds::text(std::string_view raw, const base::Place& place) {
  if (raw.size() > kMostCellBytes) {
    // Spaces and carriage returns around it do not count, but what is far too long is not worked
    // on.
    if (raw.size() > 4 * kMostCellBytes || cell_text(raw).size() > kMostCellBytes) {
      add(base::Severity::error, "cell-too-long", place,
          {fmt::format("ô này có quá nhiều chữ (hơn {} byte): lịch chỉ cần tên chương trình",
                       kMostCellBytes),
           fmt::format("there is too much text in this cell (more than {} bytes): a schedule needs "
                       "only the programme's name",
                       kMostCellBytes)});
      return {};
    }
  }
  std::string text = cell_text(raw);
  count_text(text.size());
  return text;
}

void Bounds::count_text(std::size_t bytes) {
  text_bytes_ += bytes;
  if (text_bytes_ <= kMostUnpackedBytes) return;
  throw Refused("too-much-text", {"tệp có quá nhiều chữ (giới hạn 64 MB)",
                                  "there is too much text in the file (limit 64 MB)"});
}

void Bounds::add(base::Severity severity, std::string code, base::Place place, base::Text message) {
  // An error must not get lost behind warnings.
  if (problems_.size() >= kMostProblems && severity == base::Severity::warning) return;
  if (problems_.size() >= 2 * kMostProblems) return;
  problems_.push_back({severity, std::move(code), std::move(place), "", std::move(message)});
}

Tables Bounds::finish(std::vector<Table> tables) {
  if (base::has_errors(problems_)) tables.clear();
  return {std::move(tables), std::move(problems_)};
}

void trim(Table& table) {
  const auto is_empty = [](const Cell& cell) {
    return cell.kind == Cell::Kind::empty && !cell.continued;
  };
  for (auto& row : table.rows) {
    while (!row.cells.empty() && is_empty(row.cells.back())) row.cells.pop_back();
  }
  while (!table.rows.empty() && table.rows.back().cells.empty()) table.rows.pop_back();
}

}  // namespace loa::schedules::intake
