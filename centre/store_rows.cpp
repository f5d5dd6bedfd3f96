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

std::uint64_t count(const SqlRow& row, std::size_t column) {
  return static_cast<std::uint64_t>(row.integer(column));
}

journal::Row row_from(const SqlRow& found) {
  journal::Row row;
  row.station = found.text(0);
  row.epoch = count(found, 1);
  row.seq = count(found, 2);
  row.kind = journal::kind_named(found.text(3)).value_or(journal::Kind::event);
  row.occurrence = found.text(4);
  row.title = found.text(5);
  row.area = found.text(6);
  row.content = found.text(7);
  if (!found.is_null(8)) row.nominal = wall(found.integer(8));
  row.wall = wall(found.integer(9));
  row.monotonic_ns = found.integer(10);
  row.boot = found.text(11);
  row.quality = base::clock_quality_named(found.text(12)).value_or(base::ClockQuality::unknown);
  row.frames_due = count(found, 13);
  row.frames_played = count(found, 14);
  row.frames_dropped = count(found, 15);
  row.level = static_cast<int>(found.integer(16));
  row.evidence = found.text(17);
  row.outcome = journal::outcome_named(found.text(18)).value_or(journal::Outcome::none);
  row.reason = found.text(19);
  row.previous = hash_from(found.text(20));
  row.hash = hash_from(found.text(21));
  return row;
}

std::vector<journal::Row> all_rows(const SqlResult& found) {
  std::vector<journal::Row> rows;
  for (const auto& row : found.rows) rows.push_back(row_from(row));
  return rows;
}

constexpr std::size_t kValuesOfRow = 23;
// In one statement, which costs PostgreSQL half of what as many of one row each do.
constexpr std::size_t kRowsTogether = 10;

void add_values(SqlValues& values, const journal::Row& row, base::Wall received) {
  const SqlValues of_row = {row.station,
                            signed_count(row.epoch),
                            signed_count(row.seq),
                            name_of(row.kind),
                            row.occurrence,
                            row.title,
                            row.area,
                            row.content,
                            row.nominal ? SqlValue(nanoseconds(*row.nominal)) : SqlValue(),
                            nanoseconds(row.wall),
                            row.monotonic_ns,
                            row.boot,
                            std::string_view(base::name_of(row.quality)),
                            signed_count(row.frames_due),
                            signed_count(row.frames_played),
                            signed_count(row.frames_dropped),
                            std::int64_t{row.level},
                            row.evidence,
                            name_of(row.outcome),
                            row.reason,
                            bytes(row.previous),
                            bytes(row.hash),
                            nanoseconds(received)};
  values.insert(values.end(), of_row.begin(), of_row.end());
}

SqlValues values_of(std::span<const journal::Row> rows, base::Wall received) {
  SqlValues values;
  values.reserve(rows.size() * kValuesOfRow);
  for (const auto& row : rows) add_values(values, row, received);
  return values;
}

struct SameCell {
  const SqlRow& row;
  std::size_t column;

  bool operator()(std::monostate) const { return row.is_null(column); }
  bool operator()(std::int64_t value) const {
    return !row.is_null(column) && row.integer(column) == value && row.text(column).empty();
  }
  bool operator()(std::string_view text) const { return row.text(column) == text; }
  bool operator()(SqlBytes bytes) const { return row.text(column) == bytes.view; }
};

StoredRow stored_row(const SqlRow& found) {
  StoredRow stored{row_from(found), wall(found.integer(kValuesOfRow - 1))};
  SqlValues values;
  add_values(values, stored.row, stored.received);
  for (std::size_t i = 0; i < values.size(); ++i)
    stored.intact = stored.intact && std::visit(SameCell{found, i}, values[i]);
  return stored;
}

// "($1, $2, ...), ($24, ...)".
std::string insert_of(std::size_t rows) {
  std::string text = fmt::format("INSERT INTO as_run({}, received_ns) VALUES", kColumns);
  for (std::size_t i = 0; i < rows * kValuesOfRow; ++i) {
    const auto* before = i == 0 ? "(" : i % kValuesOfRow == 0 ? "), (" : ", ";
    text += fmt::format("{}${}", before, i + 1);
  }
  return text + ")";
}

}  // namespace

std::uint64_t Store::newest_epoch(const std::string& station) {
  const auto found = sql_->run("SELECT max(epoch) FROM journal_head WHERE station = $1", {station});
  return count(found.rows.at(0), 0);
}

