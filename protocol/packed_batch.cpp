#include "protocol/packed_batch.h"

#include <utility>

#include "protocol/message_limits.h"
#include "protocol/packed_columns.h"
#include "protocol/packed_rows.h"
#include "protocol/zstd.h"

namespace loa::protocol {
namespace {

using journal::Row;

// What stands once.
struct Head {
  std::string station;
  bool lost_before = false;
  std::uint64_t epoch = 0;
  std::uint64_t seq = 0;  // of the first row
  std::uint64_t count = 0;
  base::Sha256 previous{};  // of the first row
  base::Sha256 last{};      // of the last row
  std::optional<Checkpoint> checkpoint;
};

template <class Way>
void code_checkpoint(Way& way, Checkpoint& checkpoint) {
  auto wall = count_of(checkpoint.wall);
  auto quality = static_cast<std::uint64_t>(checkpoint.quality);
  way.text(Column::head, checkpoint.boot);
  way.plain(Column::head, wall);
  way.plain(Column::head, quality);
  way.bytes(Column::head, checkpoint.signature, kSignatureBytes);
  demand(quality <= static_cast<std::uint64_t>(base::ClockQuality::synced));
  checkpoint.wall = wall_of(wall);
  checkpoint.quality = static_cast<base::ClockQuality>(quality);
}

template <class Way>
void code_head(Way& way, Head& head) {
  std::uint64_t flags = (head.lost_before ? 1U : 0U) | (head.checkpoint ? 2U : 0U);
  way.text(Column::head, head.station);
  way.plain(Column::head, flags);
  way.plain(Column::head, head.epoch);
  way.plain(Column::head, head.seq);
  way.plain(Column::head, head.count);
  way.hash(Column::head, head.previous);
  way.hash(Column::head, head.last);
  demand(flags < 4 && head.epoch >= 1 && head.epoch <= kMaxCount);
  demand(head.count >= 1 && head.count <= kMaxBatchRows);
  demand(head.seq >= 1 && head.seq <= kMaxCount - head.count);
  head.lost_before = (flags & 1U) != 0;
  if ((flags & 2U) == 0) return;
  if (!head.checkpoint) head.checkpoint.emplace();
  code_checkpoint(way, *head.checkpoint);
}

std::size_t size_of(const Row& row) {
  return row.station.size() + row.occurrence.size() + row.title.size() + row.area.size() +
         row.content.size() + row.boot.size() + row.evidence.size() + row.reason.size();
}

// A few bytes of columns can mean a long text again and again.
void read_rows(Unpacking& way, const Head& head, std::vector<Row>& rows) {
  PackedRows<Unpacking> columns(way);
  std::size_t whole = 0;
  auto previous = head.previous;
  for (std::uint64_t i = 0; i < head.count; ++i) {
    Row& row = rows.emplace_back();
    columns.code(row);
    row.station = head.station;
    row.epoch = head.epoch;
    row.seq = head.seq + i;
    row.previous = previous;
    whole += size_of(row);
    demand(whole <= kMaxBody && row.occurrence.size() <= kMaxString &&
           row.evidence.size() <= kMaxString);
    previous = row.hash = journal::hash_of(row);
  }
  demand(way.at_end() && previous == head.last);
}

JournalBatch read_batch(std::string_view all) {
  Unpacking way(all);
  Head head;
  code_head(way, head);
  JournalBatch batch{head.station, {}, head.lost_before};
  read_rows(way, head, batch.rows);
  batch.checkpoint = std::move(head.checkpoint);
  if (batch.checkpoint) {
    batch.checkpoint->epoch = head.epoch;
    batch.checkpoint->seq = batch.rows.back().seq;
    batch.checkpoint->hash = head.last;
  }
  return batch;
}

std::string write_batch(JournalBatch batch) {
  demand(!batch.rows.empty());
  const Row& first = batch.rows.front();
  Head head{batch.station,  batch.lost_before,      first.epoch,     first.seq, batch.rows.size(),
            first.previous, batch.rows.back().hash, batch.checkpoint};
  Packing way;
  code_head(way, head);
  PackedRows<Packing> columns(way);
  for (Row& row : batch.rows) columns.code(row);
  return way.finish();
}

}  // namespace

std::optional<std::string> pack(const JournalBatch& batch) {
  try {
    auto packed = write_batch(batch);
    if (unpack(packed) != batch) return std::nullopt;
    return packed;
  } catch (const NotPacked&) {
    return std::nullopt;
  }
}

std::optional<JournalBatch> unpack(std::string_view bytes) {
  const auto whole = from_zstd_frame(bytes, kMaxBody);
  if (!whole) return std::nullopt;
  try {
    return read_batch(*whole);
  } catch (const NotPacked&) {
    return std::nullopt;
  }
}

}  // namespace loa::protocol
