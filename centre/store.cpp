// Stations, tokens and last reports.
#include "centre/store.h"

#include <algorithm>
#include <tuple>

#include "centre/sql_sqlite.h"
#include "centre/store_columns.h"
#include "centre/store_schema.h"

namespace loa::centre {
namespace {

StationRecord station_from(const SqlRow& row) {
  StationRecord station{row.text(0), row.text(1), row.text(2), wall(row.integer(3))};
  if (!row.is_null(4)) station.revoked = wall(row.integer(4));
  station.replaced_by = row.text(5);
  return station;
}

}  // namespace

Store::Store(const std::filesystem::path& path) : Store(std::make_unique<SqliteSql>(path)) {}

Store::Store(std::unique_ptr<Sql> sql) : sql_(std::move(sql)), months_(*sql_) {
  prepare_schema(*sql_);
}

std::vector<StationRecord> Store::stations() {
  std::vector<StationRecord> found;
  for (const auto& row :
       sql_->run("SELECT id, name, public_key, enrolled_ns, revoked_ns, replaced_by FROM station")
           .rows)
    found.push_back(station_from(row));
  // Here and not there: each engine has its own order of letters.
  std::sort(found.begin(), found.end(), [](const StationRecord& a, const StationRecord& b) {
    return std::tie(a.name, a.id) < std::tie(b.name, b.id);
  });
  return found;
}

std::optional<StationRecord> Store::station(const std::string& id) {
  const auto found = sql_->run(
      "SELECT id, name, public_key, enrolled_ns, revoked_ns, replaced_by FROM station "
      "WHERE id = $1",
      {id});
  if (found.rows.empty()) return std::nullopt;
  return station_from(found.rows[0]);
}

void Store::put_station(const StationRecord& station) {
  sql_->run(
      "INSERT INTO station(id, name, public_key, enrolled_ns) VALUES($1, $2, $3, $4) "
      "ON CONFLICT(id) DO UPDATE SET name = excluded.name",
      {station.id, station.name, SqlBytes{station.public_key}, nanoseconds(station.enrolled)});
}

std::set<std::string> Store::revoked_stations() {
  std::set<std::string> ids;
  for (const auto& row : sql_->run("SELECT id FROM station WHERE revoked_ns IS NOT NULL").rows)
    ids.insert(row.text(0));
  return ids;
}

void Store::revoke(const std::string& station, base::Wall when, const std::string& replaced_by) {
  sql_->run("UPDATE station SET revoked_ns = $1, replaced_by = $2 WHERE id = $3",
            {nanoseconds(when), replaced_by, station});
}

void Store::put_token(const base::Sha256& hash, const TokenRecord& token) {
  sql_->run(
      "INSERT INTO token(hash, name, expires_ns, station, replaces) VALUES($1, $2, $3, $4, $5)",
      {bytes(hash), token.name, nanoseconds(token.expires), token.station, token.replaces});
}

bool Store::claim_token(const base::Sha256& hash, const std::string& station) {
  return sql_->run("UPDATE token SET station = $1 WHERE hash = $2 AND station = ''",
                   {station, bytes(hash)})
             .changed == 1;
}

std::optional<TokenRecord> Store::token(const base::Sha256& hash) {
  const auto found = sql_->run(
      "SELECT name, expires_ns, station, replaces FROM token WHERE hash = $1", {bytes(hash)});
  if (found.rows.empty()) return std::nullopt;
  const auto& row = found.rows[0];
  return TokenRecord{row.text(0), wall(row.integer(1)), row.text(2), row.text(3)};
}

void Store::forget_tokens(base::Wall expired_before) {
  sql_->run("DELETE FROM token WHERE expires_ns < $1", {nanoseconds(expired_before)});
}

void Store::put_report(const LastReport& report) {
  sql_->queue(
      "INSERT INTO report(station, json, seen_ns) VALUES($1, $2, $3) ON CONFLICT(station) DO "
      "UPDATE SET json = excluded.json, seen_ns = excluded.seen_ns",
      {report.station, report.json, nanoseconds(report.seen)});
}

std::vector<LastReport> Store::reports() {
  std::vector<LastReport> found;
  for (const auto& row : sql_->run("SELECT station, json, seen_ns FROM report").rows)
    found.push_back({row.text(0), row.text(1), wall(row.integer(2))});
  return found;
}

}  // namespace loa::centre
