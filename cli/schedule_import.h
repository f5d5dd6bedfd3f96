// loa schedule import: an operator's own file becomes a week.
#pragma once

#include "cli/commands.h"

namespace loa::cli {

void add_import(CLI::App& group, Action& chosen);

}  // namespace loa::cli
