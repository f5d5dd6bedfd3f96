// What a station has come to believe, as a file that survives restarts.
#pragma once

#include "trust/judge.h"

namespace loa::trust {

std::string write_trusted(const Trusted& trusted);
// Nothing if it cannot be read; then there are errors among the problems.
std::optional<Trusted> read_trusted(std::string_view json, const std::string& file,
                                    base::Problems& problems);

}  // namespace loa::trust
