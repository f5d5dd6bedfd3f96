// Copies of a journal.
#include "journal/restored.h"

#include <sqlite3.h>

#include <algorithm>

#include "base/files.h"
#include "journal/epochs.h"
#include "journal/schema.h"

namespace loa::journal {
namespace {

constexpr base::Wall kFirst{std::chrono::seconds{1'735'689'600}};  // 2025-01-01T00:00:00Z
constexpr base::Duration kStep = std::chrono::minutes{10};
// Room for epochs that begin one by one after a time of the year 2104.
constexpr std::uint64_t kLastByTime = kMaxEpoch - 10'000;

}  // namespace

void copy_journal(const std::filesystem::path& from, const std::filesystem::path& to) {
  base::Database source(from, base::Database::Mode::read_only);
  base::Database copy(to, base::Database::Mode::read_write, kPageSize);
  sqlite3_backup* work = sqlite3_backup_init(copy.handle(), "main", source.handle(), "main");
  if (work == nullptr) throw base::SqliteError::last(copy.handle(), SQLITE_ERROR);
  const int stepped = sqlite3_backup_step(work, -1);
  const int finished = sqlite3_backup_finish(work);
  if (stepped != SQLITE_DONE) throw base::SqliteError::last(copy.handle(), stepped);
  if (finished != SQLITE_OK) throw base::SqliteError::last(copy.handle(), finished);
  copy.execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

std::uint64_t epoch_after_restore(std::uint64_t seen, base::Wall now) {
  const auto steps = now < kFirst ? 0 : (now - kFirst) / kStep;
  const auto by_time = std::min(static_cast<std::uint64_t>(steps), kLastByTime);
  return std::max(seen + 1, by_time);
}

void make_restored(const std::filesystem::path& copy, std::uint64_t known, base::Wall now) {
  std::uint64_t newest = 0;
  {
    base::Database database(copy);
    newest = newest_epoch(database);
    // daemon/station_clock.cpp: up to where the station has looked at what was due.
    database.execute("DELETE FROM facts WHERE name = 'settled'");
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
  }
  // A note that is ahead of its journal is what tells an older copy (open.cpp).
  note_epoch(copy, epoch_after_restore(std::max(newest, known), now));
}

}  // namespace loa::journal
