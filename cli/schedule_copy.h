// loa schedule copy: last week as next week.
#pragma once

#include "cli/commands.h"

namespace loa::cli {

void add_copy(CLI::App& group, Action& chosen);

}  // namespace loa::cli
