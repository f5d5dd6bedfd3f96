// loa log witness: a machine elsewhere that holds the centre's log to its word.
#pragma once

#include "cli/commands.h"

namespace loa::cli {

// The log shrank, or is not the one that was seen before.
inline constexpr int kForked = 4;

void add_log_witness(CLI::App& group, Action& chosen);

}  // namespace loa::cli
