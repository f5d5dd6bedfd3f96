// `loa schedule shift`, hung into the group `schedule`.
#pragma once

#include "cli/commands.h"

namespace loa::cli {

void add_shift(CLI::App& group, Action& chosen);

}  // namespace loa::cli
