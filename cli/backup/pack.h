// Makes a backup of everything that makes a station itself, also while it works.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/backup/contents.h"

namespace loa::backup {

struct PackRequest {
  std::filesystem::path config;
  std::filesystem::path out;
  bool identity = true;  // the key, and with it the record and what that key has signed
};

struct Packed {
  Contents contents;
  std::uintmax_t bytes = 0;           // of the file
  std::vector<std::string> left_out;  // what is no regular file
};

// Writes `out` anew (a temporary file beside it, then a rename), and reads it back whole. On
// failure what was there stays. Throws base::BadInput for a configuration that cannot be read and
// for an `out` inside what is packed, std::system_error, base::SqliteError, and std::runtime_error
// where a file changes all the time. Blocks.
Packed pack(const PackRequest& request, base::Wall now);

}  // namespace loa::backup
