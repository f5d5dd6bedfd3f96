// One cell of a sheet.
#pragma once

#include <string>
#include <vector>

#include "schedules/intake/bounds.h"
#include "schedules/intake/xlsx_parts.h"

namespace loa::schedules::intake {

struct Workbook {
  std::vector<std::string> strings;
  CellStyles styles{pugi::xml_node()};
  bool from_1904 = false;  // its days count from 1904-01-01
};

// What a <c> holds. `place` is its place. A time of the day is kept without the days in its value;
// a counted one ([h]:mm) keeps them. A formula has the value that was last worked out; one that has
// none, or an error, is a warning. Throws Refused: points to a string that is not there.
Cell xlsx_cell(pugi::xml_node node, const Workbook& workbook, base::Place place, Bounds& bounds);

// Whether there is anything in a <c>, which may carry a mere style.
bool has_content(pugi::xml_node node);

}  // namespace loa::schedules::intake
