// The configuration that the station runs by: the file as it is, or, where somebody has edited it
// or a file that it names wrong, the last one that it accepted. Of all these the station keeps a
// copy in its state folder: accepted-config.json, mode 0600.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "daemon/config.h"

namespace loa::daemon {

// The last accepted content of `file`, with `refused` as what is wrong with the present one.
// Nothing if there is none, or it is not right any more either. Which state folder it was is
// looked for in `text` (however wrong that is), in $STATE_DIRECTORY, and where the packages have
// it. Blocks.
std::optional<Config> last_accepted(const std::filesystem::path& file, const std::string& text,
                                    const base::Problems& refused);

// Calls `make` with the file's configuration and remembers it as accepted. Where either says
// base::BadInput, `make` is called again, with what is wrong as Config::refused: with the same
// configuration if it is a file named in it that cannot be used, and what that held when it was
// accepted (Config::kept) can; a list of short forms of which nothing was kept is left out. If that
// does not do, or the file is gone, with the last accepted one. A file that never was is a station
// that is not set up yet: it runs by what is usual, for its page. Throws what is wrong with the
// file where there is no other, and whatever else `make` throws. Blocks.
void with_good_config(const std::filesystem::path& file,
                      const std::function<void(const Config&)>& make);

}  // namespace loa::daemon
