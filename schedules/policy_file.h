// A policy as the operator names it: a preset, or a file.
#pragma once

#include <string>

#include "schedules/policy.h"

namespace loa::schedules {

// Whether `name` is meant as a file: it has a '/' or ends with ".json".
bool names_policy_file(const std::string& name);

// The preset or the file. Blocks. An unknown name or a file that cannot be read is a problem like
// any other.
ReadPolicy policy_named(const std::string& name);

}  // namespace loa::schedules
