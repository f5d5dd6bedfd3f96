// What the cells of a workbook point to: its shared strings and its number formats.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "schedules/intake/xlsx_format.h"
#include "schedules/intake/xml_part.h"

namespace loa::schedules::intake {

// The text of a <si> or <is>: its runs put together, without reading aids (<rPh>), and with Excel's
// escapes (_x000A_) resolved.
std::string rich_text_of(pugi::xml_node node);

// Excel's escapes in what is written as it stands: "_x0041_" is "A".
std::string without_escapes(std::string text);

// Of a sharedStrings part.
std::vector<std::string> shared_strings(pugi::xml_node root);

// Of a styles part; what a cell's `s` counts in. `root` may be a null node: then there is one.
class CellStyles {
 public:
  explicit CellStyles(pugi::xml_node root);
  // A style that does not exist is General, as in Excel.
  const NumberFormat& format(std::size_t style) const;

 private:
  std::vector<NumberFormat> formats_;
  std::vector<std::size_t> of_style_;  // index into formats_
};

}  // namespace loa::schedules::intake
