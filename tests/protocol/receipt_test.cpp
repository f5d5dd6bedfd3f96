// A station's quarter in the centre's log: every row is proven, and whatever was done to one is
// found.
#include "protocol/receipt.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

#include "tests/protocol/rfc_key.h"

namespace loa::protocol {
namespace {

using test::kGoldenStation;
using test::rfc_key;

constexpr std::uint64_t kQuarter = 90UL * 40;
constexpr std::int64_t kBegin = 1'795'471'200'000'000'000;

trust::LogKey log_key() { return trust::centre_log(rfc_key().public_key); }

base::Wall wall_of(std::uint64_t seq) {
  return base::Wall(base::Duration(kBegin) + std::chrono::minutes(36) * seq);
}

journal::Row sealed(journal::Row row) {
  row.hash = journal::hash_of(row);
  return row;
}

std::string_view hash_bytes(const base::Sha256& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

// The rows of a quarter, in batches of 1 to 60, among those of other stations.
class Quarter {
 public:
  Quarter() {
    base::Sha256 previous{};
    for (std::uint64_t seq = 1; seq <= kQuarter; ++seq) {
      journal::Row row;
      row.station = kGoldenStation;
      row.epoch = 1;
      row.seq = seq;
      row.title = "Bản tin " + std::to_string(seq);
      row.wall = wall_of(seq);
      row.previous = previous;
      rows.push_back(sealed(row));
      previous = rows.back().hash;
    }
    for (std::uint64_t first = 1; first <= kQuarter;) {
      const auto last = std::min(kQuarter, first + random_() % 60);
      log("loa-batch of another station " + std::to_string(first), {});
      LoggedBatch batch{kGoldenStation, 1, first, last, rows_root(hashes(first, last)),
                        wall_of(last)};
      log(to_text(batch), batch);
      first = last + 1;
    }
  }

  // As the centre gives it out.
  std::string receipt(std::uint64_t seq) const { return receipt(seq, row_of(seq)); }
  // With another row in its place.
  std::string receipt(std::uint64_t seq, const journal::Row& row) const {
    const auto at = entry_of(seq);
    const auto& batch = *batches_[at];
    std::vector<base::Sha256> leaves;
    for (const auto& hash : hashes(batch.first, batch.last))
      leaves.push_back(trust::leaf_hash(hash_bytes(hash)));
    const auto count = leaves.size();
    const RowProof proof{
        entries_[at], row,
        trust::inclusion_path(seq - batch.first, count, trust::nodes_of(std::move(leaves)))};
    return to_text(to_json(proof), at);
  }
  std::string to_text(const std::string& extra, std::size_t at) const {
    using trust::to_text;
    return to_text(trust::LogProof{
        extra, at, trust::inclusion_path(at, entries_.size(), trust::nodes_of(leaves_)),
        trust::write_tree_head(log_key().name, {edge_.size(), edge_.root()}, rfc_key())});
  }
  std::string to_text(const LoggedBatch& batch) const { return protocol::to_text(batch); }
  std::size_t entry_of(std::uint64_t seq) const {
    for (std::size_t i = 0; i < batches_.size(); ++i)
      if (batches_[i] && batches_[i]->first <= seq && seq <= batches_[i]->last) return i;
    return 0;
  }
  const LoggedBatch& batch_of(std::uint64_t seq) const { return *batches_[entry_of(seq)]; }
  const journal::Row& row_of(std::uint64_t seq) const {
    return rows[static_cast<std::size_t>(seq - 1)];
  }
  std::vector<base::Sha256> hashes(std::uint64_t first, std::uint64_t last) const {
    std::vector<base::Sha256> found;
    for (auto seq = first; seq <= last; ++seq) found.push_back(row_of(seq).hash);
    return found;
  }

  std::vector<journal::Row> rows;

 private:
  void log(const std::string& entry, const std::optional<LoggedBatch>& batch) {
    entries_.push_back(entry);
    leaves_.push_back(trust::leaf_hash(entry));
    batches_.push_back(batch);
    edge_.append(leaves_.back());
  }

  std::mt19937_64 random_{7};
  std::vector<std::string> entries_;
  std::vector<std::optional<LoggedBatch>> batches_;
  std::vector<base::Sha256> leaves_;
  trust::MerkleEdge edge_;
};

const Quarter& quarter() {
  static const Quarter made;
  return made;
}

// "" where it holds, else what is wrong first.
std::string fault(const std::string& receipt) {
  const auto found = verify_receipt(receipt, log_key(), "r");
  return found.problems.empty() ? "" : found.problems.front().code;
}

TEST(LoggedBatch, HasTheseBytes) {
  const LoggedBatch batch{
      kGoldenStation, 1, 2, 3, base::sha256("x"), base::Wall(base::Duration(5))};
  EXPECT_EQ(to_text(batch),
            "loa-batch/1\nst-0123456789abcdef\n1 2 3\n"
            "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881\n5\n");
  EXPECT_EQ(logged_batch_from(to_text(batch)), batch);
  EXPECT_FALSE(logged_batch_from(to_text(batch) + "\n"));
  EXPECT_FALSE(logged_batch_from("loa-batch/1\nst\n01 2 3\n" + base::to_hex(batch.rows) + "\n5\n"));
}

TEST(Receipt, ProvesEveryRowOfAQuarter) {
  for (std::uint64_t seq = 1; seq <= kQuarter; seq += 37) {
    const auto found = verify_receipt(quarter().receipt(seq), log_key(), "r");
    ASSERT_TRUE(found.problems.empty()) << seq << " " << to_string(found.problems.front());
    EXPECT_EQ(found.row->seq, seq);
    EXPECT_EQ(found.batch->received, quarter().batch_of(seq).received);
  }
}

// All that can be done to a row, each a few hundred times: with its own hash kept or made anew.
TEST(Receipt, FindsEveryRowThatWasChangedRemovedReorderedOrBackDated) {
  using Change = std::function<void(journal::Row&)>;
  std::mt19937_64 random(11);
  const std::vector<std::pair<const char*, Change>> changes{
      {"title", [](journal::Row& row) { row.title += "!"; }},
      {"back-dated", [](journal::Row& row) { row.wall -= std::chrono::hours{24}; }},
      {"one nanosecond", [](journal::Row& row) { row.wall += base::Duration{1}; }},
      {"outcome", [](journal::Row& row) { row.outcome = journal::Outcome::played; }},
      {"frames", [](journal::Row& row) { row.frames_played += 1; }},
      {"evidence", [](journal::Row& row) { row.evidence = "{}"; }},
      {"station", [](journal::Row& row) { row.station = "st-fedcba9876543210"; }},
      {"epoch", [](journal::Row& row) { row.epoch = 2; }},
      {"seq", [](journal::Row& row) { row.seq += 1; }},
      {"reordered",
       [&](journal::Row& row) { row = quarter().row_of((row.seq + 1) % kQuarter + 1); }},
      {"removed before", [](journal::Row& row) { row.previous = {}; }}};
  for (const auto& [name, change] : changes) {
    for (int i = 0; i < 40; ++i) {
      const auto seq = 1 + random() % kQuarter;
      auto row = quarter().row_of(seq);
      change(row);
      EXPECT_NE(fault(quarter().receipt(seq, row)), "") << name << " " << seq;
      EXPECT_NE(fault(quarter().receipt(seq, sealed(row))), "") << name << " sealed " << seq;
    }
  }
}

TEST(Receipt, SaysWhatWasChanged) {
  auto row = quarter().rows[99];
  row.title = "khác";
  EXPECT_EQ(fault(quarter().receipt(100, row)), "row-changed");
  EXPECT_EQ(fault(quarter().receipt(100, sealed(row))), "row-not-in-batch");
  row.station = "st-1";
  EXPECT_EQ(fault(quarter().receipt(100, sealed(row))), "row-foreign");
  const auto extra = [&](LoggedBatch batch) {
    return to_json(RowProof{to_text(batch), quarter().rows[99], {}});
  };
  const auto at = quarter().entry_of(100);
  auto batch = quarter().batch_of(100);
  batch.received -= std::chrono::hours{1};
  EXPECT_EQ(fault(quarter().to_text(extra(batch), at)), "batch-not-in-log");
  EXPECT_EQ(fault(quarter().to_text(extra(quarter().batch_of(100)), at + 2)), "batch-not-in-log");
  EXPECT_EQ(fault("c2sp.org/tlog-proof@v1\nindex 1\n\n"), "malformed-receipt");
  const auto other = trust::centre_log(base::SigningKey::generate().public_key);
  EXPECT_EQ(verify_receipt(quarter().receipt(100), other, "r").problems.at(0).code,
            "head-unsigned");
}

TEST(Receipt, OfAnAcknowledgementIsHeldAgainstWhatWasSent) {
  const auto& batch = quarter().batch_of(500);
  const auto at = quarter().entry_of(500);
  const auto text = quarter().to_text(to_text(batch), at);
  const auto begin = quarter().rows.begin();
  std::vector<journal::Row> sent(begin + static_cast<std::ptrdiff_t>(batch.first - 1),
                                 begin + static_cast<std::ptrdiff_t>(batch.last));
  EXPECT_TRUE(is_receipt_for(text, log_key(), kGoldenStation, sent));
  EXPECT_FALSE(is_receipt_for(text, log_key(), "st-1", sent));
  auto more = sent;
  more.insert(more.begin(), quarter().row_of(batch.first - 1));
  EXPECT_TRUE(is_receipt_for(text, log_key(), kGoldenStation, more)) << "one was there before";
  sent.back().hash[0] ^= 1U;
  EXPECT_FALSE(is_receipt_for(text, log_key(), kGoldenStation, sent));
  EXPECT_FALSE(is_receipt_for("", log_key(), kGoldenStation, sent));
}

}  // namespace
}  // namespace loa::protocol
