// One sheet of a workbook.
#pragma once

#include <string>

#include "schedules/intake/bounds.h"
#include "schedules/intake/xlsx_cell.h"

namespace loa::schedules::intake {

// The rows of a worksheet part; row and column numbers stay as they are in the sheet. A hidden row
// is marked; the cells of a hidden column are empty, but what a merged cell that begins in one
// shows further right stays. `name` is the sheet's. Throws Refused: bounds, damaged.
std::vector<Row> xlsx_rows(pugi::xml_node root, const std::string& name, const Workbook& workbook,
                           Bounds& bounds);

}  // namespace loa::schedules::intake
