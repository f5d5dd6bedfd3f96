// Batches of rows that are read on a thread of their own while they wait for their turn: what
// stations are answered is the same, and in the same order.
#include <gmock/gmock.h>

#include "protocol/packed_batch.h"
#include "tests/centre/reception_scene.h"

namespace loa::centre {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

const std::string kPath = "/v1/journal";

class ReadingAhead : public ::testing::Test, protected test::ReceptionScene {
 protected:
  struct Answer {
    std::string path;
    int status;
    std::string body;
  };

  ReadingAhead() { store_.put_station({id_, "Đài", *base::from_base64(test::base64(key_)), {}}); }
  protocol::HttpRequest rows(std::uint64_t first, std::uint64_t last) const {
    return test::signed_post(key_, kPath, to_json(test::batch(rows_, first, last)));
  }
  void take(protocol::HttpRequest request) {
    const auto path = request.path;
    reception_.take(std::move(request), [this, path](const protocol::HttpResponse& response) {
      answers_.push_back({path, response.status, response.body});
    });
  }
  // The first batch is being read now, and none is answered.
  void begin_to_read() {
    loop_.run_one();
    ASSERT_TRUE(answers_.empty());
  }
  std::vector<std::uint64_t> acknowledged() const {
    std::vector<std::uint64_t> seqs;
    for (const auto& answer : answers_)
      if (const auto ack = protocol::batch_ack_from(answer.body)) seqs.push_back(ack->seq);
    return seqs;
  }
  std::vector<int> statuses() const {
    std::vector<int> statuses;
    for (const auto& answer : answers_) statuses.push_back(answer.status);
    return statuses;
  }
  std::vector<journal::Row> stored() { return store_.rows_after(id_, 0, 0, 10'000); }

  const base::SigningKey key_ = base::SigningKey::generate();
  const std::string id_ = test::id_of(key_);
  const std::vector<journal::Row> rows_ = test::chain(id_, 200);
  std::vector<Answer> answers_;
};

TEST_F(ReadingAhead, takes_a_stations_batches_in_the_order_in_which_they_came) {
  for (std::uint64_t first = 1; first < 200; first += 20) take(rows(first, first + 19));
  loop_.run();
  EXPECT_THAT(acknowledged(), ElementsAre(20, 40, 60, 80, 100, 120, 140, 160, 180, 200));
  EXPECT_EQ(stored(), rows_);
}

TEST_F(ReadingAhead, lets_nothing_overtake_a_batch_that_is_being_read) {
  take(rows(1, 40));
  take(rows(41, 41));
  protocol::StatusReport report;
  report.station = id_;
  take(test::signed_post(key_, "/v1/status", to_json(report)));
  take(rows(42, 80));
  loop_.run();
  EXPECT_THAT(statuses(), ElementsAre(200, 200, 200, 200));
  EXPECT_EQ(answers_[2].path, "/v1/status");
  EXPECT_THAT(acknowledged(), ElementsAre(40, 41, 80));
}

TEST_F(ReadingAhead, answers_what_is_for_now_before_all_that_waits) {
  take(rows(1, 40));
  begin_to_read();
  take({"GET", "/healthz", {}, {}, "", "10.0.0.7"});
  loop_.run();
  ASSERT_THAT(answers_, SizeIs(2));
  EXPECT_EQ(answers_[0].path, "/healthz");
  EXPECT_THAT(acknowledged(), ElementsAre(40));
}

TEST_F(ReadingAhead, believes_no_batch_that_is_not_signed) {
  auto changed = rows(1, 40);
  changed.body.back() = ' ';
  take(std::move(changed));
  take(rows(1, 40));
  loop_.run();
  EXPECT_THAT(statuses(), ElementsAre(401, 200));
  EXPECT_THAT(store_.events(10), SizeIs(1));
}

TEST_F(ReadingAhead, takes_nothing_of_a_station_that_was_shut_out_while_its_batch_waited) {
  take(rows(1, 40));
  begin_to_read();
  store_.revoke(id_, clock_.read().wall);
  loop_.run();
  EXPECT_THAT(statuses(), ElementsAre(403));
  EXPECT_TRUE(stored().empty());
}

TEST_F(ReadingAhead, says_what_is_wrong_with_a_batch) {
  auto changed = test::batch(rows_, 1, 40);
  changed.rows[9].title = "sửa";
  take(test::signed_post(key_, kPath, to_json(changed)));
  take(test::signed_post(key_, kPath, std::string(5000, '{')));
  auto unknown = rows(10, 40);
  unknown.headers["content-encoding"] = "br";
  take(std::move(unknown));
  loop_.run();
  EXPECT_THAT(statuses(), ElementsAre(422, 400, 415));
  EXPECT_THAT(stored(), SizeIs(9)) << "what stands before the wrong row";
}

TEST_F(ReadingAhead, sends_away_whose_batch_is_being_read_when_it_closes) {
  for (std::uint64_t first = 1; first < 200; first += 20) take(rows(first, first + 19));
  begin_to_read();
  EXPECT_EQ(reception_.close(), 10U);
  loop_.run();
  ASSERT_THAT(answers_, SizeIs(10)) << "once each";
  for (const auto& answer : answers_) EXPECT_EQ(answer.status, 503);
  EXPECT_TRUE(stored().empty());
}

TEST(ReadBatch, counts_the_rows_that_are_what_their_hashes_say) {
  const auto key = base::SigningKey::generate();
  auto batch = test::batch(test::chain(test::id_of(key), 20), 1, 20);
  const auto read = [&](const std::string& body) {
    return read_batch(test::signed_post(key, kPath, body), "");
  };
  EXPECT_EQ(read(to_json(batch)).sound, 20U);
  batch.rows[4].level = 1;
  EXPECT_EQ(read(to_json(batch)).sound, 4U);
  batch.rows[2].title = std::string("a\0b", 3);
  batch.rows[2] = test::sealed(batch.rows[2]);
  EXPECT_EQ(read(to_json(batch)).sound, 2U);
}

TEST(ReadBatch, counts_those_of_a_packed_batch) {
  const auto key = base::SigningKey::generate();
  const auto batch = test::batch(test::chain(test::id_of(key), 20), 1, 20);
  auto request = test::signed_post(key, kPath, protocol::pack(batch).value());
  request.headers["content-type"] = protocol::kPackedType;
  request.headers["content-encoding"] = protocol::kPackedEncoding;
  const auto read = read_batch(request, "");
  EXPECT_EQ(read.batch, batch);
  EXPECT_EQ(read.sound, 20U);
}

TEST(ReadBatch, reads_nothing_that_another_key_has_signed) {
  const auto key = base::SigningKey::generate();
  const auto other = base::SigningKey::generate();
  const auto request =
      test::signed_post(key, kPath, to_json(test::batch(test::chain(test::id_of(key), 2), 1, 2)));
  const auto bytes = [](const base::SigningKey& of) {
    return *base::from_base64(test::base64(of));
  };
  EXPECT_EQ(read_if_signed(request, bytes(key)).value().signed_by, bytes(key));
  EXPECT_FALSE(read_if_signed(request, bytes(other)));
}

}  // namespace
}  // namespace loa::centre
