// After a new configuration.
#pragma once

#include "cli/local_station.h"
#include "cli/station_service.h"

namespace loa::cli {

// Starts the service again with the configuration `now`, waits until it answers, and shows the code
// that makes the first person where there is none. What is on the air (of a station that runs by
// `before`) is played to its end: the station itself begins again then, and nothing is waited for.
// Blocks; throws std::runtime_error where the station does not start or does not answer.
void begin_again(const StationService& service, const std::optional<daemon::Config>& before,
                 const daemon::Config& now);

}  // namespace loa::cli
