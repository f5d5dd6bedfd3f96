// Security events, and the rows that were refused.
#include "base/log_event.h"
#include "centre/store.h"
#include "centre/store_columns.h"
#include "protocol/messages.h"

namespace loa::centre {
namespace {

constexpr std::int64_t kMaxQuarantined = 1000;  // for each station
constexpr std::int64_t kMaxEvents = 10'000;

}  // namespace

void Store::quarantine(const journal::Row& row, base::Wall received) {
  if (quarantined(row.station) >= kMaxQuarantined) return;
  sql_->run(
      "INSERT INTO quarantine(station, epoch, seq, hash, json, received_ns) "
      "VALUES($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
      {row.station, signed_count(row.epoch), signed_count(row.seq), bytes(row.hash),
       protocol::to_json(row), nanoseconds(received)});
}

std::int64_t Store::quarantined(const std::string& station) {
  return sql_->run("SELECT count(*) FROM quarantine WHERE station = $1", {station})
      .rows.at(0)
      .integer(0);
}

void Store::put_event(const SecurityEvent& event) {
  base::log_event(base::LogLevel::warning, "security",
                  {{"code", event.code},
                   {"station", event.station},
                   {"subject", event.subject},
                   {"detail", event.detail}});
  sql_->run(
      "INSERT INTO event(station, code, subject, detail, first_ns, last_ns, times) "
      "VALUES($1, $2, $3, $4, $5, $6, $7) ON CONFLICT(station, code, subject) DO UPDATE SET "
      "detail = excluded.detail, last_ns = excluded.last_ns, times = event.times + 1",
      {event.station, event.code, event.subject, event.detail, nanoseconds(event.first),
       nanoseconds(event.last), event.times});
  const auto oldest =
      sql_->run("SELECT last_ns FROM event ORDER BY last_ns DESC LIMIT 1 OFFSET $1", {kMaxEvents});
  if (!oldest.rows.empty())
    sql_->run("DELETE FROM event WHERE last_ns < $1", {oldest.rows[0].integer(0)});
}

std::vector<SecurityEvent> Store::events(std::size_t limit) {
  const auto result = sql_->run(
      "SELECT station, code, subject, detail, first_ns, last_ns, times "
      "FROM event ORDER BY last_ns DESC, station, code, subject LIMIT $1",
      {signed_count(limit)});
  std::vector<SecurityEvent> found;
  for (const auto& row : result.rows)
    found.push_back({row.text(0), row.text(1), row.text(2), row.text(3), wall(row.integer(4)),
                     wall(row.integer(5)), row.integer(6)});
  return found;
}

std::map<std::string, std::int64_t> Store::event_counts() {
  std::map<std::string, std::int64_t> counts;
  const auto found = sql_->run("SELECT code, CAST(sum(times) AS BIGINT) FROM event GROUP BY code");
  for (const auto& row : found.rows) counts.emplace(row.text(0), row.integer(1));
  return counts;
}

}  // namespace loa::centre
