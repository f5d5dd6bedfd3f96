// A table of a Word document.
#pragma once

#include <pugixml.hpp>
#include <vector>

#include "schedules/intake/bounds.h"

namespace loa::schedules::intake {

// The w:tbl as rows of cells that line up: a cell that spans columns or rows covers as many. Rows
// that are struck out are left out. Places are "bảng 1!B7", where `name` is "bảng 1". Tables inside
// its cells are put at the end of `nested`, and are no part of those cells' text.
Table docx_table(pugi::xml_node node, const std::string& name, Bounds& bounds,
                 std::vector<pugi::xml_node>& nested);

}  // namespace loa::schedules::intake
