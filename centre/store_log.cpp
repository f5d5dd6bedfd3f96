// The centre's log: its entries, the hashes over them, and its right edge.
#include "centre/store.h"
#include "centre/store_columns.h"

namespace loa::centre {
namespace {

constexpr std::size_t kHashBytes = 32;

}  // namespace

std::string Store::log_key() {
  const auto found = sql_->run("SELECT signer FROM log_head WHERE one = 1");
  return found.rows.empty() ? "" : found.rows[0].text(0);
}

void Store::put_log_key(const std::string& key) {
  sql_->run(
      "INSERT INTO log_head(one, size, peaks, signer) VALUES(1, 0, $1, $2) "
      "ON CONFLICT(one) DO UPDATE SET signer = excluded.signer",
      {SqlBytes{""}, key});
}

std::pair<std::uint64_t, std::vector<base::Sha256>> Store::log_edge() {
  const auto found = sql_->run("SELECT size, peaks FROM log_head WHERE one = 1");
  std::vector<base::Sha256> peaks;
  const std::string_view bytes = found.rows.at(0).text(1);
  for (std::size_t at = 0; at + kHashBytes <= bytes.size(); at += kHashBytes)
    peaks.push_back(hash_from(bytes.substr(at, kHashBytes)));
  return {static_cast<std::uint64_t>(found.rows[0].integer(0)), std::move(peaks)};
}

void Store::grow_log(std::uint64_t from, const trust::MerkleEdge& to) {
  std::string peaks;
  for (const auto& peak : to.peaks()) peaks.append(bytes(peak).view);
  const auto grown =
      sql_->run("UPDATE log_head SET size = $1, peaks = $2 WHERE one = 1 AND size = $3",
                {signed_count(to.size()), SqlBytes{peaks}, signed_count(from)});
  if (grown.changed != 1) throw SqlError(SqlFailure::conflict, "another centre appends to the log");
}

void Store::put_log_entry(std::uint64_t index, const protocol::LoggedBatch& batch,
                          const std::string& entry) {
  sql_->queue(
      "INSERT INTO log_entry(idx, station, epoch, first_seq, entry) VALUES($1, $2, $3, $4, $5)",
      {signed_count(index), batch.station, signed_count(batch.epoch), signed_count(batch.first),
       entry});
}

void Store::put_log_node(const trust::MerkleEdge::Node& node) {
  sql_->queue("INSERT INTO log_node(level, idx, hash) VALUES($1, $2, $3)",
              {std::int64_t{node.level}, signed_count(node.index), bytes(node.hash)});
}

std::optional<LogEntry> Store::log_entry_of(const std::string& station, std::uint64_t epoch,
                                            std::uint64_t seq) {
  const auto found = sql_->run(
      "SELECT idx, entry FROM log_entry WHERE station = $1 AND epoch = $2 AND first_seq <= $3 "
      "ORDER BY first_seq DESC LIMIT 1",
      {station, signed_count(epoch), signed_count(seq)});
  if (found.rows.empty()) return std::nullopt;
  return LogEntry{static_cast<std::uint64_t>(found.rows[0].integer(0)), found.rows[0].text(1)};
}

std::vector<std::string> Store::log_entries(std::uint64_t first, std::uint64_t count) {
  const auto found =
      sql_->run("SELECT entry FROM log_entry WHERE idx >= $1 AND idx < $2 ORDER BY idx",
                {signed_count(first), signed_count(first + count)});
  std::vector<std::string> entries;
  for (const auto& row : found.rows) entries.push_back(row.text(0));
  return entries;
}

std::vector<base::Sha256> Store::log_nodes(unsigned level, std::uint64_t first,
                                           std::uint64_t count) {
  const auto found = sql_->run(
      "SELECT hash FROM log_node WHERE level = $1 AND idx >= $2 AND idx < $3 ORDER BY idx",
      {std::int64_t{level}, signed_count(first), signed_count(first + count)});
  std::vector<base::Sha256> hashes;
  for (const auto& row : found.rows) hashes.push_back(hash_from(row.text(0)));
  return hashes;
}

}  // namespace loa::centre
