// Opens a journal file whatever state it is in.
#pragma once

#include <memory>
#include <string>

#include "base/sqlite.h"
#include "journal/journal.h"

namespace loa::journal {

// So many newest rows are checked when a journal is opened: more than a quarter of a year's.
inline constexpr std::uint64_t kCheckedRows = 5000;

// A sound journal with a current epoch: the file as it is, a new one, or one made by salvage.
// Throws base::SqliteError, std::system_error.
std::unique_ptr<base::Database> open_sound(const std::filesystem::path& path,
                                           const std::string& station, Opened& opened);

}  // namespace loa::journal
