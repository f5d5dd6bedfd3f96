// Tables and indexes. Keys are made by the stations, none is counted up here, so that the rows can
// be spread over several databases by station.
#include "centre/store_schema.h"

#include <fmt/format.h>

#include <stdexcept>

#include "base/language.h"

namespace loa::centre {
namespace {

constexpr int kVersion = 3;

constexpr const char* kTables = R"(
CREATE TABLE station(
  id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, public_key BLOB NOT NULL,
  enrolled_ns INTEGER NOT NULL);
CREATE TABLE token(
  hash BLOB NOT NULL PRIMARY KEY, name TEXT NOT NULL, expires_ns INTEGER NOT NULL,
  station TEXT NOT NULL);
CREATE TABLE as_run(
  station TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL,
  occurrence TEXT NOT NULL, title TEXT NOT NULL, area TEXT NOT NULL, content TEXT NOT NULL,
  nominal_ns INTEGER, wall_ns INTEGER NOT NULL, monotonic_ns INTEGER NOT NULL, boot TEXT NOT NULL,
  quality TEXT NOT NULL, frames_due INTEGER NOT NULL, frames_played INTEGER NOT NULL,
  frames_dropped INTEGER NOT NULL, level INTEGER NOT NULL, evidence TEXT NOT NULL,
  outcome TEXT NOT NULL, reason TEXT NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL,
  received_ns INTEGER NOT NULL,
  PRIMARY KEY(station, epoch, seq)) WITHOUT ROWID;
CREATE INDEX as_run_occurrence ON as_run(station, occurrence) WHERE occurrence <> '';
CREATE INDEX as_run_due ON as_run(station, nominal_ns) WHERE kind IN ('intent', 'result');
CREATE TABLE quarantine(
  station TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL,
  json TEXT NOT NULL, received_ns INTEGER NOT NULL,
  PRIMARY KEY(station, epoch, seq, hash));
CREATE TABLE event(
  station TEXT NOT NULL, code TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL,
  first_ns INTEGER NOT NULL, last_ns INTEGER NOT NULL, times INTEGER NOT NULL,
  PRIMARY KEY(station, code, subject));
CREATE INDEX event_last ON event(last_ns);
CREATE TABLE report(
  station TEXT NOT NULL PRIMARY KEY, json TEXT NOT NULL, seen_ns INTEGER NOT NULL);
)";

// Since version 2. One row: the newest.
constexpr const char* kBundles = R"(
CREATE TABLE bundle(
  fingerprint TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, text TEXT NOT NULL,
  received_ns INTEGER NOT NULL);
)";

// Since version 3: stations that were shut out.
constexpr const char* kRevocation = "ALTER TABLE station ADD COLUMN revoked_ns INTEGER";

int version_of(base::Database& database) {
  base::Statement version(database, "PRAGMA user_version");
  version.step();
  return static_cast<int>(version.integer(0));
}

}  // namespace

void prepare_schema(base::Database& database) {
  const int version = version_of(database);
  if (version == kVersion) return;
  if (version > kVersion)
    throw std::runtime_error(
        base::Text{"dữ liệu của trung tâm do một bản Loa mới hơn ghi; hãy cài "
                   "bản mới hơn",
                   "the centre's data was written by a later version of Loa; "
                   "install that version"}
            .shown());
  base::Transaction transaction(database);
  if (version < 1) database.execute(kTables);
  if (version < 2) database.execute(kBundles);
  database.execute(kRevocation);
  database.execute(fmt::format("PRAGMA user_version = {}", kVersion));
  transaction.commit();
}

}  // namespace loa::centre
