// Epochs: a new one begins where (epoch, seq) could otherwise come twice.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "base/sqlite.h"

namespace loa::journal {

// 0 if there is none.
std::uint64_t newest_epoch(base::Database& database);
void begin_epoch(base::Database& database, std::uint64_t epoch);

// Deletes all rows up to id `last`; `hash` is that row's, on which the rest stands from now on.
// Returns how many.
std::int64_t delete_through(base::Database& database, std::int64_t last, std::string_view hash);

// The newest epoch is also kept in a file of its own, `path`.epoch, so that a journal which is lost
// altogether does not begin again with numbers that the centre has seen. 0 if there is none.
std::uint64_t noted_epoch(const std::filesystem::path& path);
void note_epoch(const std::filesystem::path& path, std::uint64_t epoch);

}  // namespace loa::journal
