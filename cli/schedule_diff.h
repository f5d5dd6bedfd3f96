// loa schedule diff: two weeks compared, in sentences.
#pragma once

#include "cli/commands.h"

namespace loa::cli {

void add_diff(CLI::App& group, Action& chosen);

}  // namespace loa::cli
