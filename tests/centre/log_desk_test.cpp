// What witnesses say of the centre's log, on both engines: what is kept of it, served and put into
// receipts, and who is no witness.
#include "centre/log_desk.h"

#include <gtest/gtest.h>

#include "centre/api.h"
#include "tests/centre/engines.h"
#include "tests/centre/rows.h"
#include "tests/protocol/rfc_key.h"
#include "trust/cosignature.h"

namespace loa::centre {
namespace {

using test::at;
using test::chain;

Config config_with(std::vector<trust::LogKey> witnesses) {
  Config config;
  config.listen.password = "mật khẩu đủ dài";
  config.witnesses = std::move(witnesses);
  return config;
}

class Witnesses : public testing::TestWithParam<test::Engine> {
 protected:
  void store_rows(std::uint64_t first, std::uint64_t last) {
    ingest_.accept(test::batch(rows_, first, last), at(10));
  }
  protocol::HttpResponse get(const std::string& path,
                             std::map<std::string, std::string> query = {}) {
    return test::answer_of(*api_, {"GET", path, std::move(query), {}, "", "127.0.0.1"}, at(10));
  }
  std::string head() { return get("/log/checkpoint").body; }
  protocol::HttpResponse send(const std::string& note) {
    return test::answer_of(*api_, {"POST", "/log/cosignature", {}, {}, note, "10.0.0.7"}, at(10));
  }
  std::string by(const std::string& note, const std::string& name, const base::SigningKey& key,
                 base::Duration later = {}) {
    return note + trust::cosignature_line(note, name, key, at(10).wall + later);
  }
  std::string first(const std::string& note) { return by(note, "a", a_); }
  std::string second(const std::string& note) { return by(note, "b", b_); }
  std::size_t cosigned(const std::string& note) {
    return trust::cosignatures(note, named_, at(10).wall).size();
  }
  protocol::ReceiptFindings receipt(std::uint64_t seq) {
    return protocol::verify_receipt(
        get("/v1/stations/st-1/receipt", {{"epoch", "1"}, {"seq", std::to_string(seq)}}).body,
        log_.name(), "r");
  }

