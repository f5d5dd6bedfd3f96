// Office files made for one test.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace loa::schedules::intake::test {

using Parts = std::vector<std::pair<std::string, std::string>>;

// A zip of these members, deflated.
std::string zip_of(const Parts& parts);

// What a workbook is made of; each may be changed before zipping.
struct MadeWorkbook {
  std::string rows;      // inside <sheetData>
  std::string strings;   // inside <sst>
  std::string formats;   // number format codes for styles 1, 2..., one a line
  std::string columns;   // <cols>...
  std::string merges;    // <mergeCells>...
  std::string settings;  // attributes of <workbookPr>

  Parts parts() const;
  std::string bytes() const { return zip_of(parts()); }
};

// A document with this inside <w:body>.
std::string made_document(const std::string& body);

}  // namespace loa::schedules::intake::test
