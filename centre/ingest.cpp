// The rules of ingest.
#include "centre/ingest.h"

#include <fmt/format.h>

#include <algorithm>

namespace loa::centre {
namespace {

bool in_order(const protocol::JournalBatch& batch) {
  if (batch.rows.empty() || batch.rows.size() > protocol::kMaxBatchRows) return false;
  const auto& first = batch.rows.front();
  std::uint64_t seq = first.seq;
  return std::all_of(batch.rows.begin(), batch.rows.end(), [&](const journal::Row& row) {
    return row.epoch == first.epoch && row.seq == seq++;
  });
}

const journal::Row* foreign_row(const protocol::JournalBatch& batch) {
  const auto found =
      std::find_if(batch.rows.begin(), batch.rows.end(),
                   [&](const journal::Row& row) { return row.station != batch.station; });
  return found == batch.rows.end() ? nullptr : &*found;
}

// The newest of its rows, `count` of them, up to `last`.
std::span<const journal::Row> rows_up_to(const protocol::JournalBatch& batch, std::uint64_t last,
                                         std::uint64_t count) {
  const auto end = static_cast<std::size_t>(last - batch.rows.front().seq + 1);
  const auto size = static_cast<std::size_t>(count);
  return std::span(batch.rows).subspan(end - size, size);
}

constexpr std::chrono::minutes kMayBeAhead{10};

// Kept all the same: which of the two clocks is wrong, people must find out.
bool is_future(const journal::Row& row, base::Wall received) {
  return base::trusted(row.quality) && row.wall > received + kMayBeAhead;
}

}  // namespace

RowVerdict judge(const journal::Row& row, const std::optional<Head>& head,
                 const std::optional<base::Sha256>& stored, bool lost_before,
                 const std::optional<KeptCheckpoint>& vouched) {
  if (stored) return *stored == row.hash ? RowVerdict::have : RowVerdict::conflict;
  const std::uint64_t newest = head ? head->seq : 0;
  if (vouched && vouched->checkpoint.seq == row.seq && vouched->checkpoint.hash != row.hash)
    return RowVerdict::denied;
  // Below the newest, but not stored: the station said that it was lost.
  if (row.seq <= newest) return RowVerdict::conflict;
  if (row.seq > newest + 1) return lost_before ? RowVerdict::keep_after_loss : RowVerdict::gap;
  const base::Sha256 expected = head ? head->hash : base::Sha256{};
  return row.previous == expected ? RowVerdict::keep : RowVerdict::broken_chain;
}

BatchResult Ingest::accept(const protocol::JournalBatch& batch, std::size_t sound,
                           const base::Now& now) {
  if (!in_order(batch)) return {BatchVerdict::malformed, {}, 0, 0};
  store_.prepare_month(now.wall);
  BatchResult result;
  transact(store_.sql(), [&] { result = take(batch, sound, now.wall); });
  return result;
}

BatchResult Ingest::take(const protocol::JournalBatch& batch, std::size_t sound,
                         base::Wall received) {
  const auto& first = batch.rows.front();
  if (const auto* foreign = foreign_row(batch)) {
    journal::Row named = *foreign;
    named.station = batch.station;
    report(named, "foreign-row", "a row that names the station " + foreign->station.substr(0, 64),
           received);
    return {BatchVerdict::foreign, {}, foreign->seq, 0};
  }
  const auto before = store_.head(batch.station, first.epoch);
  if (!before && store_.newest_epoch(batch.station) > first.epoch) {
    report(first, "old-epoch", "an epoch that was never seen, older than the newest", received);
    return {BatchVerdict::old_epoch, {}, first.seq, 0};
  }
  std::map<std::uint64_t, base::Sha256> stored;
  if (before && first.seq <= before->seq)
    stored = store_.hashes(batch.station, first.epoch, first.seq, batch.rows.back().seq);
  auto head = before;
  auto result = take_rows(batch, sound, stored, head, received);
  std::span<const journal::Row> fresh;
  if (result.stored > 0) {
    fresh = rows_up_to(batch, head->seq, result.stored);
    store_.put_rows(fresh, received);
    store_.move_head(batch.station, first.epoch, before, *head);
    note_future(fresh, received);
  }
  if (batch.checkpoint && result.verdict == BatchVerdict::taken)
    checkpoints_.take(batch.station, *batch.checkpoint, received);
  result.ack = {first.epoch, head ? head->seq : 0};
  if (log_ != nullptr && !fresh.empty()) result.ack.receipt = log_rows(batch, fresh, received);
  return result;
}

// One event for an epoch: a clock that is wrong is so for thousands of rows.
void Ingest::note_future(std::span<const journal::Row> rows, base::Wall received) {
  const auto row =
      std::ranges::find_if(rows, [&](const journal::Row& one) { return is_future(one, received); });
  if (row == rows.end()) return;
  store_.put_event({row->station, "future-dated", std::to_string(row->epoch),
                    fmt::format("row {} is of {}, by a clock that the station trusts", row->seq,
                                base::to_rfc3339(row->wall)),
                    received, received, 1});
}

std::string Ingest::log_rows(const protocol::JournalBatch& batch,
                             std::span<const journal::Row> rows, base::Wall received) {
  std::vector<base::Sha256> hashes;
  hashes.reserve(rows.size());
  for (const auto& row : rows) hashes.push_back(row.hash);
  return log_->append({batch.station, rows.front().epoch, rows.front().seq, rows.back().seq,
                       protocol::rows_root(hashes), received});
}

BatchResult Ingest::take_rows(const protocol::JournalBatch& batch, std::size_t sound,
                              const std::map<std::uint64_t, base::Sha256>& stored,
                              std::optional<Head>& head, base::Wall received) {
  BatchResult result;
  const auto vouched = store_.checkpoint(batch.station, batch.rows.front().epoch);
  bool lost_before = batch.lost_before;
  for (const auto& row : batch.rows) {
    const bool is_sound = row.seq - batch.rows.front().seq < sound;
    const auto known = stored.find(row.seq);
    const auto newest = head ? head->seq : 0;
    const auto verdict =
        is_sound
            ? judge(row, head, known == stored.end() ? std::nullopt : std::optional(known->second),
                    lost_before, vouched)
            : RowVerdict::poison;
    result.verdict = take_row(row, verdict, head, received);
    if (result.verdict != BatchVerdict::taken) {
      result.bad_seq = row.seq;
      break;
    }
    lost_before = false;
    result.stored += head->seq > newest ? 1 : 0;
  }
  return result;
}

BatchVerdict Ingest::take_row(const journal::Row& row, RowVerdict verdict,
                              std::optional<Head>& head, base::Wall received) {
  const auto refuse = [&](const char* code, const char* detail) {
    report(row, code, detail, received);
    store_.quarantine(row, received);
  };
  switch (verdict) {
    case RowVerdict::keep_after_loss:
      report(row, "rows-lost",
             fmt::format("the station has lost its rows {} to {}", head ? head->seq + 1 : 1,
                         row.seq - 1),
             received);
      [[fallthrough]];
    case RowVerdict::keep:
      if (alarms_ != nullptr) alarms_->note(row, received);
      head = Head{row.seq, row.hash};
      return BatchVerdict::taken;
    case RowVerdict::have:
      return BatchVerdict::taken;
    case RowVerdict::gap:
      return BatchVerdict::gap;
    case RowVerdict::poison:
      refuse("poison-row", "the row's hash is not that of its content, or it has a zero byte");
      return BatchVerdict::poison;
    case RowVerdict::conflict:
      refuse("row-conflict", "another row was stored under this key before");
      return BatchVerdict::conflict;
    case RowVerdict::broken_chain:
      refuse("chain-broken", "the row does not continue the row before it");
      return BatchVerdict::conflict;
    case RowVerdict::denied:
      refuse("checkpoint-conflict", "the station has signed another row under this key");
      return BatchVerdict::conflict;
  }
  return BatchVerdict::malformed;
}

void Ingest::report(const journal::Row& row, const char* code, const std::string& detail,
                    base::Wall received) {
  store_.put_event(
      {row.station, code, fmt::format("{}/{}", row.epoch, row.seq), detail, received, received, 1});
}

}  // namespace loa::centre
