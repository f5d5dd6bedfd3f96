// Values of the HTTP interface as JSON. Drags nlohmann/json in: for api_*.cpp only.
#pragma once

#include "base/time.h"
#include "daemon/station.h"
#include "entrance/answers_json.h"

namespace loa::daemon {

using entrance::dumped;
using entrance::Json;
using entrance::to_json;

// Seconds, to the millisecond.
double in_seconds(base::Duration duration);
Json to_json(const DueSoon& due, const std::string& zone);
Json to_json(const OnAir& on_air, const std::string& zone);

}  // namespace loa::daemon
