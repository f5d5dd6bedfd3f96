#include "schedules/intake/docx_table.h"

#include <array>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include "schedules/intake/cell_name.h"
#include "schedules/intake/docx_text.h"
#include "schedules/intake/xml_part.h"

namespace loa::schedules::intake {
namespace {

// The number in <w:name w:val="3"/>.
std::size_t number_in(pugi::xml_node properties, std::string_view name, std::size_t otherwise) {
  const auto text = attribute_of(child_of(properties, name), "val");
  std::size_t value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return std::min(value, kMostColumns + 1);
}

class TableReader {
 public:
  TableReader(const std::string& name, Bounds& bounds, std::vector<pugi::xml_node>& nested)
      : name_(name), bounds_(bounds), nested_(nested) {}

  std::vector<Row> read(pugi::xml_node table) {
    for (const auto row : shown_children(table)) {
      if (local_name(row) == "tr" && !child_of(child_of(row, "trPr"), "del")) read_row(row);
    }
    return std::move(rows_);
  }

 private:
  void read_row(pugi::xml_node node) {
    const auto properties = child_of(node, "trPr");
    bounds_.count_rows(1, cell_at({rows_.size(), 0}));
    rows_.emplace_back().hidden = static_cast<bool>(child_of(properties, "hidden"));
    for (auto i = number_in(properties, "gridBefore", 0); i > 0; --i) add_cell();
    for (const auto cell : shown_children(node)) {
      if (local_name(cell) == "tc") read_cell(cell);
    }
  }

  void read_cell(pugi::xml_node node) {
    const auto properties = child_of(node, "tcPr");
    const auto span = std::max<std::size_t>(number_in(properties, "gridSpan", 1), 1);
    const auto merge = child_of(properties, "vMerge");
    const bool begins = !merge || attribute_of(merge, "val") == "restart";
    const CellPosition position{rows_.size() - 1, rows_.back().cells.size()};
    const bool covered = !begins && position.column < kMostColumns && above_[position.column];
    if (covered) {
      add_copy(*above_[position.column]);
    } else {
      fill(add_cell(), node);
    }
    const CellPosition first = covered ? *above_[position.column] : position;
    for (std::size_t i = 1; i < span; ++i) add_copy(first);
    for (auto i = position.column; i < rows_.back().cells.size(); ++i) {
      above_[i] = merge ? std::optional(first) : std::nullopt;
    }
  }

  void fill(Cell& cell, pugi::xml_node node) {
    std::string text;
    for (const auto part : shown_children(node)) {
      const auto name = local_name(part);
      if (name == "tbl") nested_.push_back(part);
      if (name == "p") text += paragraph_text(part) + (runs_into_next(part) ? "" : "\n");
    }
    cell.text = bounds_.text(text, cell.place);
    if (!cell.text.empty()) cell.kind = Cell::Kind::text;
  }

  Cell& add_cell() {
    const CellPosition position{rows_.size() - 1, rows_.back().cells.size()};
    const auto name = cell_at(position);
    bounds_.check_column(position.column, name);
    bounds_.count_cells(1, name);
    Cell& cell = rows_.back().cells.emplace_back();
    cell.place = bounds_.place(name);
    return cell;
  }

  void add_copy(CellPosition of) {
    Cell& cell = add_cell();
    cell = rows_[of.row].cells[of.column];
    cell.continued = true;
    bounds_.count_text(cell.text.size());
  }

  std::string cell_at(CellPosition position) const { return name_ + "!" + cell_name(position); }

  const std::string& name_;
  Bounds& bounds_;
  std::vector<pugi::xml_node>& nested_;
  std::vector<Row> rows_;
  // For each column: where the cell began that may go on below.
  std::array<std::optional<CellPosition>, kMostColumns> above_;
};

}  // namespace

Table docx_table(pugi::xml_node node, const std::string& name, Bounds& bounds,
                 std::vector<pugi::xml_node>& nested) {
  Table table;
  table.name = name;
  table.rows = TableReader(name, bounds, nested).read(node);
  trim(table);
  return table;
}

}  // namespace loa::schedules::intake
