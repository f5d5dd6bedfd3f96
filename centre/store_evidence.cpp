// What verify() reads: all that there is, also where it should not be.

#include "centre/store.h"
#include "centre/store_columns.h"

namespace loa::centre {
namespace {

// A text of its own for each number of indexes would be prepared as often.
constexpr std::size_t kNodesTogether = 64;

std::string select_nodes() {
  std::string text = "SELECT idx, hash FROM log_node WHERE level = $1 AND idx IN ($2";
  for (std::size_t i = 1; i < kNodesTogether; ++i) text += ", $" + std::to_string(i + 2);
  return text + ")";
}

constexpr const char* kSelectEntry = "SELECT idx, entry, station, epoch, first_seq FROM log_entry ";

std::uint64_t count_in(const SqlRow& row, std::size_t column) {
  return static_cast<std::uint64_t>(row.integer(column));
}

std::vector<KeptEntry> entries_from(const SqlResult& found) {
  std::vector<KeptEntry> entries;
  entries.reserve(found.rows.size());
  for (const auto& row : found.rows)
    entries.push_back(
        {{count_in(row, 0), row.text(1)}, row.text(2), count_in(row, 3), count_in(row, 4)});
  return entries;
}

std::optional<std::uint64_t> first_of(const SqlResult& found) {
  if (found.rows.empty() || found.rows[0].is_null(0)) return std::nullopt;
  return count_in(found.rows[0], 0);
}

}  // namespace

std::vector<std::string> Store::stations_on_record() {
  const auto found = sql_->run(
      "SELECT id FROM station UNION SELECT station FROM journal_head UNION "
      "SELECT station FROM checkpoint ORDER BY 1");
  std::vector<std::string> stations;
  for (const auto& row : found.rows) stations.push_back(row.text(0));
  return stations;
}

std::vector<std::uint64_t> Store::epochs_on_record(const std::string& station) {
  const auto found = sql_->run(
      "SELECT epoch FROM journal_head WHERE station = $1 UNION "
      "SELECT epoch FROM checkpoint WHERE station = $1 UNION "
      "SELECT epoch FROM log_entry WHERE station = $1 UNION "
      "SELECT epoch FROM as_run WHERE station = $1 ORDER BY 1",
      {station});
  std::vector<std::uint64_t> epochs;
  for (const auto& row : found.rows) epochs.push_back(count_in(row, 0));
  return epochs;
}

std::vector<KeptEntry> Store::kept_entries(const std::string& station) {
  return entries_from(sql_->run(
      std::string(kSelectEntry) + "WHERE station = $1 ORDER BY epoch, first_seq, idx", {station}));
}

std::vector<KeptEntry> Store::kept_entries(std::uint64_t first, std::uint64_t count) {
  return entries_from(
      sql_->run(std::string(kSelectEntry) + "WHERE idx >= $1 AND idx < $2 ORDER BY idx",
                {signed_count(first), signed_count(first + count)}));
}

std::optional<std::uint64_t> Store::log_hole(std::uint64_t size) {
  const auto beyond =
      first_of(sql_->run("SELECT min(idx) FROM log_entry WHERE idx >= $1", {signed_count(size)}));
  if (beyond) return beyond;
  const auto below = sql_->run("SELECT count(*) FROM log_entry WHERE idx >= 0");
  if (count_in(below.rows.at(0), 0) == size) return std::nullopt;
  const auto behind = first_of(
      sql_->run("SELECT min(e.idx) + 1 FROM log_entry AS e WHERE e.idx >= 0 AND NOT EXISTS "
                "(SELECT 1 FROM log_entry AS n WHERE n.idx = e.idx + 1)"));
  const auto begins = !sql_->run("SELECT 1 FROM log_entry WHERE idx = 0").rows.empty();
  return begins ? behind : std::optional<std::uint64_t>(0);
}

std::map<std::uint64_t, base::Sha256> Store::log_nodes(unsigned level,
                                                       const std::vector<std::uint64_t>& indexes) {
  static const std::string select = select_nodes();
  std::map<std::uint64_t, base::Sha256> nodes;
  for (std::size_t at = 0; at < indexes.size(); at += kNodesTogether) {
    SqlValues values(kNodesTogether + 1, std::int64_t{-1});
    values[0] = std::int64_t{level};
    for (std::size_t i = 0; i < kNodesTogether && at + i < indexes.size(); ++i)
      values[i + 1] = signed_count(indexes[at + i]);
    for (const auto& row : sql_->run(select, values).rows)
      if (row.text(1).size() == base::Sha256{}.size())
        nodes.emplace(count_in(row, 0), hash_from(row.text(1)));
  }
  return nodes;
}

}  // namespace loa::centre
