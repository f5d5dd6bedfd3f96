// The stations' rows.
#include <fmt/format.h>

#include "centre/store.h"
#include "centre/store_columns.h"

namespace loa::centre {
namespace {

constexpr const char* kColumns =
    "station, epoch, seq, kind, occurrence, title, area, content, nominal_ns, wall_ns, "
    "monotonic_ns, boot, quality, frames_due, frames_played, frames_dropped, level, evidence, "
    "outcome, reason, previous, hash";

std::uint64_t count(const base::Statement& select, int column) {
  return static_cast<std::uint64_t>(select.integer(column));
}

journal::Row row_from(const base::Statement& select) {
  journal::Row row;
  row.station = select.text(0);
  row.epoch = count(select, 1);
  row.seq = count(select, 2);
  row.kind = journal::kind_named(select.text(3)).value_or(journal::Kind::event);
  row.occurrence = select.text(4);
  row.title = select.text(5);
  row.area = select.text(6);
  row.content = select.text(7);
  if (!select.is_null(8)) row.nominal = wall(select.integer(8));
  row.wall = wall(select.integer(9));
  row.monotonic_ns = select.integer(10);
  row.boot = select.text(11);
  row.quality = base::clock_quality_named(select.text(12)).value_or(base::ClockQuality::unknown);
  row.frames_due = count(select, 13);
  row.frames_played = count(select, 14);
  row.frames_dropped = count(select, 15);
  row.level = static_cast<int>(select.integer(16));
  row.evidence = select.text(17);
  row.outcome = journal::outcome_named(select.text(18)).value_or(journal::Outcome::none);
  row.reason = select.text(19);
  row.previous = hash_from(select.blob(20));
  row.hash = hash_from(select.blob(21));
  return row;
}

std::vector<journal::Row> all_rows(base::Statement& select) {
  std::vector<journal::Row> rows;
  while (select.step()) rows.push_back(row_from(select));
  return rows;
}

void bind_row(base::Statement& insert, const journal::Row& row) {
  insert.bind(1, row.station)
      .bind(2, signed_count(row.epoch))
      .bind(3, signed_count(row.seq))
      .bind(4, name_of(row.kind))
      .bind(5, row.occurrence)
      .bind(6, row.title)
      .bind(7, row.area)
      .bind(8, row.content);
  row.nominal ? insert.bind(9, nanoseconds(*row.nominal)) : insert.bind_null(9);
  insert.bind(10, nanoseconds(row.wall))
      .bind(11, row.monotonic_ns)
      .bind(12, row.boot)
      .bind(13, base::name_of(row.quality))
      .bind(14, signed_count(row.frames_due))
      .bind(15, signed_count(row.frames_played))
      .bind(16, signed_count(row.frames_dropped))
      .bind(17, std::int64_t{row.level})
      .bind(18, row.evidence)
      .bind(19, name_of(row.outcome))
      .bind(20, row.reason)
      .bind_blob(21, bytes(row.previous))
      .bind_blob(22, bytes(row.hash));
}

}  // namespace

std::uint64_t Store::newest_epoch(const std::string& station) {
  base::Statement select(database_, "SELECT max(epoch) FROM as_run WHERE station = ?");
  select.bind(1, station);
  select.step();
  return count(select, 0);
}

std::optional<Head> Store::head(const std::string& station, std::uint64_t epoch) {
  base::Statement select(database_,
                         "SELECT seq, hash FROM as_run WHERE station = ? AND epoch = ? "
                         "ORDER BY seq DESC LIMIT 1");
  select.bind(1, station).bind(2, signed_count(epoch));
  if (!select.step()) return std::nullopt;
  return Head{count(select, 0), hash_from(select.blob(1))};
}

std::optional<base::Sha256> Store::hash_at(const std::string& station, std::uint64_t epoch,
                                           std::uint64_t seq) {
  base::Statement select(database_,
                         "SELECT hash FROM as_run WHERE station = ? AND epoch = ? AND seq = ?");
  select.bind(1, station).bind(2, signed_count(epoch)).bind(3, signed_count(seq));
  if (!select.step()) return std::nullopt;
  return hash_from(select.blob(0));
}

void Store::put_row(const journal::Row& row, base::Wall received) {
  base::Statement insert(
      database_, fmt::format("INSERT INTO as_run({}, received_ns) VALUES(?, ?, ?, ?, ?, ?, ?, ?, "
                             "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                             kColumns));
  bind_row(insert, row);
  insert.bind(23, nanoseconds(received)).run();
}

std::vector<journal::Row> Store::rows_after(const std::string& station, std::uint64_t epoch,
                                            std::uint64_t seq, std::size_t limit) {
  base::Statement select(
      database_, fmt::format("SELECT {} FROM as_run WHERE station = ? AND (epoch, seq) > (?, ?) "
                             "ORDER BY epoch, seq LIMIT ?",
                             kColumns));
  select.bind(1, station)
      .bind(2, signed_count(epoch))
      .bind(3, signed_count(seq))
      .bind(4, signed_count(limit));
  return all_rows(select);
}

std::vector<journal::Row> Store::rows_of_occurrences(const std::string& station, base::Wall from,
                                                     base::Wall to) {
  base::Statement select(
      database_,
      fmt::format("SELECT {} FROM as_run WHERE station = ?1 AND occurrence <> '' AND occurrence IN "
                  "(SELECT occurrence FROM as_run WHERE station = ?1 AND kind IN ('intent', "
                  "'result') AND nominal_ns >= ?2 AND nominal_ns < ?3) ORDER BY epoch, seq",
                  kColumns));
  select.bind(1, station).bind(2, nanoseconds(from)).bind(3, nanoseconds(to));
  return all_rows(select);
}

}  // namespace loa::centre
