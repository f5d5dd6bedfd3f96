// Checks a journal file from outside, while the station may have it open.
#include <limits>

#include "journal/chain.h"
#include "journal/schema.h"

namespace loa::journal {

Verification verify(const std::filesystem::path& path) {
  try {
    base::Database database(path, base::Database::Mode::read_only);
    // One read transaction: the station may append and prune meanwhile.
    database.execute("BEGIN");
    if (has_schema(database)) {
      return check_chain(database, std::numeric_limits<std::uint64_t>::max());
    }
  } catch (const base::SqliteError& error) {
    if (!error.corrupt()) throw;
  }
  Verification unreadable;
  unreadable.ok = false;
  unreadable.why = "unreadable";
  return unreadable;
}

}  // namespace loa::journal
