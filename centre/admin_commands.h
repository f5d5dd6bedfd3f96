// loa-centre token, revoke, programme: what the administrator asks of the running centre.
#pragma once

#include <string>

#include "centre/config.h"

namespace loa::centre {

// All block and throw std::runtime_error, in the user's language, where the centre does not run or
// refuses.

// A token that enrols one station (protocol/token.h); in the place of the station `replaces`,
// unless that is "".
std::string new_token(const Config& config, const std::string& name,
                      const std::string& replaces = "");
// Shuts a station out at once.
void revoke(const Config& config, const std::string& station);
// Gives the centre a bundle of signed weeks to pass on. Throws std::system_error too, where the
// file cannot be read.
void give_programme(const Config& config, const std::filesystem::path& bundle);
// Likewise a signed live command.
void give_command(const Config& config, const std::filesystem::path& command);

}  // namespace loa::centre
