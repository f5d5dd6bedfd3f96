// Copies of a journal: taken while the station works, and put in place of a journal.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/time.h"

namespace loa::journal {

// A consistent copy of `from` as a new file `to`, by SQLite's backup in one step, while a station
// may have it open. `to` is whole and synced, without a log beside it. Throws base::SqliteError.
// Blocks.
void copy_journal(const std::filesystem::path& from, const std::filesystem::path& to);

// The epoch under which a copy that is put back may go on. The board that it was taken from may
// have begun epochs since, and the same copy may be put back on several boards, one after another:
// so it is made of the time, and grows from each to the next. Ten minutes since 2025 count one,
// which lasts until 2104. `seen`: the newest epoch known here.
std::uint64_t epoch_after_restore(std::uint64_t seen, base::Wall now);

// Makes a copy ready to be a journal again: the station that opens it begins a new epoch above
// `known` and all of its own, and settles nothing that is due before that: what its board did since
// is not known to it. Throws base::SqliteError, std::system_error. Blocks.
void make_restored(const std::filesystem::path& copy, std::uint64_t known, base::Wall now);

}  // namespace loa::journal
