// Checks the hash chain of an open journal.
#pragma once

#include "base/sqlite.h"
#include "journal/journal.h"

namespace loa::journal {

// Checks the newest `rows` rows (all of them if there are fewer), and that nothing which the centre
// has acknowledged is missing at the end. Throws base::SqliteError where the file cannot be read.
Verification check_chain(base::Database& database, std::uint64_t rows);

}  // namespace loa::journal
