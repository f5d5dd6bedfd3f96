// loa-centre token, revoke, programme, media: what the administrator asks of the running centre.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "centre/config.h"

namespace loa::centre {

// All block and throw std::runtime_error, in the user's language, where the centre does not run or
// refuses.

// What the running centre answers to the JSON `body` that is posted to `path`.
std::string ask_centre(const Config& config, const std::string& path, const std::string& body);

// A token that enrols one station (protocol/token.h); in the place of the station `replaces`,
// unless that is "".
std::string new_token(const Config& config, const std::string& name,
                      const std::string& replaces = "");
// Shuts a station out at once.
void revoke(const Config& config, const std::string& station);
// Gives the centre a bundle of signed weeks to pass on. Throws std::system_error too, where the
// file cannot be read.
// `staged`: the query of the roll-out that is wanted (rollout_desk.h); empty: to all at once.
void give_programme(const Config& config, const std::filesystem::path& bundle,
                    const std::map<std::string, std::string>& staged = {});
// Hands in the content of a bundle, for who approves it; what to tell.
std::string submit_programme(const Config& config, const std::filesystem::path& bundle);
// What it says of a station, in a line for people. `tags` (with commas between) and `position`
// ("20.541,105.912"; "none") are changed where they are given.
std::string place_station(const Config& config, const std::string& station,
                          const std::optional<std::string>& tags,
                          const std::optional<std::string>& position);
// The ids of the stations that are meant (place.h, is_meant), one a line.
std::string list_stations(const Config& config, const std::vector<std::string>& targets);
// What has become of the roll-out, in lines for people. `what`: show, continue or stop.
std::string order_rollout(const Config& config, const std::string& what);
// Gives it what the centre lacks of the audio files that the bundle names, from the folder in which
// the week's paths are. Where one is not there, nothing is given. What was cut off goes on where it
// was. How many were given.
std::size_t give_media(const Config& config, const std::filesystem::path& bundle,
                       const std::filesystem::path& folder);
// Likewise a signed live command.
void give_command(const Config& config, const std::filesystem::path& command);

}  // namespace loa::centre
