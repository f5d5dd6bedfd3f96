// The tables of a journal file, and how a row is written into them.
#include "journal/schema.h"

#include <fmt/format.h>

#include <array>
#include <cstring>

#include "journal/epochs.h"

namespace loa::journal {
namespace {

struct Object {
  const char* name;
  const char* sql;  // as SQLite keeps it: compared byte by byte
};

// `rows` never changes but by prune. `epochs` says where checking begins. `facts` is not in the
// chain: each fact carries its own checksum, and a count by which the newest copy is known.
constexpr std::array<Object, 6> kObjects = {{
    {"rows", R"(CREATE TABLE rows(
  id INTEGER PRIMARY KEY,
  station TEXT NOT NULL,
  kind TEXT NOT NULL CHECK(kind IN ('intent', 'item', 'result', 'event')),
  occurrence TEXT NOT NULL,
  title TEXT NOT NULL,
  area TEXT NOT NULL,
  content TEXT NOT NULL,
  nominal INTEGER,
  wall INTEGER NOT NULL,
  monotonic INTEGER NOT NULL,
  boot TEXT NOT NULL,
  quality TEXT NOT NULL CHECK(quality IN ('unknown', 'floor', 'holdover', 'synced')),
  frames_due INTEGER NOT NULL,
  frames_played INTEGER NOT NULL,
  frames_dropped INTEGER NOT NULL,
  level INTEGER NOT NULL,
  evidence TEXT NOT NULL,
  outcome TEXT NOT NULL
    CHECK(outcome IN ('none', 'played', 'partial', 'failed', 'missed', 'skipped')),
  reason TEXT NOT NULL,
  previous BLOB NOT NULL CHECK(length(previous) = 32),
  hash BLOB NOT NULL CHECK(length(hash) = 32)
) STRICT)"},
    {"rows_by_occurrence",
     "CREATE INDEX rows_by_occurrence ON rows(occurrence, kind) WHERE occurrence <> ''"},
    {"results_by_key",
     "CREATE INDEX results_by_key ON rows(substr(occurrence, instr(occurrence, '/') + 1)) "
     "WHERE kind = 'result'"},
    {"rows_by_wall", "CREATE INDEX rows_by_wall ON rows(wall)"},
    {"epochs", R"(CREATE TABLE epochs(
  epoch INTEGER PRIMARY KEY,
  salvaged INTEGER NOT NULL CHECK(salvaged IN (0, 1)),
  base_seq INTEGER NOT NULL,
  base_hash BLOB NOT NULL CHECK(length(base_hash) = 32)
) STRICT)"},
    {"facts", R"(CREATE TABLE facts(
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  count INTEGER NOT NULL,
  checksum BLOB NOT NULL CHECK(length(checksum) = 32)
) STRICT)"},
}};

std::string_view bytes_of(const base::Sha256& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace

std::int64_t time_of(base::Wall time) { return time.time_since_epoch().count(); }

const char* const kColumns =
    "id, station, kind, occurrence, title, area, content, nominal, wall, monotonic, boot, quality, "
    "frames_due, frames_played, frames_dropped, level, evidence, outcome, reason, previous, hash";

const char* const kIntoRows =
    "INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

void create_schema(base::Database& database, std::optional<std::uint64_t> epoch) {
  base::Transaction transaction(database);
  for (const auto& object : kObjects) database.execute(object.sql);
  if (epoch) begin_epoch(database, *epoch);
  transaction.commit();
}

bool has_schema(base::Database& database) {
  base::Statement find(database,
                       "SELECT (SELECT sql FROM sqlite_schema WHERE name = ?1), "
                       "(SELECT count(*) FROM sqlite_schema WHERE sql IS NOT NULL)");
  for (const auto& object : kObjects) {
    find.bind(1, std::string_view(object.name));
    find.step();
    const bool same = find.text(0) == object.sql && find.integer(1) == std::ssize(kObjects);
    find.reset();
    if (!same) return false;
  }
  return true;
}

void bind_row(base::Statement& statement, const Row& row) {
  const auto count = [&](int index, std::uint64_t value) {
    statement.bind(index, static_cast<std::int64_t>(value));
  };
  statement.bind(1, id_of(row.epoch, row.seq));
  statement.bind(2, std::string_view(row.station)).bind(3, name_of(row.kind));
  statement.bind(4, std::string_view(row.occurrence)).bind(5, std::string_view(row.title));
  statement.bind(6, std::string_view(row.area)).bind(7, std::string_view(row.content));
  row.nominal ? statement.bind(8, time_of(*row.nominal)) : statement.bind_null(8);
  statement.bind(9, time_of(row.wall)).bind(10, row.monotonic_ns);
  statement.bind(11, std::string_view(row.boot)).bind(12, base::name_of(row.quality));
  count(13, row.frames_due);
  count(14, row.frames_played);
  count(15, row.frames_dropped);
  statement.bind(16, std::int64_t{row.level}).bind(17, std::string_view(row.evidence));
  statement.bind(18, name_of(row.outcome)).bind(19, std::string_view(row.reason));
  statement.bind_blob(20, bytes_of(row.previous)).bind_blob(21, bytes_of(row.hash));
}

std::optional<base::Sha256> hash_from(std::string_view bytes) {
  base::Sha256 hash;
  if (bytes.size() != hash.size()) return std::nullopt;
  std::memcpy(hash.data(), bytes.data(), hash.size());
  return hash;
}

}  // namespace loa::journal
