// What witnesses have said of the log's heads.
#include "centre/store.h"
#include "centre/store_columns.h"

namespace loa::centre {
namespace {

std::optional<trust::TreeHead> head_in(const SqlResult& found) {
  if (found.rows.empty()) return std::nullopt;
  return trust::TreeHead{static_cast<std::uint64_t>(found.rows[0].integer(0)),
                         hash_from(found.rows[0].text(1))};
}

}  // namespace

void Store::put_cosignature(const trust::TreeHead& head, const std::string& witness,
                            const std::string& line) {
  sql_->run(
      "INSERT INTO cosignature(size, witness, root, line) VALUES($1, $2, $3, $4) "
      "ON CONFLICT(size, witness) DO UPDATE SET root = excluded.root, line = excluded.line",
      {signed_count(head.size), witness, bytes(head.root), line});
}

std::vector<std::string> Store::cosignature_lines(std::uint64_t size) {
  const auto found = sql_->run("SELECT line FROM cosignature WHERE size = $1 ORDER BY witness",
                               {signed_count(size)});
  std::vector<std::string> lines;
  for (const auto& row : found.rows) lines.push_back(row.text(0));
  return lines;
}

std::optional<trust::TreeHead> Store::next_cosigned_head(std::uint64_t above) {
  return head_in(
      sql_->run("SELECT size, root FROM cosignature WHERE size > $1 ORDER BY size LIMIT 1",
                {signed_count(above)}));
}

std::optional<trust::TreeHead> Store::most_cosigned_head(std::uint64_t above) {
  return head_in(
      sql_->run("SELECT size, root FROM cosignature WHERE size > $1 GROUP BY size, root "
                "ORDER BY count(*) DESC, size DESC LIMIT 1",
                {signed_count(above)}));
}

void Store::forget_cosignatures(std::size_t heads) {
  sql_->run(
      "DELETE FROM cosignature WHERE size < (SELECT min(size) FROM (SELECT DISTINCT size FROM "
      "cosignature ORDER BY size DESC LIMIT $1) AS newest)",
      {static_cast<std::int64_t>(heads)});
}

void Store::forget_other_witnesses(const std::set<std::string>& known) {
  const auto found = sql_->run("SELECT DISTINCT witness FROM cosignature");
  for (const auto& row : found.rows)
    if (!known.contains(row.text(0)))
      sql_->run("DELETE FROM cosignature WHERE witness = $1", {row.text(0)});
}

}  // namespace loa::centre