std::optional<Head> Store::head(const std::string& station, std::uint64_t epoch) {
  const auto found =
      sql_->run("SELECT seq, hash FROM journal_head WHERE station = $1 AND epoch = $2",
                {station, signed_count(epoch)});
  if (found.rows.empty()) return std::nullopt;
  return Head{count(found.rows[0], 0), hash_from(found.rows[0].text(1))};
}

void Store::move_head(const std::string& station, std::uint64_t epoch,
                      const std::optional<Head>& from, const Head& to) {
  const auto moved =
      from ? sql_->run(
                 "UPDATE journal_head SET seq = $1, hash = $2 "
                 "WHERE station = $3 AND epoch = $4 AND seq = $5",
                 {signed_count(to.seq), bytes(to.hash), station, signed_count(epoch),
                  signed_count(from->seq)})
           : sql_->run(
                 "INSERT INTO journal_head(seq, hash, station, epoch) VALUES($1, $2, $3, $4) "
                 "ON CONFLICT DO NOTHING",
                 {signed_count(to.seq), bytes(to.hash), station, signed_count(epoch)});
  if (moved.changed != 1)
    throw SqlError(SqlFailure::conflict, "another centre takes rows of " + station);
}

std::map<std::uint64_t, base::Sha256> Store::hashes(const std::string& station, std::uint64_t epoch,
                                                    std::uint64_t first, std::uint64_t last) {
  const auto found = sql_->run(
      "SELECT seq, hash FROM as_run WHERE station = $1 AND epoch = $2 AND seq >= $3 AND seq <= $4",
      {station, signed_count(epoch), signed_count(first), signed_count(last)});
  std::map<std::uint64_t, base::Sha256> hashes;
  for (const auto& row : found.rows) hashes.emplace(count(row, 0), hash_from(row.text(1)));
  return hashes;
}

void Store::put_rows(std::span<const journal::Row> rows, base::Wall received) {
  static const std::string together = insert_of(kRowsTogether);
  static const std::string single = insert_of(1);
  while (!rows.empty()) {
    const bool many = rows.size() >= kRowsTogether;
    const auto next = rows.first(many ? kRowsTogether : 1);
    sql_->queue(many ? together : single, values_of(next, received));
    rows = rows.subspan(next.size());
  }
}

std::vector<journal::Row> Store::rows_after(const std::string& station, std::uint64_t epoch,
                                            std::uint64_t seq, std::size_t limit) {
  return all_rows(
      sql_->run(fmt::format("SELECT {} FROM as_run WHERE station = $1 AND (epoch, seq) > ($2, $3) "
                            "ORDER BY epoch, seq LIMIT $4",
                            kColumns),
                {station, signed_count(epoch), signed_count(seq), signed_count(limit)}));
}

std::vector<journal::Row> Store::newest_rows(const std::string& station, std::uint64_t epoch,
                                             std::size_t limit) {
  return all_rows(sql_->run(fmt::format("SELECT {} FROM as_run WHERE station = $1 AND epoch = $2 "
                                        "ORDER BY seq DESC LIMIT $3",
                                        kColumns),
                            {station, signed_count(epoch), signed_count(limit)}));
}

std::vector<StoredRow> Store::stored_rows(const std::string& station, std::uint64_t epoch,
                                          std::uint64_t first, std::uint64_t last,
                                          std::size_t limit) {
  const auto found = sql_->run(
      fmt::format("SELECT {}, received_ns FROM as_run WHERE station = $1 AND epoch = $2 AND "
                  "seq >= $3 AND seq <= $4 ORDER BY seq LIMIT $5",
                  kColumns),
      {station, signed_count(epoch), signed_count(first), signed_count(last), signed_count(limit)});
  std::vector<StoredRow> rows;
  rows.reserve(found.rows.size());
  for (const auto& row : found.rows) rows.push_back(stored_row(row));
  return rows;
}

std::vector<journal::Row> Store::rows_of_occurrences(const std::string& station, base::Wall from,
                                                     base::Wall to) {
  return all_rows(sql_->run(
      fmt::format("SELECT {} FROM as_run WHERE station = $1 AND occurrence <> '' AND occurrence IN "
                  "(SELECT occurrence FROM as_run WHERE station = $1 AND kind IN ('intent', "
                  "'result') AND nominal_ns >= $2 AND nominal_ns < $3) ORDER BY epoch, seq",
                  kColumns),
      {station, nanoseconds(from), nanoseconds(to)}));
}

}  // namespace loa::centre
