// What stations have signed of their records.
#include "centre/store.h"
#include "centre/store_columns.h"

namespace loa::centre {
namespace {

constexpr const char* kSelect =
    "SELECT station, epoch, seq, hash, boot, wall_ns, quality, signature, received_ns "
    "FROM checkpoint";

KeptCheckpoint checkpoint_from(const SqlRow& row) {
  protocol::Checkpoint checkpoint;
  checkpoint.epoch = static_cast<std::uint64_t>(row.integer(1));
  checkpoint.seq = static_cast<std::uint64_t>(row.integer(2));
  checkpoint.hash = hash_from(row.text(3));
  checkpoint.boot = row.text(4);
  checkpoint.wall = wall(row.integer(5));
  checkpoint.quality = base::clock_quality_named(row.text(6)).value_or(base::ClockQuality::unknown);
  checkpoint.signature = row.text(7);
  return {row.text(0), std::move(checkpoint), wall(row.integer(8))};
}

}  // namespace

std::optional<KeptCheckpoint> Store::checkpoint(const std::string& station, std::uint64_t epoch) {
  const auto found = sql_->run(std::string(kSelect) + " WHERE station = $1 AND epoch = $2",
                               {station, signed_count(epoch)});
  if (found.rows.empty()) return std::nullopt;
  return checkpoint_from(found.rows[0]);
}

void Store::put_checkpoint(const KeptCheckpoint& kept) {
  const auto& checkpoint = kept.checkpoint;
  sql_->run(
      "INSERT INTO checkpoint(station, epoch, seq, hash, boot, wall_ns, quality, signature, "
      "received_ns) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT(station, epoch) DO "
      "UPDATE SET seq = excluded.seq, hash = excluded.hash, boot = excluded.boot, "
      "wall_ns = excluded.wall_ns, quality = excluded.quality, signature = excluded.signature, "
      "received_ns = excluded.received_ns WHERE checkpoint.seq < excluded.seq",
      {kept.station, signed_count(checkpoint.epoch), signed_count(checkpoint.seq),
       bytes(checkpoint.hash), checkpoint.boot, nanoseconds(checkpoint.wall),
       std::string_view(base::name_of(checkpoint.quality)), SqlBytes{checkpoint.signature},
       nanoseconds(kept.received)});
}

std::map<std::string, KeptCheckpoint> Store::newest_checkpoints() {
  std::map<std::string, KeptCheckpoint> newest;
  const auto found = sql_->run(std::string(kSelect) + " ORDER BY station, epoch");
  for (const auto& row : found.rows) newest.insert_or_assign(row.text(0), checkpoint_from(row));
  return newest;
}

}  // namespace loa::centre