  test::Database database_{GetParam()};
  Store store_{database_.open()};
  base::SigningKey key_ = protocol::test::rfc_key();
  base::SigningKey a_ = base::SigningKey::generate();
  base::SigningKey b_ = base::SigningKey::generate();
  std::vector<trust::LogKey> named_{trust::witness_key("a", a_.public_key),
                                    trust::witness_key("b", b_.public_key)};
  RecordLog log_{store_, key_};
  Ingest ingest_{store_, &log_};
  std::optional<Api> api_{std::in_place, config_with(named_), ApiKeys{"key", key_}, store_};
  std::vector<journal::Row> rows_ = chain("st-1", 40);
};

TEST_P(Witnesses, are_served_with_the_head_and_stand_in_receipts) {
  store_rows(1, 7);
  const auto seen = head();
  EXPECT_EQ(send(first(seen)).body, R"({"kept":1})");
  EXPECT_EQ(head(), first(seen));
  EXPECT_EQ(send(second(seen)).status, 200);
  EXPECT_EQ(cosigned(head()), 2U);
  store_rows(8, 9);
  EXPECT_EQ(cosigned(head()), 0U) << "of the new head nobody has said anything";
  const auto proven = receipt(3);
  EXPECT_TRUE(proven.problems.empty());
  EXPECT_EQ(proven.head.size, 1U);
  EXPECT_EQ(cosigned(proven.note), 2U);
  const auto newer = receipt(9);
  EXPECT_TRUE(newer.problems.empty());
  EXPECT_EQ(newer.head.size, 2U);
  EXPECT_EQ(cosigned(newer.note), 0U);
}

TEST_P(Witnesses, that_come_at_different_times_meet_at_one_head) {
  store_rows(1, 7);
  EXPECT_EQ(send(first(head())).status, 200);
  store_rows(8, 9);
  const auto next = get("/log/checkpoint", {{"after", "0"}}).body;
  EXPECT_EQ(trust::read_tree_head(next, log_.name())->size, 1U);
  EXPECT_EQ(send(second(next)).status, 200);
  EXPECT_EQ(get("/log/checkpoint", {{"after", "1"}}).body, head());
  EXPECT_EQ(send(second(head())).status, 200);
  EXPECT_EQ(cosigned(receipt(3).note), 2U) << "the one that most have cosigned";
  EXPECT_EQ(cosigned(receipt(9).note), 1U);
  EXPECT_EQ(get("/log/checkpoint", {{"after", "x"}}).status, 400);
}

TEST_P(Witnesses, count_once_and_only_where_they_are_named) {
  store_rows(1, 7);
  const auto seen = head();
  EXPECT_EQ(send(by(first(seen), "a", a_, std::chrono::seconds{-60})).body, R"({"kept":1})");
  EXPECT_EQ(send(first(seen)).status, 200);
  EXPECT_EQ(cosigned(head()), 1U);
  const auto stranger = base::SigningKey::generate();
  EXPECT_EQ(send(by(seen, "a", stranger)).status, 403);
  EXPECT_EQ(send(by(seen, "c", stranger)).body, R"({"error":"unknown-witness"})");
  EXPECT_EQ(send(by(seen, "b", b_, std::chrono::minutes{6})).status, 403) << "of the future";
  EXPECT_EQ(send(seen).status, 403);
  EXPECT_EQ(send("").body, R"({"error":"foreign-head"})");
  EXPECT_EQ(cosigned(head()), 1U);
}

TEST_P(Witnesses, of_another_log_under_this_centres_key_tell_that_it_forked) {
  store_rows(1, 7);
  const auto told = [&] { return store_.event_counts()["log-contradicted"]; };
  const auto name = log_.name().name;
  const auto forked = trust::write_tree_head(name, {1, trust::leaf_hash("x")}, key_);
  EXPECT_EQ(send(first(forked)).status, 409);
  EXPECT_EQ(told(), 1);
  const auto longer = trust::write_tree_head(name, {9, trust::leaf_hash("x")}, key_);
  EXPECT_EQ(send(first(longer)).status, 409) << "the database was set back";
  EXPECT_EQ(told(), 2);
  const auto foreign = trust::write_tree_head(name, {1, trust::leaf_hash("x")}, a_);
  EXPECT_EQ(send(first(foreign)).status, 403) << "anybody could write it";
  EXPECT_EQ(told(), 2);
}

TEST_P(Witnesses, that_are_not_named_any_more_are_forgotten) {
  store_rows(1, 7);
  EXPECT_EQ(send(second(first(head()))).body, R"({"kept":2})");
  api_.reset();
  api_.emplace(config_with({named_[1]}), ApiKeys{"key", key_}, store_);
  EXPECT_EQ(trust::cosignatures(head(), {named_[0]}, at(10).wall).size(), 0U);
  EXPECT_EQ(trust::cosignatures(head(), {named_[1]}, at(10).wall).size(), 1U);
}

TEST_P(Witnesses, of_old_heads_are_forgotten) {
  for (std::uint64_t size = 1; size <= 5; ++size)
    store_.put_cosignature({size, trust::leaf_hash("x")}, "w", "line");
  store_.forget_cosignatures(3);
  EXPECT_EQ(store_.next_cosigned_head(0)->size, 3U);
  EXPECT_EQ(store_.most_cosigned_head(0)->size, 5U);
  store_.forget_cosignatures(3);
  EXPECT_EQ(store_.next_cosigned_head(0)->size, 3U);
}

TEST_P(Witnesses, see_heads_and_hashes_without_a_password_and_no_stations) {
  store_rows(1, 7);
  const auto from_afar = [&](const std::string& path) {
    return test::answer_of(*api_, {"GET", path, {}, {}, "", "10.0.0.7"}, at(10)).status;
  };
  EXPECT_EQ(from_afar("/log/checkpoint"), 200);
  EXPECT_EQ(from_afar("/log/key"), 200);
  EXPECT_EQ(from_afar("/log/tile/0/000.p/1"), 200);
  EXPECT_EQ(from_afar("/log/tile/entries/000.p/1"), 401);
  EXPECT_EQ(from_afar("/v1/stations/st-1/receipt"), 401);
}

INSTANTIATE_TEST_SUITE_P(On, Witnesses, test::each_engine(), test::name_of_engine);

}  // namespace
}  // namespace loa::centre
