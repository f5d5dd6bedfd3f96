// loa-centre token: asks the running centre for an enrolment token.
#pragma once

#include <string>

#include "centre/config.h"

namespace loa::centre {

// Blocks. Throws std::runtime_error, in the user's language, where the centre does not run or
// refuses.
std::string new_token(const Config& config, const std::string& name);

}  // namespace loa::centre
