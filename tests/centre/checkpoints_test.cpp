// What stations have signed of their records, and what contradicts it.
#include "centre/checkpoints.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "centre/api.h"
#include "tests/centre/engines.h"
#include "tests/centre/rows.h"

namespace loa::centre {
namespace {

using nlohmann::json;
using test::at;
using test::chain;
using test::id_of;
using test::sealed;

class CheckedStation : public testing::TestWithParam<test::Engine> {
 protected:
  void SetUp() override {
    store_.put_station({id_of(key_), "Xã", *base::from_base64(test::base64(key_)), at(0).wall});
  }
  protocol::Checkpoint checkpoint(const journal::Row& row) const {
    return protocol::signed_with(
        key_, id_of(key_),
        {row.epoch, row.seq, row.hash, "boot", at(9).wall, base::ClockQuality::synced, ""});
  }
  protocol::HttpResponse send(const std::vector<journal::Row>& rows, std::uint64_t first,
                              std::uint64_t last,
                              const std::optional<protocol::Checkpoint>& signed_last) {
    auto batch = test::batch(rows, first, last);
    batch.checkpoint = signed_last;
    return test::answer_of(api_, test::signed_post(key_, "/v1/journal", to_json(batch)), at(10));
  }
  int report(const protocol::Checkpoint& daily) {
    protocol::StatusReport report;
    report.station = id_of(key_);
    report.checkpoint = daily;
    return test::answer_of(api_, test::signed_post(key_, "/v1/status", to_json(report)), at(10))
        .status;
  }
  std::vector<std::string> events() {
    std::vector<std::string> codes;
    for (const auto& event : store_.events(10)) codes.push_back(event.code + " " + event.subject);
    return codes;
  }
  // Up to which row the page shows the record as signed; 0: without proof.
  std::int64_t shown() {
    const auto answer = json::parse(
        test::answer_of(api_, {"GET", "/v1/stations", {}, {}, "", "127.0.0.1"}, at(10)).body);
    const auto& found = answer["stations"][0]["checkpoint"];
    return found.is_null() ? 0 : found["seq"].get<std::int64_t>();
  }
  std::size_t rows_kept() { return store_.rows_after(id_of(key_), 0, 0, 1000).size(); }
  // Another history from row 3 on.
  std::vector<journal::Row> rewritten() const {
    auto rows = rows_;
    for (std::size_t i = 2; i < rows.size(); ++i) {
      rows[i].title = "khác";
      rows[i].previous = rows[i - 1].hash;
      rows[i] = sealed(rows[i]);
    }
    return rows;
  }

  test::Database database_{GetParam()};
  Store store_{database_.open()};
  Api api_{database_.config(), {"key", base::SigningKey::generate()}, store_};
  base::SigningKey key_ = base::SigningKey::generate();
  std::vector<journal::Row> rows_ = chain(id_of(key_), 6);
};

TEST_P(CheckedStation, is_shown_as_signed_up_to_its_last_checkpoint) {
  EXPECT_EQ(shown(), 0);
  EXPECT_EQ(send(rows_, 1, 2, checkpoint(rows_[1])).status, 200);
  EXPECT_EQ(send(rows_, 3, 4, checkpoint(rows_[3])).status, 200);
  EXPECT_EQ(shown(), 4);
  EXPECT_EQ(send(rows_, 1, 2, checkpoint(rows_[1])).status, 200) << "sent again";
  EXPECT_EQ(shown(), 4);
  EXPECT_TRUE(events().empty());
}

TEST_P(CheckedStation, of_an_earlier_version_is_taken_without_proof) {
  EXPECT_EQ(send(rows_, 1, 6, std::nullopt).status, 200);
  EXPECT_EQ(rows_kept(), 6U);
  EXPECT_EQ(shown(), 0);
  EXPECT_TRUE(events().empty());
}

TEST_P(CheckedStation, gets_nothing_acknowledged_by_a_checkpoint_that_does_not_hold) {
  auto forged = checkpoint(rows_[1]);
  forged.boot = "another";
  const auto others =
      protocol::signed_with(base::SigningKey::generate(), id_of(key_), checkpoint(rows_[1]));
  for (const auto& wrong : {forged, others, checkpoint(rows_[0]), checkpoint(rewritten()[2])}) {
    const auto answer = send(rows_, 1, 2, wrong);
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(protocol::refusal_from(answer.body), "bad-checkpoint");
  }
  EXPECT_EQ(rows_kept(), 0U);
  EXPECT_EQ(shown(), 0);
  EXPECT_THAT(events(), testing::Contains("bad-checkpoint 1/2"));
  EXPECT_EQ(send(rows_, 1, 2, checkpoint(rows_[1])).status, 200) << "the right one goes on";
}

TEST_P(CheckedStation, that_signs_twice_for_one_row_is_found_out) {
  send(rows_, 1, 4, checkpoint(rows_[3]));
  EXPECT_EQ(report(checkpoint(rewritten()[3])), 200);
  EXPECT_EQ(events(), std::vector<std::string>{"checkpoint-conflict 1/4"});
  EXPECT_EQ(store_.checkpoint(id_of(key_), 1)->checkpoint.hash, rows_[3].hash) << "nothing changes";
  EXPECT_EQ(report(checkpoint(rewritten()[2])), 200);
  EXPECT_THAT(events(), testing::Contains("checkpoint-conflict 1/3")) << "against a stored row";
}

TEST_P(CheckedStation, cannot_send_another_row_than_it_has_signed) {
  send(rows_, 1, 2, std::nullopt);
  EXPECT_EQ(report(checkpoint(rows_[4])), 200) << "the daily one, before its rows came";
  const auto answer = send(rewritten(), 3, 6, std::nullopt);
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(json::parse(answer.body)["seq"], 5);
  EXPECT_EQ(events(), std::vector<std::string>{"checkpoint-conflict 1/5"});
  EXPECT_EQ(store_.quarantined(id_of(key_)), 1);
  EXPECT_EQ(shown(), 5);
}

TEST_P(CheckedStation, takes_a_daily_one_that_agrees) {
  send(rows_, 1, 6, std::nullopt);
  EXPECT_EQ(report(checkpoint(rows_[5])), 200);
  EXPECT_EQ(shown(), 6);
  auto forged = checkpoint(rows_[5]);
  forged.seq = 7;
  EXPECT_EQ(report(forged), 200);
  EXPECT_EQ(events(), std::vector<std::string>{"bad-checkpoint 1/7"});
}

INSTANTIATE_TEST_SUITE_P(On, CheckedStation, test::each_engine(), test::name_of_engine);

}  // namespace
}  // namespace loa::centre
