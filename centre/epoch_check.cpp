#include "centre/epoch_check.h"

#include <algorithm>

namespace loa::centre {
namespace {

// A clock that is disciplined may be slewed; nothing sets it back by more within one boot.
constexpr std::chrono::seconds kSlew{2};

bool holds(const StoredRow& stored) {
  return stored.intact && journal::hash_of(stored.row) == stored.row.hash;
}

base::Duration offset_of(const journal::Row& row) {
  return row.wall.time_since_epoch() - base::Duration(row.monotonic_ns);
}

// Against a row of the same boot before it, or, for the first one, behind it.
bool is_back_dated(const journal::Row& row, const journal::Row& other) {
  if (row.boot == other.boot && offset_of(row) + kSlew < offset_of(other)) return true;
  const bool clocks = base::trusted(row.quality) && base::trusted(other.quality);
  return clocks && other.seq < row.seq && row.wall + kSlew < other.wall;
}

bool is_back_dated(std::span<const StoredRow> about, std::size_t at) {
  if (at > 0) return is_back_dated(about[at].row, about[at - 1].row);
  return at + 1 < about.size() && is_back_dated(about[at].row, about[at + 1].row);
}

// The place in which the row would be right, by its own hash or by the one that stands there.
std::uint64_t right_place(const journal::Row& row, std::span<const StoredRow> about) {
  for (const auto& [other, received, intact] : about) {
    auto moved = row;
    moved.seq = other.seq;
    const auto whole = journal::hash_of(moved);
    if (moved.seq != row.seq && whole == row.hash) return other.seq;
    moved.previous = other.previous;
    if (moved.seq != row.seq && journal::hash_of(moved) == other.hash) return other.seq;
  }
  return 0;
}

}  // namespace

bool EpochCheck::wrong(Wrong how, std::uint64_t first, std::uint64_t last) {
  finding_ = Finding{how, "", 0, first, last};
  return false;
}

bool EpochCheck::all_before(std::uint64_t seq) {
  const auto begin = last_ ? last_->seq + 1 : 1;
  if (!all_ && last_ && begin < seq) return wrong(Wrong::removed, begin, seq - 1);
  for (auto i = at_; i < batches_.size() && batches_[i].first < seq; ++i) {
    const auto first = std::max(begin, batches_[i].first);
    if (first < seq && first <= batches_[i].last)
      return wrong(Wrong::removed, first, std::min(seq - 1, batches_[i].last));
  }
  return true;
}

// Where only the chain speaks, the row before is the one that its follower does not know.
bool EpochCheck::follows(const journal::Row& row) {
  if (row.seq == 1 && row.previous != base::Sha256{}) return wrong(Wrong::changed, 1, 1);
  if (!last_ || row.seq != last_->seq + 1 || row.previous == last_->hash) return true;
  if (batches_.empty() || row.seq <= batches_.front().first)
    return wrong(Wrong::changed, last_->seq, last_->seq);
  if (!broken_) broken_ = hashes_.empty() ? row.seq : last_->seq;
  return true;
}

bool EpochCheck::close_batch(const protocol::LoggedBatch& batch) {
  const bool same = protocol::rows_root(hashes_) == batch.rows;
  hashes_.clear();
  if (broken_) return wrong(Wrong::changed, *broken_, *broken_);
  if (!same) doubtful_ = batch;
  return true;
}

// `next`: the row behind the doubtful batch, if there is one.
bool EpochCheck::settle(const journal::Row* next) {
  if (!doubtful_) return true;
  const bool broken =
      next != nullptr && last_ && next->seq == last_->seq + 1 && next->previous != last_->hash;
  return wrong(Wrong::changed, broken ? last_->seq : doubtful_->first, doubtful_->last);
}

bool EpochCheck::is_logged(const StoredRow& stored) {
  const auto seq = stored.row.seq;
  if (at_ >= batches_.size() || seq < batches_[at_].first) {
    const bool older = batches_.empty() || seq < batches_.front().first;
    if (!older && all_) return wrong(Wrong::added, seq, seq);
    ++unlogged_;
    return true;
  }
  const auto& batch = batches_[at_];
  if (stored.received != batch.received) return wrong(Wrong::back_dated, seq, seq);
  hashes_.push_back(stored.row.hash);
  if (seq < batch.last) return true;
  ++at_;
  return close_batch(batch);
}

bool EpochCheck::take(const StoredRow& stored) {
  const auto& row = stored.row;
  if (!settle(&row) || !all_before(row.seq)) return false;
  if (last_ && row.seq <= last_->seq) return wrong(Wrong::added, row.seq, row.seq);
  if (!holds(stored)) return wrong(Wrong::changed, row.seq, row.seq);
  if (!follows(row) || !is_logged(stored)) return false;
  last_ = Head{row.seq, row.hash};
  return true;
}

bool EpochCheck::finish() {
  if (!settle(nullptr)) return false;
  return at_ >= batches_.size() || all_before(batches_.back().last + 1);
}

Finding refined(Finding finding, std::span<const StoredRow> about) {
  if (finding.wrong != Wrong::changed) return finding;
  for (std::size_t i = 0; i < about.size(); ++i) {
    const auto seq = about[i].row.seq;
    if (seq < finding.first || seq > finding.last) continue;
    const auto place = finding.first == finding.last ? right_place(about[i].row, about) : 0;
    if (place != 0) {
      finding.wrong = Wrong::reordered;
      finding.moved_from = place;
    } else if (is_back_dated(about, i)) {
      finding.wrong = Wrong::back_dated;
      finding.first = finding.last = seq;
    }
    if (finding.wrong != Wrong::changed) return finding;
  }
  return finding;
}

}  // namespace loa::centre
