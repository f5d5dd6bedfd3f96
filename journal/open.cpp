// Opens a journal file whatever state it is in.
#include "journal/open.h"

#include <sqlite3.h>

#include <array>
#include <fstream>
#include <string_view>

#include "journal/chain.h"
#include "journal/epochs.h"
#include "journal/salvage.h"
#include "journal/schema.h"

namespace loa::journal {
namespace {

namespace fs = std::filesystem;

constexpr auto kMode = base::Database::Mode::read_write;

// A sector that cannot be read stays so: waiting for better days would silence the station.
bool means_damage(const base::SqliteError& error) {
  return error.corrupt() || error.code() == SQLITE_IOERR_READ ||
         error.code() == SQLITE_IOERR_SHORT_READ || error.code() == SQLITE_IOERR_CORRUPTFS;
}

// integrity_check reads the indexes too, by which it is known what has a result, but takes longer.
bool intact(base::Database& database) {
  base::Statement many(database, "SELECT 1 FROM rows LIMIT 1 OFFSET ?");
  many.bind(1, static_cast<std::int64_t>(2 * kCheckedRows));
  if (many.step()) return database.healthy();
  base::Statement check(database, "PRAGMA integrity_check(1)");
  return check.step() && check.text(0) == "ok";
}

bool sound(base::Database& database) {
  return has_schema(database) && newest_epoch(database) != 0 && intact(database) &&
         check_chain(database, kCheckedRows).ok;
}

// Whether the file begins as a database of ours. SQLite itself takes some of those that do not, and
// may delete their log, and with it what can be saved.
bool begins_well(const fs::path& path) {
  constexpr std::string_view magic("SQLite format 3\0\x04\0\x02\x02", 20);  // 1024, WAL, WAL
  std::array<char, magic.size()> begin{};
  std::ifstream(path, std::ios::binary).read(begin.data(), begin.size());
  return std::string_view(begin.data(), begin.size()) == magic && fs::file_size(path) >= kPageSize;
}

// Nothing where it is damaged.
std::unique_ptr<base::Database> open_if_sound(const fs::path& path) {
  if (!fs::exists(path) || !begins_well(path)) return nullptr;
  try {
    auto database = std::make_unique<base::Database>(path);
    // Closed without writing into it, the damaged file stays as it was found.
    sqlite3_db_config(database->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    if (!sound(*database)) return nullptr;
    sqlite3_db_config(database->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
    return database;
  } catch (const base::SqliteError& error) {
    if (!means_damage(error)) throw;
    return nullptr;
  }
}

// A power cut while the very first file is made leaves an empty one, and no epoch is noted yet.
bool is_new(const fs::path& path) {
  const bool empty = !fs::exists(path) || fs::file_size(path) == 0;
  return empty && !fs::exists(path.string() + "-wal") &&
         (!fs::exists(path) || noted_epoch(path) == 0);
}

std::unique_ptr<base::Database> create(const fs::path& path) {
  auto database = std::make_unique<base::Database>(path, kMode, kPageSize);
  create_schema(*database, noted_epoch(path) + 1);
  return database;
}

bool of_another_station(base::Database& database, const std::string& station) {
  base::Statement newest(database, "SELECT id, station FROM rows ORDER BY id DESC LIMIT 1");
  return newest.step() && epoch_of(newest.integer(0)) == newest_epoch(database) &&
         newest.text(1) != station;
}

// Rows of another station must not be continued; an older copy of the journal must not count again
// from where it was taken.
void choose_epoch(base::Database& database, const fs::path& path, const std::string& station) {
  const auto newest = newest_epoch(database);
  const auto noted = noted_epoch(path);
  if (noted > newest || of_another_station(database, station)) {
    begin_epoch(database, std::max(noted, newest) + 1);
  }
  note_epoch(path, newest_epoch(database));
}

}  // namespace

std::unique_ptr<base::Database> open_sound(const fs::path& path, const std::string& station,
                                           Opened& opened) {
  settle_salvage(path);
  opened.created = is_new(path);
  auto database = opened.created ? create(path) : open_if_sound(path);
  if (!database) {
    const auto salvaged = salvage(path, noted_epoch(path));
    opened.salvaged = true;
    opened.rows_kept = salvaged.rows;
    opened.damaged = salvaged.damaged;
    database = open_if_sound(path);
  }
  if (!database) throw base::SqliteError(SQLITE_CORRUPT, path.string() + ": damaged again at once");
  choose_epoch(*database, path, station);
  return database;
}

}  // namespace loa::journal
