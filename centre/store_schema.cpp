// Tables and indexes. Keys are made by the stations, none is counted up here, so that the rows can
// be spread over several databases by station.
#include "centre/store_schema.h"

#include <fmt/format.h>

#include <array>

#include "base/language.h"

namespace loa::centre {
namespace {

constexpr std::int64_t kSchemaVersion = 13;

// {text} and {bytes}: the types; {key} and {tail}: the record's key and what it is stored by.
constexpr const char* kTables = R"(
CREATE TABLE station(
  id {text} NOT NULL PRIMARY KEY, name {text} NOT NULL, public_key {bytes} NOT NULL,
  enrolled_ns BIGINT NOT NULL);
CREATE TABLE token(
  hash {bytes} NOT NULL PRIMARY KEY, name {text} NOT NULL, expires_ns BIGINT NOT NULL,
  station {text} NOT NULL);
CREATE TABLE as_run(
  station {text} NOT NULL, epoch BIGINT NOT NULL, seq BIGINT NOT NULL, kind {text} NOT NULL,
  occurrence {text} NOT NULL, title {text} NOT NULL, area {text} NOT NULL, content {text} NOT NULL,
  nominal_ns BIGINT, wall_ns BIGINT NOT NULL, monotonic_ns BIGINT NOT NULL, boot {text} NOT NULL,
  quality {text} NOT NULL, frames_due BIGINT NOT NULL, frames_played BIGINT NOT NULL,
  frames_dropped BIGINT NOT NULL, level BIGINT NOT NULL, evidence {text} NOT NULL,
  outcome {text} NOT NULL, reason {text} NOT NULL, previous {bytes} NOT NULL, hash {bytes} NOT NULL,
  received_ns BIGINT NOT NULL,
  PRIMARY KEY({key})) {tail};
CREATE INDEX as_run_occurrence ON as_run(station, occurrence) WHERE occurrence <> '';
CREATE TABLE quarantine(
  station {text} NOT NULL, epoch BIGINT NOT NULL, seq BIGINT NOT NULL, hash {bytes} NOT NULL,
  json {text} NOT NULL, received_ns BIGINT NOT NULL,
  PRIMARY KEY(station, epoch, seq, hash));
CREATE TABLE event(
  station {text} NOT NULL, code {text} NOT NULL, subject {text} NOT NULL, detail {text} NOT NULL,
  first_ns BIGINT NOT NULL, last_ns BIGINT NOT NULL, times BIGINT NOT NULL,
  PRIMARY KEY(station, code, subject));
CREATE INDEX event_last ON event(last_ns);
CREATE TABLE report(
  station {text} NOT NULL PRIMARY KEY, json {text} NOT NULL, seen_ns BIGINT NOT NULL);
)";

// Since version 2.
constexpr const char* kBundles = R"(
CREATE TABLE bundle(
  fingerprint {text} NOT NULL PRIMARY KEY, version BIGINT NOT NULL, text {text} NOT NULL,
  received_ns BIGINT NOT NULL);
)";

// Since version 3: stations that were shut out.
constexpr const char* kRevocation = "ALTER TABLE station ADD COLUMN revoked_ns BIGINT;";

// Since version 4: the newest row of each epoch, by which several centres take rows of one station
// in turn; live commands; and a day's plays and a quarter's totals out of one index.
constexpr const char* kHeads = R"(
CREATE TABLE journal_head(
  station {text} NOT NULL, epoch BIGINT NOT NULL, seq BIGINT NOT NULL, hash {bytes} NOT NULL,
  PRIMARY KEY(station, epoch));
INSERT INTO journal_head(station, epoch, seq, hash)
  SELECT station, epoch, seq, hash FROM as_run JOIN
    (SELECT station AS of, epoch AS within, max(seq) AS newest FROM as_run GROUP BY station, epoch)
    AS last ON station = of AND epoch = within AND seq = newest;
CREATE TABLE live_command(
  id {text} NOT NULL PRIMARY KEY, envelope {text} NOT NULL, received_ns BIGINT NOT NULL,
  expires_ns BIGINT NOT NULL);
