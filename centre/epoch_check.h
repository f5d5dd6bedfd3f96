// Holds the stored rows of one epoch against their own hashes, their chain, and the batches that
// the centre's log has of them. Pure.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "centre/evidence.h"
#include "protocol/receipt.h"

namespace loa::centre {

class EpochCheck {
 public:
  // `batches`: of the epoch's rows that are to be checked, oldest first. `before`: the row before
  // the first one, where that is not to be checked itself. `all`: whether they are all that the log
  // ever had; otherwise the chain alone tells what they do not speak of.
  EpochCheck(std::vector<protocol::LoggedBatch> batches, std::optional<Head> before, bool all)
      : batches_(std::move(batches)), last_(before), all_(all) {}

  // The next one by seq. False where something is wrong: then finding() tells what, without the
  // station and the epoch.
  bool take(const StoredRow& row);
  // After the last row. False likewise.
  bool finish();
  const std::optional<Finding>& finding() const { return finding_; }
  const std::optional<Head>& newest() const { return last_; }  // of what was taken
  // Rows of before there was a log, which only the chain holds together.
  std::uint64_t unlogged() const { return unlogged_; }

 private:
  bool wrong(Wrong how, std::uint64_t first, std::uint64_t last);
  bool all_before(std::uint64_t seq);  // none of those that were taken is missing
  bool follows(const journal::Row& row);
  bool is_logged(const StoredRow& row);
  bool close_batch(const protocol::LoggedBatch& batch);
  bool settle(const journal::Row* next);

  std::vector<protocol::LoggedBatch> batches_;
  std::size_t at_ = 0;                // the batch of the next row, or the one after
  std::vector<base::Sha256> hashes_;  // of that batch
  std::optional<Head> last_;
  bool all_;
  std::optional<std::uint64_t> broken_;  // a row of that batch that the next one does not follow
  std::optional<protocol::LoggedBatch>
      doubtful_;  // is not what was taken; which row, the next says
  std::uint64_t unlogged_ = 0;
  std::optional<Finding> finding_;
};

// What more can be said of a row that was changed, out of those about it (by seq, its own among
// them): that it was moved, or back-dated.
Finding refined(Finding finding, std::span<const StoredRow> about);

}  // namespace loa::centre
