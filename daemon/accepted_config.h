// The configuration that the station runs by: the file as it is, or, where somebody has edited it
// wrong, the last one that it accepted, of which it keeps a copy in its state folder.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "daemon/config.h"

namespace loa::daemon {

// Remembers `text`, the content of `file`, as accepted: `state`/accepted-config.json, mode 0600.
// Throws std::system_error. Blocks.
void remember_accepted(const std::filesystem::path& state, const std::filesystem::path& file,
                       const std::string& text);

// The last accepted content of `file`, with `refused` as what is wrong with the present one.
// Nothing if there is none, or it is not right any more either. Which state folder it was is
// looked for in `text` (however wrong that is), in $STATE_DIRECTORY, and where the packages have
// it. Blocks.
std::optional<Config> last_accepted(const std::filesystem::path& file, const std::string& text,
                                    const base::Problems& refused);

// Calls `make` with the file's configuration and remembers it as accepted; where either says
// base::BadInput, or where the file is gone, with the last accepted one. A file that never was is a
// station that is not set up yet: it runs by what is usual, for its page. Throws what is wrong with
// the file where there is no other, and whatever else `make` throws.
void with_good_config(const std::filesystem::path& file,
                      const std::function<void(const Config&)>& make);

}  // namespace loa::daemon