DROP INDEX IF EXISTS as_run_due;
CREATE INDEX as_run_due ON as_run(station, nominal_ns, kind, outcome, frames_played)
  WHERE kind IN ('intent', 'result');
)";

// Since version 5: boards that took the place of others; what stations have signed of their
// records.
constexpr const char* kProofs = R"(
ALTER TABLE station ADD COLUMN replaced_by {text} NOT NULL DEFAULT '';
ALTER TABLE token ADD COLUMN replaces {text} NOT NULL DEFAULT '';
CREATE TABLE checkpoint(
  station {text} NOT NULL, epoch BIGINT NOT NULL, seq BIGINT NOT NULL, hash {bytes} NOT NULL,
  boot {text} NOT NULL, wall_ns BIGINT NOT NULL, quality {text} NOT NULL,
  signature {bytes} NOT NULL, received_ns BIGINT NOT NULL,
  PRIMARY KEY(station, epoch));
CREATE TABLE alarm(
  station {text} NOT NULL, code {text} NOT NULL, subject {text} NOT NULL, detail {text} NOT NULL,
  since_ns BIGINT NOT NULL, over_ns BIGINT, by_whom {text} NOT NULL, seen_ns BIGINT,
  told BIGINT NOT NULL, PRIMARY KEY(station, code, subject));
CREATE INDEX alarm_untold ON alarm(since_ns) WHERE told = 0;
CREATE TABLE log_head(
  one BIGINT NOT NULL PRIMARY KEY, size BIGINT NOT NULL, peaks {bytes} NOT NULL,
  signer {text} NOT NULL);
CREATE TABLE log_entry(
  idx BIGINT NOT NULL PRIMARY KEY, station {text} NOT NULL, epoch BIGINT NOT NULL,
  first_seq BIGINT NOT NULL, entry {text} NOT NULL);
CREATE INDEX log_entry_rows ON log_entry(station, epoch, first_seq);
CREATE TABLE log_node(
  level BIGINT NOT NULL, idx BIGINT NOT NULL, hash {bytes} NOT NULL, PRIMARY KEY(level, idx));
)";

// Since version 6: a bundle that goes out in stages, beside the one that all have.
constexpr const char* kRollouts = R"(
CREATE TABLE rollout(one BIGINT NOT NULL PRIMARY KEY, revision BIGINT NOT NULL, json {text} NOT NULL);
)";

// Since version 7: `told` is of the webhook alone, as each way has its own.
constexpr const char* kWays = R"(
ALTER TABLE alarm ADD COLUMN mailed BIGINT NOT NULL DEFAULT 0;
UPDATE alarm SET mailed = told;
CREATE INDEX alarm_unmailed ON alarm(since_ns) WHERE mailed = 0;
)";

// Since version 8: tags and positions of stations.
constexpr const char* kPlaces = R"(
CREATE TABLE place(
  station {text} NOT NULL PRIMARY KEY, tags {text} NOT NULL, latitude_e6 BIGINT,
  longitude_e6 BIGINT);
)";

// Since version 9: what witnesses have said of the log's heads.
constexpr const char* kCosignatures = R"(
CREATE TABLE cosignature(
  size BIGINT NOT NULL, witness {text} NOT NULL, root {bytes} NOT NULL, line {text} NOT NULL,
  PRIMARY KEY(size, witness));
)";

// Since version 10: who may come in at the page.
constexpr const char* kPeopleTable = R"(
CREATE TABLE person(
  name {text} NOT NULL PRIMARY KEY, role {text} NOT NULL, hash {text} NOT NULL,
  disabled BIGINT NOT NULL, code_until BIGINT NOT NULL);
)";

// Since version 11: contents of bundles, approved or waiting for it.
constexpr const char* kSubmissions = R"(
CREATE TABLE submission(
  hash {text} NOT NULL PRIMARY KEY, author {text} NOT NULL, text {text} NOT NULL,
  received_ns BIGINT NOT NULL, state {text} NOT NULL, judged_by {text} NOT NULL,
  why {text} NOT NULL, judged_ns BIGINT, fingerprint {text} NOT NULL);
)";

