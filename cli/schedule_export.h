// loa schedule export: a week in the form that other programs and people read.
#pragma once

#include "cli/commands.h"

namespace loa::cli {

void add_export(CLI::App& group, Action& chosen);

}  // namespace loa::cli
