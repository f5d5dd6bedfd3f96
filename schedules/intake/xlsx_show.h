// Showing a value by the tokens of a number format's section.
#pragma once

#include <string>
#include <vector>

#include "schedules/intake/xlsx_format.h"

namespace loa::schedules::intake {

// `value` in days since 1899-12-30, from 0 up to the year 9999, rounded to the second.
std::string show_date(const std::vector<FormatToken>& section, double value, bool english);

// `value` is finite and not below 0.
std::string show_number(const std::vector<FormatToken>& section, double value);

}  // namespace loa::schedules::intake
