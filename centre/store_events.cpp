// Security events, and the rows that were refused.
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
  base::Statement(database_,
                  "INSERT INTO quarantine(station, epoch, seq, hash, json, received_ns) "
                  "VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
      .bind(1, row.station)
      .bind(2, signed_count(row.epoch))
      .bind(3, signed_count(row.seq))
      .bind_blob(4, bytes(row.hash))
      .bind(5, protocol::to_json(row))
      .bind(6, nanoseconds(received))
      .run();
}

std::int64_t Store::quarantined(const std::string& station) {
  base::Statement select(database_, "SELECT count(*) FROM quarantine WHERE station = ?");
  select.bind(1, station);
  select.step();
  return select.integer(0);
}

void Store::put_event(const SecurityEvent& event) {
  base::Statement(database_,
                  "INSERT INTO event(station, code, subject, detail, first_ns, last_ns, times) "
                  "VALUES(?, ?, ?, ?, ?, ?, ?) ON CONFLICT(station, code, subject) DO UPDATE SET "
                  "detail = excluded.detail, last_ns = excluded.last_ns, times = times + 1")
      .bind(1, event.station)
      .bind(2, event.code)
      .bind(3, event.subject)
      .bind(4, event.detail)
      .bind(5, nanoseconds(event.first))
      .bind(6, nanoseconds(event.last))
      .bind(7, event.times)
      .run();
  base::Statement(database_,
                  "DELETE FROM event WHERE last_ns < (SELECT last_ns FROM event "
                  "ORDER BY last_ns DESC LIMIT 1 OFFSET ?)")
      .bind(1, kMaxEvents)
      .run();
}

std::vector<SecurityEvent> Store::events(std::size_t limit) {
  base::Statement select(database_,
                         "SELECT station, code, subject, detail, first_ns, last_ns, times "
                         "FROM event ORDER BY last_ns DESC, station, code, subject LIMIT ?");
  select.bind(1, signed_count(limit));
  std::vector<SecurityEvent> found;
  while (select.step())
    found.push_back({select.text(0), select.text(1), select.text(2), select.text(3),
                     wall(select.integer(4)), wall(select.integer(5)), select.integer(6)});
  return found;
}

}  // namespace loa::centre
