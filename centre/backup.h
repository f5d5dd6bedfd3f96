// A centre in one file, and a centre out of such a file: its rows, and the keys by which stations
// know it. The file is an SQLite database with the centre's own tables, whatever engine the centre
// runs on: so it is also the way from one engine to the other. Media are not in it; they are files
// of their own, which their hash proves.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/time.h"
#include "centre/config.h"

namespace loa::centre {

struct BackupSummary {
  base::Wall created{};
  std::int64_t stations = 0;
  std::int64_t rows = 0;           // of their records
  std::vector<std::string> files;  // of the state folder
};

// Writes `out` anew (mode 0600: it holds the keys), also while the centre runs: all of it is of one
// moment. Reads it back before it counts. On failure what was there stays. Blocks for as long as
// the rows take; throws SqlError, std::system_error, and std::runtime_error, in the user's
// language, where the centre's data are of another version.
BackupSummary back_up(const Config& config, const std::filesystem::path& out, base::Wall now);

// Fills the place that `config` names, which must not have a station yet; all or nothing, and again
// after a power cut. Key files that were there are kept beside the new ones, as NAME.before. Before
// anything is touched it throws base::BadInput where the file is no whole backup, or of a later
// version (backup-foreign, backup-damaged, backup-newer), and std::runtime_error where the centre
// runs or has stations. Blocks; SqlError, std::system_error.
BackupSummary restore(const Config& config, const std::filesystem::path& file);

}  // namespace loa::centre
