// The centre's log on both engines: receipts, tiles, and what several centres do to it.
#include "centre/record_log.h"

#include <gtest/gtest.h>

#include <thread>

#include "centre/api.h"
#include "tests/centre/engines.h"
#include "tests/centre/rows.h"
#include "tests/protocol/rfc_key.h"

namespace loa::centre {
namespace {

using protocol::test::rfc_key;
using test::at;
using test::chain;

std::string text_of(const base::Sha256& hash) { return {hash.begin(), hash.end()}; }

class CentreLog : public testing::TestWithParam<test::Engine> {
 protected:
  protocol::BatchAck send(const std::vector<journal::Row>& rows, std::uint64_t first,
                          std::uint64_t last) {
    return ingest_.accept(test::batch(rows, first, last), at(10)).ack;
  }
  std::string fault(const std::optional<std::string>& receipt) {
    if (!receipt) return "none";
    const auto found = protocol::verify_receipt(*receipt, log_.name(), "r");
    return found.problems.empty() ? "" : found.problems.front().code;
  }
  protocol::HttpResponse get(const std::string& path, std::map<std::string, std::string> query) {
    return test::answer_of(api_, {"GET", path, std::move(query), {}, "", "127.0.0.1"}, at(10));
  }

  test::Database database_{GetParam()};
  Store store_{database_.open()};
  base::SigningKey key_ = rfc_key();
  RecordLog log_{store_, key_};
  Ingest ingest_{store_, &log_};
  Api api_{database_.config(), {"key", key_}, store_};
  std::vector<journal::Row> rows_ = chain("st-1", 40);
};

TEST_P(CentreLog, gives_a_receipt_with_the_acknowledgement) {
  const auto ack = send(rows_, 1, 7);
  EXPECT_TRUE(
      protocol::is_receipt_for(ack.receipt, log_.name(), "st-1", test::batch(rows_, 1, 7).rows));
  EXPECT_EQ(send(rows_, 1, 7).receipt, "") << "nothing is new";
  const auto more = send(rows_, 5, 12).receipt;
  EXPECT_TRUE(protocol::is_receipt_for(more, log_.name(), "st-1", test::batch(rows_, 5, 12).rows));
  EXPECT_EQ(trust::log_proof_from(more)->index, 1U);
  EXPECT_EQ(protocol::logged_batch_from(trust::log_proof_from(more)->extra)->first, 8U);
}

TEST_P(CentreLog, proves_each_row_against_the_log_as_it_stands) {
  for (std::uint64_t first = 1; first <= 40; first += 5) {
    send(rows_, first, first + 4);
    send(chain("st-2", 40), first, first + 4);
  }
  for (std::uint64_t seq = 1; seq <= 40; ++seq) {
    EXPECT_EQ(fault(log_.receipt("st-1", 1, seq)), "") << seq;
    EXPECT_EQ(fault(log_.receipt("st-2", 1, seq)), "") << seq;
  }
  EXPECT_FALSE(log_.receipt("st-1", 1, 41));
  EXPECT_FALSE(log_.receipt("st-1", 2, 1));
  const auto answer = get("/v1/stations/st-1/receipt", {{"epoch", "1"}, {"seq", "9"}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(fault(answer.body), "");
  EXPECT_EQ(get("/v1/stations/st-1/receipt", {{"epoch", "1"}, {"seq", "99"}}).status, 404);
  EXPECT_EQ(get("/v1/stations/st-1/receipt", {{"epoch", "x"}}).status, 400);
}

TEST_P(CentreLog, finds_a_row_that_was_changed_in_the_database) {
  send(rows_, 1, 10);
  store_.sql().run("UPDATE as_run SET title = 'khác' WHERE seq = 4", {});
  EXPECT_EQ(fault(log_.receipt("st-1", 1, 4)), "row-changed");
  auto changed = rows_[5];
  changed.wall -= std::chrono::hours{24};
  changed = test::sealed(changed);
  store_.sql().run("DELETE FROM as_run WHERE seq = 6", {});
  store_.prepare_month(at(10).wall);
  transact(store_.sql(), [&] { store_.put_rows({&changed, 1}, at(10).wall); });
  EXPECT_EQ(fault(log_.receipt("st-1", 1, 6)), "row-not-in-batch");
  store_.sql().run("DELETE FROM as_run WHERE seq = 8", {});
  EXPECT_FALSE(log_.receipt("st-1", 1, 8));
  EXPECT_FALSE(log_.receipt("st-1", 1, 9)) << "its batch is not whole any more";
}

TEST_P(CentreLog, is_served_in_tiles_from_which_the_head_follows) {
  const auto rows = chain("st-1", 300);
  for (std::uint64_t seq = 1; seq <= 300; ++seq) send(rows, seq, seq);
  const auto head = trust::read_tree_head(get("/log/checkpoint", {}).body, log_.name());
  ASSERT_TRUE(head);
  EXPECT_EQ(head->size, 300U);
  EXPECT_EQ(get("/log/key", {}).body, trust::to_text(log_.name()) + "\n");
  const auto full = get("/log/tile/0/000", {});
  const auto part = get("/log/tile/0/001.p/44", {});
  const auto above = get("/log/tile/1/000.p/1", {});
  EXPECT_EQ(full.body.size(), 256U * 32);
  EXPECT_EQ(part.body.size(), 44U * 32);
  EXPECT_EQ(above.body.size(), 32U);
  trust::MerkleEdge tree;
  const auto hashes = full.body + part.body;
  for (std::size_t i = 0; i < 300; ++i) {
    base::Sha256 leaf{};
    std::copy_n(hashes.begin() + static_cast<std::ptrdiff_t>(32 * i), 32, leaf.begin());
    tree.append(leaf);
    if (i == 255) EXPECT_EQ(text_of(tree.root()), above.body);
  }
  EXPECT_EQ(tree.root(), head->root);
  const auto bundle = get("/log/tile/entries/001.p/44", {}).body;
  const auto length = static_cast<std::size_t>(static_cast<unsigned char>(bundle[0]) << 8U |
                                               static_cast<unsigned char>(bundle[1]));
  EXPECT_EQ(trust::leaf_hash(bundle.substr(2, length)), store_.log_nodes(0, 256, 1).at(0));
  for (const auto* none :
       {"/log/tile/0/002", "/log/tile/0/001", "/log/tile/2/000", "/log/x", "/log/tile/entries/x"})
    EXPECT_EQ(get(none, {}).status, 404) << none;
}

TEST_P(CentreLog, of_two_centres_is_one) {
  Store other(database_.open());
  if (!store_.shared()) return;
  RecordLog there(other, key_);
  Ingest second(other, &there);
  send(rows_, 1, 5);
  second.accept(test::batch(chain("st-2", 5), 1, 5), at(11));
  send(rows_, 6, 9);
  EXPECT_EQ(store_.log_edge().first, 3U);
  for (std::uint64_t seq = 1; seq <= 9; ++seq)
    EXPECT_EQ(fault(there.receipt("st-1", 1, seq)), "") << seq;
  const auto foreign = base::SigningKey::generate();
  EXPECT_THROW(RecordLog(other, foreign), std::runtime_error);
}

// Each has a connection of its own, as two processes have.
TEST_P(CentreLog, grows_by_two_centres_at_once) {
  constexpr std::uint64_t kBatches = 40;
  if (!store_.shared()) return;
  const auto fill = [&](const std::string& station) {
    Store store(database_.open());
    RecordLog log(store, key_);
    Ingest ingest(store, &log);
    const auto rows = chain(station, kBatches);
    for (std::uint64_t seq = 1; seq <= kBatches;) try {
        ingest.accept(test::batch(rows, seq, seq), at(10));
        ++seq;
      } catch (const SqlError& error) {
        // As a station that is told to come again.
        ASSERT_EQ(error.failure(), SqlFailure::conflict) << error.what();
      }
  };
  std::thread one(fill, "st-1");
  std::thread other(fill, "st-2");
  one.join();
  other.join();
  EXPECT_EQ(store_.log_edge().first, 2 * kBatches);
  for (std::uint64_t seq = 1; seq <= kBatches; ++seq)
    for (const auto* station : {"st-1", "st-2"})
      EXPECT_EQ(fault(log_.receipt(station, 1, seq)), "") << station << " " << seq;
}

INSTANTIATE_TEST_SUITE_P(On, CentreLog, test::each_engine(), test::name_of_engine);

}  // namespace
}  // namespace loa::centre
