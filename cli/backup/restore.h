// Puts a backup in place: all of it or nothing.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "cli/backup/contents.h"

namespace loa::backup {

struct Restored {
  Contents contents;
  std::filesystem::path state;
  std::string before;  // the folder in it (and the ending of files elsewhere) that holds the old
};

// Writes the backup's configuration to `config`, and the rest where that says. A power cut at any
// point leaves the old or the new; what was there is kept. What the backup has no part of (the key,
// without identity) stays. A journal goes on in a new epoch. `now`: the wall clock.
//
// Before anything is touched it throws base::BadInput where the backup cannot be taken
// (contents.h), where its configuration cannot be used, where the clock is behind the backup's
// (restore-clock), where secrets are missing that a backup without identity has not
// (restore-secrets), where there is no room (restore-space), and where a station works in the
// folder (restore-running). std::system_error where the disk refuses. Blocks.
//
// `make_way` is called once the backup has been found good, before the folder is taken: a station
// need not be stopped for a file that is none.
Restored restore(const std::filesystem::path& file, const std::filesystem::path& config,
                 base::Wall now, const std::function<void()>& make_way = {});

// Finishes what a power cut interrupted; nothing if there is nothing to finish. The same errors.
std::optional<std::string> finish(const std::filesystem::path& state);

}  // namespace loa::backup
