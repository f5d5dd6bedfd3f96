#include "schedules/intake/xlsx_sheet.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "schedules/intake/cell_name.h"
#include "schedules/intake/refused.h"

namespace loa::schedules::intake {
namespace {

struct CellArea {
  CellPosition first;
  CellPosition last;
};

std::optional<CellArea> area_named(std::string_view name) {
  const auto colon = name.find(':');
  const auto first = cell_named(name.substr(0, colon));
  const auto last = colon == name.npos ? first : cell_named(name.substr(colon + 1));
  if (!first || !last || last->row < first->row || last->column < first->column) return {};
  return CellArea{*first, *last};
}

std::size_t number_of(std::string_view text, std::size_t otherwise) {
  std::size_t value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Refused damaged_sheet() {
  return {"xml-damaged",
          {"trang tính bị hỏng (số hàng sai): hãy mở tệp bằng Excel rồi lưu lại",
           "the sheet is damaged (a wrong row number): open the file in Excel and save it again"}};
}

bool is_zero(std::string_view size) {
  return !size.empty() && size.find_first_not_of("0.") == size.npos;
}

class SheetReader {
 public:
  SheetReader(const std::string& name, const Workbook& workbook, Bounds& bounds)
      : name_(name), workbook_(workbook), bounds_(bounds) {}

  std::vector<Row> read(pugi::xml_node root) {
    read_columns(child_of(root, "cols"));
    read_rows(child_of(root, "sheetData"));
    for (const auto merge : children_of(child_of(root, "mergeCells"), "mergeCell")) {
      if (const auto area = area_named(attribute_of(merge, "ref"))) merge_area(*area);
    }
    clear_hidden_columns();
    for (const auto row : hidden_rows_) {
      if (row < rows_.size()) rows_[row].hidden = true;
    }
    return std::move(rows_);
  }

 private:
  std::string cell_at(CellPosition position) const { return name_ + "!" + cell_name(position); }

  void read_columns(pugi::xml_node columns) {
    for (const auto column : children_of(columns, "col")) {
      if (!is_on(column, "hidden") && !is_zero(attribute_of(column, "width"))) continue;
      const auto first = std::max<std::size_t>(number_of(attribute_of(column, "min"), 1), 1);
      const auto last = std::min(number_of(attribute_of(column, "max"), 0), kMostColumns);
      for (auto i = first; i <= last; ++i) hidden_columns_[i - 1] = true;
    }
  }

  void read_rows(pugi::xml_node data) {
    std::size_t next = 0;
    for (const auto row : data.children()) {
      if (local_name(row) != "row") continue;
      const std::size_t number = number_of(attribute_of(row, "r"), next + 1);
      if (number < 1 || number > kLastRow) throw damaged_sheet();
      const std::size_t index = number - 1;
      if (is_on(row, "hidden") || is_zero(attribute_of(row, "ht"))) hidden_rows_.push_back(index);
      read_row(row, index);
      next = index + 1;
    }
  }

  void read_row(pugi::xml_node row, std::size_t index) {
    std::size_t next = 0;
    for (const auto node : row.children()) {
      if (local_name(node) != "c") continue;
      const auto named = cell_named(attribute_of(node, "r"));
      const CellPosition position{index, named ? named->column : next};
      next = position.column + 1;
      if (!has_content(node)) continue;
      auto place = bounds_.place(cell_at(position));
      Cell cell = xlsx_cell(node, workbook_, std::move(place), bounds_);
      if (cell.kind == Cell::Kind::empty) continue;
      at(position) = std::move(cell);
    }
  }

  // Grows the sheet up to the cell.
  Cell& at(CellPosition position) {
    const auto name = cell_at(position);
    bounds_.check_column(position.column, name);
    if (position.row >= rows_.size()) {
      bounds_.count_rows(position.row + 1 - rows_.size(), name);
      rows_.resize(position.row + 1);
    }
    auto& cells = rows_[position.row].cells;
    if (position.column >= cells.size()) {
      bounds_.count_cells(position.column + 1 - cells.size(), name);
      while (cells.size() <= position.column) {
        cells.emplace_back().place = bounds_.place(cell_at({position.row, cells.size()}));
      }
    }
    widest_ = std::max(widest_, position.column + 1);
    return cells[position.column];
  }

  // Only as far as the sheet is used: a merged area may reach to the last row that Excel has.
  void merge_area(const CellArea& area) {
    if (area.first.row >= rows_.size() || area.first.column >= widest_) return;
    const auto last_row = std::min(area.last.row, rows_.size() - 1);
    const auto last_column = std::min(area.last.column, widest_ - 1);
    const auto cells = (last_row - area.first.row + 1) * (last_column - area.first.column + 1);
    Cell first = at(area.first);
    if (first.continued) return;  // areas that overlap: Excel would not open the file
    first.continued = true;
    bounds_.count_text(cells * first.text.size());
    for (auto row = area.first.row; row <= last_row; ++row) {
      for (auto column = area.first.column; column <= last_column; ++column) {
        const CellPosition position{row, column};
        if (position == area.first) continue;
        Cell& covered = at(position);
        if (covered.continued) return;
        covered = first;
      }
    }
  }

  void clear_hidden_columns() {
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      auto& cells = rows_[row].cells;
      for (std::size_t column = 0; column < cells.size(); ++column) {
        if (!hidden_columns_[column]) continue;
        cells[column] = {};
        cells[column].place = bounds_.place(cell_at({row, column}));
      }
    }
  }

  const std::string& name_;
  const Workbook& workbook_;
  Bounds& bounds_;
  std::vector<Row> rows_;
  std::size_t widest_ = 0;
  std::array<bool, kMostColumns> hidden_columns_{};
  std::vector<std::size_t> hidden_rows_;
};

}  // namespace

std::vector<Row> xlsx_rows(pugi::xml_node root, const std::string& name, const Workbook& workbook,
                           Bounds& bounds) {
  return SheetReader(name, workbook, bounds).read(root);
}

}  // namespace loa::schedules::intake
