// loa sign probe.
#pragma once

#include <string>

namespace loa::cli {

// Prints what answers at `address` and the lines of a configuration that drive it. kProblems if
// nothing does, kUsage if it is no address.
int probe_board(const std::string& address);

}  // namespace loa::cli
