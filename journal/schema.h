// The tables of a journal file, and how a row stands in them.
#pragma once

#include <algorithm>
#include <limits>
#include <optional>

#include "base/sqlite.h"
#include "journal/row.h"

namespace loa::journal {

// A commit writes each page that it has changed, on a card for good: with small ones half as much.
// The raw reader of a damaged file relies on it.
inline constexpr int kPageSize = 1024;
inline constexpr int kRowColumns = 21;
inline constexpr int kFactColumns = 4;

// A row's id in SQLite orders rows across epochs and needs no second index.
inline constexpr int kSeqBits = 40;
inline constexpr std::uint64_t kMaxSeq = (std::uint64_t{1} << kSeqBits) - 1;
inline constexpr std::uint64_t kMaxEpoch = (std::uint64_t{1} << 22) - 1;

// Values that no row can have give an id before or after all rows.
constexpr std::int64_t id_of(std::uint64_t epoch, std::uint64_t seq) {
  if (epoch > kMaxEpoch) return std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(epoch << kSeqBits | std::min(seq, kMaxSeq));
}
constexpr std::uint64_t epoch_of(std::int64_t id) {
  return static_cast<std::uint64_t>(id) >> kSeqBits;
}
constexpr std::uint64_t seq_of(std::int64_t id) { return static_cast<std::uint64_t>(id) & kMaxSeq; }

// In one commit. `epoch` begins unless it is nothing.
void create_schema(base::Database& database, std::optional<std::uint64_t> epoch);
// Whether the tables and indexes are exactly the ones create_schema() makes.
bool has_schema(base::Database& database);

// The column list for read_row(), in the order of the table.
extern const char* const kColumns;
std::int64_t time_of(base::Wall time);  // as the columns have it
// "INTO rows VALUES (...)" with a parameter a column, for bind_row().
extern const char* const kIntoRows;
void bind_row(base::Statement& statement, const Row& row);

std::optional<base::Sha256> hash_from(std::string_view bytes);

// `Source` has integer(), text(), blob() and is_null() by column: a statement over kColumns, or a
// cell of a damaged file. Nothing where a name or hash is not one. The row's hash is not checked.
template <class Source>
std::optional<Row> read_row(std::int64_t id, const Source& source) {
  const auto kind = kind_named(source.text(2));
  const auto quality = base::clock_quality_named(source.text(11));
  const auto outcome = outcome_named(source.text(17));
  const auto previous = hash_from(source.blob(19));
  const auto hash = hash_from(source.blob(20));
  if (!kind || !quality || !outcome || !previous || !hash) return std::nullopt;
  const auto time = [&](int column) { return base::Wall(base::Duration(source.integer(column))); };
  const auto count = [&](int column) { return static_cast<std::uint64_t>(source.integer(column)); };
  Row row;
  row.station = source.text(1);
  row.epoch = epoch_of(id);
  row.seq = seq_of(id);
  row.kind = *kind;
  row.occurrence = source.text(3);
  row.title = source.text(4);
  row.area = source.text(5);
  row.content = source.text(6);
  if (!source.is_null(7)) row.nominal = time(7);
  row.wall = time(8);
  row.monotonic_ns = source.integer(9);
  row.boot = source.text(10);
  row.quality = *quality;
  row.frames_due = count(12);
  row.frames_played = count(13);
  row.frames_dropped = count(14);
  row.level = static_cast<int>(source.integer(15));
  row.evidence = source.text(16);
  row.outcome = *outcome;
  row.reason = source.text(18);
  row.previous = *previous;
  row.hash = *hash;
  return row;
}

}  // namespace loa::journal
