// The station of a configuration file, spoken to from its own machine while it is set up.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/language.h"
#include "cli/station_client.h"
#include "daemon/config.h"

namespace loa::cli {

// "http://127.0.0.1:8470"; nothing where a station with that configuration cannot be reached so.
std::optional<std::string> url_here(const daemon::Config& config);

// The one-time code that makes the first person; nothing where there are people. Throws NoStation,
// Refused.
std::optional<std::string> first_code(const StationClient& station);

// Whether the station has something on the air. False where none answers.
bool is_on_air(const StationClient& station);

// What came of a tone that a running station was asked for.
struct ToneThere {
  std::optional<base::Text> why_not;
  std::vector<base::Text> faults;  // lines of the amplifier that could not be switched
};
// On a card ("Device"), with these lines of the amplifier. Nothing where no station answers, or it
// does not take orders from this user. Blocks for as long as it sounds.
std::optional<ToneThere> tone_there(const StationClient& station, const std::string& card,
                                    const daemon::AmplifierConfig& amplifier);

}  // namespace loa::cli
