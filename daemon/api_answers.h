// What the HTTP interface's answers are made of.
#pragma once

#include <string>

#include "base/time.h"
#include "entrance/answers.h"

namespace loa::daemon {

using entrance::error_answer;
using entrance::json_answer;

// RFC 3339 with the zone's offset and whole seconds. The zone exists.
std::string local_time(base::Wall when, const std::string& zone);

}  // namespace loa::daemon
