// Which rows the centre believes.
#include "centre/ingest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "centre/totals.h"
#include "tests/centre/engines.h"
#include "tests/centre/rows.h"

namespace loa::centre {

std::ostream& operator<<(std::ostream& out, const BatchResult& result) {
  return out << "verdict " << static_cast<int>(result.verdict) << ", ack " << result.ack.epoch
             << "/" << result.ack.seq << ", bad " << result.bad_seq;
}

namespace {

using test::at;
using test::batch;
using test::chain;
using test::sealed;

MATCHER_P3(Is, verdict, ack, bad, "") {
  return arg.verdict == verdict && arg.ack.seq == static_cast<std::uint64_t>(ack) &&
         arg.bad_seq == static_cast<std::uint64_t>(bad);
}

const std::string kStation = "st-1";

class IngestRule : public testing::TestWithParam<test::Engine> {
 protected:
  BatchResult accept(const protocol::JournalBatch& given) {
    return Ingest(store_).accept(given, at(1000));
  }
  std::vector<journal::Row> stored(const std::string& station = kStation) {
    return store_.rows_after(station, 0, 0, 100'000);
  }
  std::vector<std::string> event_codes() {
    std::vector<std::string> codes;
    for (const auto& event : store_.events(100)) codes.push_back(event.code);
    return codes;
  }
  test::Database database_{GetParam()};
  Store store_{database_.open()};
  std::vector<journal::Row> rows_ = chain(kStation, 20);
};

TEST_P(IngestRule, keeps_rows_as_they_came) {
  auto full = rows_[0];
  full.kind = journal::Kind::result;
  full.occurrence = "tuan.1/sang/20261123T220000Z";
  full.area = "CCHC-1";
  full.content = "ab";
  full.nominal = at(5).wall + std::chrono::nanoseconds(7);
  full.monotonic_ns = 123;
  full.boot = "boot";
  full.quality = base::ClockQuality::holdover;
  full.frames_due = 3;
  full.frames_played = 2;
  full.frames_dropped = 1;
  full.level = 2;
  full.evidence = R"({"a":"“ệ”"})";
  full.outcome = journal::Outcome::partial;
  full.reason = "power-lost";
  full = sealed(full);
  EXPECT_THAT(accept({kStation, {full}, false}), Is(BatchVerdict::taken, 1, 0));
  EXPECT_THAT(stored(), testing::ElementsAre(full));
}

// More than go into the store in one statement, and some beside.
TEST_P(IngestRule, keeps_each_of_many_rows_as_it_came) {
  auto many = chain(kStation, 37);
  for (std::size_t i = 0; i < many.size(); ++i) {
    if (i % 3 == 1) many[i].nominal = at(static_cast<std::int64_t>(i)).wall;
    many[i].reason = std::string(i % 5, 'x');
    many[i].frames_played = i;
    if (i > 0) many[i].previous = many[i - 1].hash;
    many[i] = sealed(many[i]);
  }
  EXPECT_THAT(accept(batch(many, 1, 37)), Is(BatchVerdict::taken, 37, 0));
  EXPECT_EQ(stored(), many);
}

// The second half of a batch is new, and a row in it is wrong.
TEST_P(IngestRule, stores_the_new_rows_of_a_batch_up_to_the_wrong_one) {
  accept(batch(rows_, 1, 3));
  auto changed = rows_;
  changed[15].title = "sửa";
  EXPECT_THAT(accept(batch(changed, 1, 20)), Is(BatchVerdict::poison, 15, 16));
  EXPECT_EQ(stored(), std::vector(rows_.begin(), rows_.begin() + 15));
}

TEST_P(IngestRule, takes_a_batch_sent_twice_or_overlapping_once) {
  EXPECT_THAT(accept(batch(rows_, 1, 5)), Is(BatchVerdict::taken, 5, 0));
  EXPECT_THAT(accept(batch(rows_, 1, 5)), Is(BatchVerdict::taken, 5, 0));
  EXPECT_THAT(accept(batch(rows_, 3, 9)), Is(BatchVerdict::taken, 9, 0));
  EXPECT_THAT(accept(batch(rows_, 2, 4)), Is(BatchVerdict::taken, 9, 0));
  EXPECT_EQ(stored(), std::vector(rows_.begin(), rows_.begin() + 9));
  EXPECT_TRUE(event_codes().empty());
}

TEST_P(IngestRule, answers_a_gap_with_where_to_go_on_and_stores_nothing_behind_it) {
  accept(batch(rows_, 1, 5));
  EXPECT_THAT(accept(batch(rows_, 7, 9)), Is(BatchVerdict::gap, 5, 7));
  EXPECT_THAT(accept(batch(rows_, 6, 9)), Is(BatchVerdict::taken, 9, 0));
  EXPECT_TRUE(event_codes().empty());
}

TEST_P(IngestRule, comes_to_the_same_in_whatever_order_batches_arrive) {
  std::mt19937 random(7);
  for (int i = 0; i < 200; ++i) {
    const std::uint64_t first = 1 + random() % 20;
    const std::uint64_t last = std::min<std::uint64_t>(20, first + random() % 6);
    accept(batch(rows_, first, last));
  }
  accept(batch(rows_, 1, 20));
  EXPECT_EQ(stored(), rows_);
  EXPECT_TRUE(event_codes().empty());
}

// at(1000) is the centre's time.
TEST_P(IngestRule, keeps_rows_from_the_future_and_notes_them_where_the_station_trusts_its_clock) {
  const auto dated = [&](std::uint64_t seq, std::int64_t seconds, base::ClockQuality quality) {
    auto& row = rows_[seq - 1];
    row.wall = at(seconds).wall;
    row.quality = quality;
    row.previous = seq == 1 ? base::Sha256{} : rows_[seq - 2].hash;
    row = sealed(row);
    EXPECT_THAT(accept(batch(rows_, seq, seq)), Is(BatchVerdict::taken, seq, 0));
  };
  dated(1, 1600, base::ClockQuality::synced);
  dated(2, 1'000'000, base::ClockQuality::floor);
  dated(3, 1'000'000, base::ClockQuality::unknown);
  EXPECT_TRUE(event_codes().empty());
  dated(4, 1601, base::ClockQuality::synced);
  dated(5, 1601, base::ClockQuality::holdover);
  EXPECT_EQ(stored().size(), 5U);
  ASSERT_THAT(event_codes(), testing::ElementsAre("future-dated"));
  EXPECT_EQ(store_.events(1)[0].times, 2);
  EXPECT_EQ(store_.events(1)[0].subject, "1");
}

TEST_P(IngestRule, goes_on_behind_a_loss_only_when_told_and_notes_it) {
  accept(batch(rows_, 1, 3));
  EXPECT_THAT(accept(batch(rows_, 8, 9, true)), Is(BatchVerdict::taken, 9, 0));
  EXPECT_THAT(event_codes(), testing::ElementsAre("rows-lost"));
  EXPECT_EQ(store_.events(1)[0].detail, "the station has lost its rows 4 to 7");
  EXPECT_THAT(accept(batch(rows_, 8, 10, true)), Is(BatchVerdict::taken, 10, 0));
  EXPECT_EQ(store_.events(1)[0].times, 1);
}

TEST_P(IngestRule, refuses_a_row_that_turns_up_after_it_was_called_lost) {
  accept(batch(rows_, 8, 9, true));
  EXPECT_THAT(accept(batch(rows_, 4, 5)), Is(BatchVerdict::conflict, 9, 4));
}

TEST_P(IngestRule, stores_what_stands_before_a_poison_row_and_keeps_the_row_aside) {
  rows_[3].title = "sửa";
  EXPECT_THAT(accept(batch(rows_, 1, 6)), Is(BatchVerdict::poison, 3, 4));
  EXPECT_THAT(accept(batch(rows_, 4, 6)), Is(BatchVerdict::poison, 3, 4));
  EXPECT_EQ(stored().size(), 3U);
  EXPECT_EQ(store_.quarantined(kStation), 1);
  EXPECT_THAT(event_codes(), testing::ElementsAre("poison-row"));
  EXPECT_EQ(store_.events(1)[0].subject, "1/4");
  EXPECT_EQ(store_.events(1)[0].times, 2);
  const auto others = chain("st-2", 3);
  EXPECT_THAT(accept(batch(others, 1, 3)), Is(BatchVerdict::taken, 3, 0));
}

TEST_P(IngestRule, takes_another_row_under_a_known_key_for_a_security_event) {
  accept(batch(rows_, 1, 5));
  auto forged = rows_;
  forged[2].title = "khác";
  forged[2] = sealed(forged[2]);
  EXPECT_THAT(accept(batch(forged, 2, 4)), Is(BatchVerdict::conflict, 5, 3));
  EXPECT_THAT(event_codes(), testing::ElementsAre("row-conflict"));
  EXPECT_EQ(stored(), std::vector(rows_.begin(), rows_.begin() + 5));
}

TEST_P(IngestRule, takes_a_row_that_does_not_continue_the_chain_for_a_security_event) {
  accept(batch(rows_, 1, 5));
  rows_[5].previous = rows_[3].hash;
  rows_[5] = sealed(rows_[5]);
  EXPECT_THAT(accept(batch(rows_, 6, 6)), Is(BatchVerdict::conflict, 5, 6));
  EXPECT_THAT(event_codes(), testing::ElementsAre("chain-broken"));
}

TEST_P(IngestRule, wants_the_first_row_of_an_epoch_to_follow_nothing) {
  rows_[0].previous[0] = 1;
  rows_[0] = sealed(rows_[0]);
  EXPECT_THAT(accept(batch(rows_, 1, 1)), Is(BatchVerdict::conflict, 0, 1));
}

TEST_P(IngestRule, takes_a_higher_epoch_and_completes_an_older_one_it_knows) {
  accept(batch(rows_, 1, 5));
  const auto next = chain(kStation, 3, 4);
  EXPECT_THAT(accept(batch(next, 1, 3)), Is(BatchVerdict::taken, 3, 0));
  EXPECT_THAT(accept(batch(rows_, 6, 8)), Is(BatchVerdict::taken, 8, 0));
  EXPECT_TRUE(event_codes().empty());
}

TEST_P(IngestRule, refuses_an_older_epoch_it_never_saw) {
  accept(batch(chain(kStation, 3, 4), 1, 3));
  EXPECT_THAT(accept(batch(chain(kStation, 3, 2), 1, 3)), Is(BatchVerdict::old_epoch, 0, 1));
  EXPECT_THAT(event_codes(), testing::ElementsAre("old-epoch"));
}

TEST_P(IngestRule, refuses_rows_of_another_station_whole) {
  auto mixed = batch(rows_, 1, 3);
  mixed.rows[2].station = "st-2";
  mixed.rows[2] = sealed(mixed.rows[2]);
  EXPECT_THAT(accept(mixed), Is(BatchVerdict::foreign, 0, 3));
  EXPECT_THAT(event_codes(), testing::ElementsAre("foreign-row"));
  EXPECT_EQ(store_.events(1)[0].station, kStation);
  EXPECT_TRUE(stored().empty());
  EXPECT_TRUE(stored("st-2").empty());
}

TEST_P(IngestRule, refuses_what_is_no_batch) {
  protocol::JournalBatch reordered = batch(rows_, 1, 3);
  std::swap(reordered.rows[0], reordered.rows[1]);
  protocol::JournalBatch holed = batch(rows_, 1, 3);
  holed.rows.erase(holed.rows.begin() + 1);
  protocol::JournalBatch two_epochs = batch(rows_, 1, 1);
  two_epochs.rows.push_back(chain(kStation, 2, 2)[1]);
  for (const auto& bad :
       {protocol::JournalBatch{kStation, {}, false}, reordered, holed, two_epochs})
    EXPECT_THAT(accept(bad), Is(BatchVerdict::malformed, 0, 0));
  EXPECT_TRUE(stored().empty());
}

TEST_P(IngestRule, remembers_everything_when_the_store_is_opened_again) {
  const test::Database database(GetParam());
  auto rows = chain(kStation, 10);
  rows[9].title = "sửa";
  {
    Store store(database.open());
    Ingest(store).accept(batch(rows, 1, 10), at(1000));
  }
  Store again(database.open());
  EXPECT_EQ(again.rows_after(kStation, 0, 0, 100), std::vector(rows.begin(), rows.begin() + 9));
  EXPECT_EQ(again.events(10).size(), 1U);
  EXPECT_EQ(again.quarantined(kStation), 1);
  EXPECT_THAT(Ingest(again).accept(batch(rows, 1, 9), at(1001)), Is(BatchVerdict::taken, 9, 0));
}

TEST_P(IngestRule, refuses_a_text_with_a_zero_byte_as_poison) {
  rows_[1].title = std::string("a\0b", 3);
  rows_[1] = sealed(rows_[1]);
  EXPECT_THAT(accept(batch(rows_, 1, 2)), Is(BatchVerdict::poison, 1, 2));
  EXPECT_EQ(store_.quarantined(kStation), 1);
}

// As two processes with one database: what one decided by a head that the other has moved is
// decided anew.
TEST_P(IngestRule, takes_rows_once_from_two_centres_at_a_time) {
  accept(batch(rows_, 1, 5));
  int tries = 0;
  transact(store_.sql(), [&] {
    const auto head =
        tries == 0 ? std::optional<Head>({4, rows_[3].hash}) : store_.head(kStation, 1);
    ++tries;
    store_.put_rows({&rows_[5], 1}, at(1).wall);
    store_.move_head(kStation, 1, head, {6, rows_[5].hash});
  });
  EXPECT_EQ(tries, 2);
  EXPECT_EQ(stored(), std::vector(rows_.begin(), rows_.begin() + 6));
}

TEST_P(IngestRule, adds_up_what_was_played_by_station_and_outcome) {
  std::vector<journal::Row> day = chain(kStation, 6);
  for (std::size_t i = 0; i < day.size(); ++i) {
    auto& row = day[i];
    row.kind = i == 0 ? journal::Kind::intent : journal::Kind::result;
    row.outcome = i < 4 ? journal::Outcome::played : journal::Outcome::missed;
    row.nominal = at(static_cast<std::int64_t>(i) * 100).wall;
    row.frames_played = i < 4 ? 48'000 : 0;
    row.previous = i == 0 ? base::Sha256{} : day[i - 1].hash;
    row = sealed(row);
  }
  accept(batch(day, 1, 6));
  const auto totals = centre::totals(store_.sql(), at(0).wall, at(500).wall);
  ASSERT_EQ(totals.size(), 2U);
  EXPECT_EQ(totals[0].outcome, "missed");
  EXPECT_EQ(totals[0].plays, 1) << "500 s is not in it";
  EXPECT_EQ(totals[1].outcome, "played");
  EXPECT_EQ(totals[1].plays, 3);
  EXPECT_EQ(totals[1].frames, 3 * 48'000);
}

TEST(IngestOnSqlite, stores_nothing_of_a_batch_that_the_disk_refuses) {
  const test::Database database(test::Engine::sqlite);
  Store store(database.open());
  const auto accept = [&](const protocol::JournalBatch& given) {
    return Ingest(store).accept(given, at(1000));
  };
  store.sql().script("PRAGMA max_page_count = 30");
  const auto many = chain(kStation, 500);
  EXPECT_THROW(accept(batch(many, 1, 500)), SqlError);
  EXPECT_TRUE(store.rows_after(kStation, 0, 0, 1).empty());
  store.sql().script("PRAGMA max_page_count = 100000");
  EXPECT_THAT(accept(batch(many, 1, 500)), Is(BatchVerdict::taken, 500, 0));
}

INSTANTIATE_TEST_SUITE_P(On, IngestRule, test::each_engine(), test::name_of_engine);

}  // namespace
}  // namespace loa::centre
