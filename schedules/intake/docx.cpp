// Reading a Word document: its tables and the text between them, in their order.
#include <algorithm>
#include <utility>

#include "schedules/intake/bounds.h"
#include "schedules/intake/cell_text.h"
#include "schedules/intake/docx_table.h"
#include "schedules/intake/docx_text.h"
#include "schedules/intake/office_package.h"
#include "schedules/intake/refused.h"
#include "schedules/intake/rows.h"
#include "schedules/intake/xml_part.h"

namespace loa::schedules::intake {
namespace {

Refused not_a_document() {
  return {
      "not-a-document",
      {"tệp này không phải là văn bản Word (.docx)", "this file is not a Word document (.docx)"}};
}

Refused no_text() {
  return {"file-empty", {"văn bản Word này không có chữ nào", "this Word document has no text"}};
}

bool is_empty(const Table& table) { return table.rows.empty(); }

class DocumentReader {
 public:
  explicit DocumentReader(Bounds& bounds) : bounds_(bounds) {}

  std::vector<Table> read(pugi::xml_node document) {
    for (const auto block : shown_children(child_of(document, "body"))) {
      if (local_name(block) == "p") read_paragraph(block);
      if (local_name(block) == "tbl") {
        finish_text();
        read_table(block);
      }
    }
    finish_text();
    if (std::all_of(tables_.begin(), tables_.end(), is_empty)) throw no_text();
    return std::move(tables_);
  }

 private:
  void read_paragraph(pugi::xml_node paragraph) {
    ++paragraph_;
    unfinished_ += paragraph_text(paragraph);
    if (runs_into_next(paragraph)) return;
    finish_paragraph();
  }

  void finish_paragraph() {
    const auto text = cell_text(unfinished_);
    unfinished_.clear();
    const auto breaks = std::count(text.begin(), text.end(), '\n');
    paragraph_of_line_.insert(paragraph_of_line_.end(), static_cast<std::size_t>(breaks) + 1,
                              paragraph_);
    text_ += text + '\n';
  }

  // What stood between two tables becomes a table of lines.
  void finish_text() {
    if (!unfinished_.empty()) finish_paragraph();
    if (text_.empty()) return;
    auto lines = read_lines(text_, bounds_.file());
    for (const auto& problem : lines.problems) {
      bounds_.add(problem.severity, problem.code, in_document(problem.place), problem.message);
    }
    for (auto& table : lines.tables) {
      if (!table.rows.empty()) add_text(std::move(table));
    }
    text_.clear();
    paragraph_of_line_.clear();
  }

  void add_text(Table table) {
    table.name = "văn bản";
    bounds_.count_rows(table.rows.size(), "");
    for (auto& row : table.rows) {
      bounds_.count_cells(row.cells.size(), "");
      for (auto& cell : row.cells) cell.place = in_document(cell.place);
    }
    tables_.push_back(std::move(table));
  }

  base::Place in_document(const base::Place& line) const {
    const auto index = static_cast<std::size_t>(std::max(line.line, 1)) - 1;
    return bounds_.place("đoạn " + std::to_string(paragraph_of_line_.at(index)));
  }

  void read_table(pugi::xml_node node) {
    std::vector<pugi::xml_node> nested;
    const auto name = "bảng " + std::to_string(++table_);
    tables_.push_back(docx_table(node, name, bounds_, nested));
    for (const auto inner : nested) read_table(inner);
  }

  Bounds& bounds_;
  std::vector<Table> tables_;
  int table_ = 0;
  int paragraph_ = 0;
  std::string unfinished_;  // of a paragraph whose end is struck out
  std::string text_;        // since the last table
  std::vector<int> paragraph_of_line_;
};

std::vector<Table> read_document(std::string_view bytes, Bounds& bounds) {
  ZipFile package(bytes);
  const auto main = main_part_of(package);
  if (main.empty()) throw not_a_document();
  const XmlPart document(package.read(main));
  if (local_name(document.root()) != "document") throw not_a_document();
  return DocumentReader(bounds).read(document.root());
}

}  // namespace

Tables read_docx(std::string_view bytes, const std::string& file) {
  Bounds bounds(file);
  try {
    if (bytes.size() > kMostFileBytes) throw too_large();
    return bounds.finish(read_document(bytes, bounds));
  } catch (const Refused& refused) {
    auto result = bounds.finish({});
    result.problems.push_back(refused.as_problem(file));
    return result;
  }
}

}  // namespace loa::schedules::intake
