// Values of the HTTP interface as JSON. Drags nlohmann/json in: for api_*.cpp only.
#pragma once

#include <nlohmann/json.hpp>

#include "base/problem.h"
#include "base/time.h"
#include "daemon/station.h"

namespace loa::daemon {

using Json = nlohmann::ordered_json;

// Seconds, to the millisecond.
double in_seconds(base::Duration duration);
Json to_json(const base::Text& text);
Json to_json(const base::Problem& problem);
Json to_json(const base::Problems& problems);
Json to_json(const DueSoon& due, const std::string& zone);
Json to_json(const OnAir& on_air, const std::string& zone);
// As text; strings that are not UTF-8 (a file name from the disk) get U+FFFD.
std::string dumped(const Json& json);

}  // namespace loa::daemon
