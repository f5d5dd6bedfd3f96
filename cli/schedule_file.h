// A schedule file given on the command line.
#pragma once

#include <string>

#include "schedules/read.h"

namespace loa::cli {

// Reads and checks `file`. A file that cannot be opened is a problem like any other. Blocks.
schedules::ReadSchedule read_schedule_file(const std::string& file);

// One line for each problem, as base::to_string writes it.
void print_problems(std::FILE* out, const base::Problems& problems);
// A JSON array of {severity, code, file, line, column, field, message}, for programs. Line and
// column are 0 where the finding has no place.
void print_problems_json(std::FILE* out, const base::Problems& problems);

}  // namespace loa::cli