// Since version 12: since when approved contents are signed, and where each sounded first.
constexpr const char* kAired = R"(
ALTER TABLE submission ADD COLUMN signed_ns BIGINT;
ALTER TABLE submission ADD COLUMN aired_ns BIGINT;
ALTER TABLE submission ADD COLUMN aired_at {text} NOT NULL DEFAULT '';
UPDATE submission SET signed_ns = judged_ns WHERE fingerprint <> '';
)";

// Since version 13: whom each commander has reached alone.
constexpr const char* kReach = R"(
CREATE TABLE commander(
  issuer {text} NOT NULL PRIMARY KEY, revision BIGINT NOT NULL, json {text} NOT NULL);
)";

std::string in_dialect(const char* tables, SqlDialect dialect) {
  using fmt::arg;
  if (dialect == SqlDialect::sqlite)
    return fmt::format(fmt::runtime(tables), arg("text", "TEXT"), arg("bytes", "BLOB"),
                       arg("key", "station, epoch, seq"), arg("tail", "WITHOUT ROWID"));
  // A partitioned table's keys hold what it is parted by; that (station, epoch, seq) comes once is
  // journal_head's. The order of letters is that of SQLite, and the fastest.
  return fmt::format(fmt::runtime(tables), arg("text", R"(TEXT COLLATE "C")"),
                     arg("bytes", "BYTEA"), arg("key", "station, epoch, seq, received_ns"),
                     arg("tail", "PARTITION BY RANGE(received_ns)"));
}

std::int64_t version_of(Sql& sql) {
  if (sql.dialect() == SqlDialect::sqlite)
    return sql.run("PRAGMA user_version").rows.at(0).integer(0);
  if (sql.run("SELECT 1 WHERE to_regclass('loa_version') IS NOT NULL").rows.empty()) return 0;
  return sql.run("SELECT version FROM loa_version").rows.at(0).integer(0);
}

std::string note_version(SqlDialect dialect) {
  if (dialect == SqlDialect::sqlite)
    return fmt::format("PRAGMA user_version = {};", kSchemaVersion);
  return fmt::format(
      "CREATE TABLE IF NOT EXISTS loa_version(one BIGINT PRIMARY KEY, version BIGINT NOT NULL);"
      "INSERT INTO loa_version VALUES(1, {0}) ON CONFLICT(one) DO UPDATE SET version = {0};",
      kSchemaVersion);
}

void upgrade(Sql& sql, std::int64_t version) {
  const std::array<const char*, kSchemaVersion> steps = {
      kTables, kBundles,      kRevocation,  kHeads,       kProofs, kRollouts, kWays,
      kPlaces, kCosignatures, kPeopleTable, kSubmissions, kAired,  kReach};
  std::string script;
  for (auto step = static_cast<std::size_t>(version); step < steps.size(); ++step)
    script += in_dialect(steps.at(step), sql.dialect());
  transact(sql, [&] { sql.script(script + note_version(sql.dialect())); });
}

}  // namespace

SchemaAge schema_age(Sql& sql) {
  const auto version = version_of(sql);
  if (version == kSchemaVersion) return SchemaAge::same;
  return version < kSchemaVersion ? SchemaAge::older : SchemaAge::newer;
}

void prepare_schema(Sql& sql) {
  const auto age = schema_age(sql);
  if (age == SchemaAge::same) return;
  if (age == SchemaAge::newer)
    throw std::runtime_error(
        base::Text{"dữ liệu của trung tâm do một bản Loa mới hơn ghi; hãy cài "
                   "bản mới hơn",
                   "the centre's data was written by a later version of Loa; "
                   "install that version"}
            .shown());
  try {
    upgrade(sql, version_of(sql));
  } catch (const SqlError&) {
    // Another centre on the same PostgreSQL may have been quicker.
    if (schema_age(sql) != SchemaAge::same) throw;
  }
}

}  // namespace loa::centre
