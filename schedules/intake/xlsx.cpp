// Reading a workbook: its sheets in their order.
#include "schedules/intake/bounds.h"
#include "schedules/intake/cell_text.h"
#include "schedules/intake/office_package.h"
#include "schedules/intake/refused.h"
#include "schedules/intake/rows.h"
#include "schedules/intake/xlsx_sheet.h"

namespace loa::schedules::intake {
namespace {

Refused not_a_workbook() {
  return {"not-a-workbook",
          {"tệp này không phải là bảng tính Excel (.xlsx)",
           "this file is not an Excel workbook (.xlsx)"}};
}

Refused no_sheets() {
  return {"no-sheets",
          {"tệp Excel này không có trang tính nào", "this workbook has no sheets at all"}};
}

Refused missing_sheet(std::string_view name) {
  return {"xml-damaged",
          {"trang tính này không có trong tệp: hãy mở tệp bằng Excel rồi lưu lại",
           "this sheet is not in the file: open it in Excel and save it again"},
          std::string(name)};
}

class WorkbookReader {
 public:
  WorkbookReader(std::string_view bytes, Bounds& bounds) : package_(bytes), bounds_(bounds) {}

  std::vector<Table> read() {
    const auto main = main_part_of(package_);
    if (main.empty()) throw not_a_workbook();
    const XmlPart book(package_.read(main));
    if (local_name(book.root()) != "workbook") throw not_a_workbook();
    const auto relations = relations_of(package_, main);
    workbook_.from_1904 = is_on(child_of(book.root(), "workbookPr"), "date1904");
    read_shared(relations);
    std::vector<Table> tables;
    for (const auto sheet : children_of(child_of(book.root(), "sheets"), "sheet")) {
      const auto found = relations.find(std::string(attribute_of(sheet, "id")));
      if (found == relations.end()) throw missing_sheet(cell_text(attribute_of(sheet, "name")));
      if (found->second.type != "worksheet") continue;  // a chart
      tables.push_back(read_sheet(sheet, found->second.target));
    }
    if (tables.empty()) throw no_sheets();
    return tables;
  }

 private:
  void read_shared(const std::map<std::string, Relation>& relations) {
    if (const auto part = target_of_type(relations, "sharedStrings"); !part.empty()) {
      workbook_.strings = shared_strings(XmlPart(package_.read(part)).root());
    }
    if (const auto part = target_of_type(relations, "styles"); !part.empty()) {
      workbook_.styles = CellStyles(XmlPart(package_.read(part)).root());
    }
  }

  Table read_sheet(pugi::xml_node sheet, const std::string& part) {
    Table table;
    table.name = cell_text(attribute_of(sheet, "name"));
    const auto state = attribute_of(sheet, "state");
    table.hidden = state == "hidden" || state == "veryHidden";
    table.rows = xlsx_rows(XmlPart(package_.read(part)).root(), table.name, workbook_, bounds_);
    trim(table);
    return table;
  }

  ZipFile package_;
  Bounds& bounds_;
  Workbook workbook_;
};

}  // namespace

Tables read_xlsx(std::string_view bytes, const std::string& file) {
  Bounds bounds(file);
  try {
    if (bytes.size() > kMostFileBytes) throw too_large();
    return bounds.finish(WorkbookReader(bytes, bounds).read());
  } catch (const Refused& refused) {
    auto result = bounds.finish({});
    result.problems.push_back(refused.as_problem(file));
    return result;
  }
}

}  // namespace loa::schedules::intake
