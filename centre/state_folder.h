// Where a centre keeps what it knows: its state folder, and the database of its configuration.
#pragma once

#include <filesystem>
#include <memory>

#include "base/files.h"
#include "centre/config.h"
#include "centre/sql.h"

namespace loa::centre {

// Throws std::runtime_error, in the user's language, where another loa-centre works in the folder,
// and std::system_error where it cannot be had.
base::FolderLock take_state(const std::filesystem::path& state);

inline std::filesystem::path sqlite_file(const std::filesystem::path& state) {
  return state / "centre.db";
}

// Opens or creates it. Throws SqlError.
std::unique_ptr<Sql> open_sql(const Config& config);

}  // namespace loa::centre
