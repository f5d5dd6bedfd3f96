// Stations, tokens and last reports.
#include "centre/store.h"

#include "centre/store_columns.h"
#include "centre/store_schema.h"

namespace loa::centre {
namespace {

StationRecord station_from(const base::Statement& row) {
  StationRecord station{row.text(0), row.text(1), row.blob(2), wall(row.integer(3))};
  if (!row.is_null(4)) station.revoked = wall(row.integer(4));
  return station;
}

}  // namespace

Store::Store(const std::filesystem::path& path) : database_(path) { prepare_schema(database_); }

std::vector<StationRecord> Store::stations() {
  base::Statement select(database_,
                         "SELECT id, name, public_key, enrolled_ns, revoked_ns FROM station "
                         "ORDER BY name, id");
  std::vector<StationRecord> found;
  while (select.step()) found.push_back(station_from(select));
  return found;
}

std::optional<StationRecord> Store::station(const std::string& id) {
  base::Statement select(database_,
                         "SELECT id, name, public_key, enrolled_ns, revoked_ns FROM station "
                         "WHERE id = ?");
  select.bind(1, id);
  if (!select.step()) return std::nullopt;
  return station_from(select);
}

void Store::put_station(const StationRecord& station) {
  base::Statement(database_,
                  "INSERT INTO station(id, name, public_key, enrolled_ns) VALUES(?, ?, ?, ?) "
                  "ON CONFLICT(id) DO UPDATE SET name = excluded.name")
      .bind(1, station.id)
      .bind(2, station.name)
      .bind_blob(3, station.public_key)
      .bind(4, nanoseconds(station.enrolled))
      .run();
}

void Store::revoke(const std::string& station, base::Wall when) {
  base::Statement(database_, "UPDATE station SET revoked_ns = ? WHERE id = ?")
      .bind(1, nanoseconds(when))
      .bind(2, station)
      .run();
}

void Store::put_token(const base::Sha256& hash, const TokenRecord& token) {
  base::Statement(database_,
                  "INSERT INTO token(hash, name, expires_ns, station) VALUES(?, ?, ?, ?) "
                  "ON CONFLICT(hash) DO UPDATE SET station = excluded.station")
      .bind_blob(1, bytes(hash))
      .bind(2, token.name)
      .bind(3, nanoseconds(token.expires))
      .bind(4, token.station)
      .run();
}

std::optional<TokenRecord> Store::token(const base::Sha256& hash) {
  base::Statement select(database_, "SELECT name, expires_ns, station FROM token WHERE hash = ?");
  select.bind_blob(1, bytes(hash));
  if (!select.step()) return std::nullopt;
  return TokenRecord{select.text(0), wall(select.integer(1)), select.text(2)};
}

void Store::forget_tokens(base::Wall expired_before) {
  base::Statement(database_, "DELETE FROM token WHERE expires_ns < ?")
      .bind(1, nanoseconds(expired_before))
      .run();
}

void Store::put_report(const LastReport& report) {
  base::Statement(database_,
                  "INSERT INTO report(station, json, seen_ns) VALUES(?, ?, ?) ON CONFLICT(station) "
                  "DO UPDATE SET json = excluded.json, seen_ns = excluded.seen_ns")
      .bind(1, report.station)
      .bind(2, report.json)
      .bind(3, nanoseconds(report.seen))
      .run();
}

std::vector<LastReport> Store::reports() {
  base::Statement select(database_, "SELECT station, json, seen_ns FROM report");
  std::vector<LastReport> found;
  while (select.step()) found.push_back({select.text(0), select.text(1), wall(select.integer(2))});
  return found;
}

}  // namespace loa::centre
