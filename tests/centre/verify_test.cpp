// The record as somebody with the database in his hands may change it, on both engines.
#include "centre/verify.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "centre/ingest.h"
#include "centre/store_columns.h"
#include "centre/verify_command.h"
#include "tests/centre/engines.h"
#include "tests/centre/rows.h"
#include "tests/protocol/rfc_key.h"

namespace loa::centre {
namespace {

using protocol::test::rfc_key;
using test::at;

constexpr std::uint64_t kRows = 40;
constexpr std::uint64_t kTogether = 5;

// Two stations' rows, as they were taken.
struct Scene {
  explicit Scene(test::Engine engine) : database(engine) {
    for (const auto* one : {&key, &other_key})
      store.put_station(
          {test::id_of(*one), "Xã", *base::from_base64(test::base64(*one)), at(0).wall});
    for (std::uint64_t first = 1; first <= kRows; first += kTogether) {
      send(rows, key, first, first + kTogether - 1);
      send(others, other_key, first, first + kTogether - 1);
    }
  }
  void send(const std::vector<journal::Row>& sent, const base::SigningKey& by, std::uint64_t first,
            std::uint64_t last, bool lost_before = false) {
    auto batch = test::batch(sent, first, last, lost_before);
    const auto& row = batch.rows.back();
    batch.checkpoint = protocol::signed_with(
        by, row.station,
        {row.epoch, row.seq, row.hash, "boot", at(9).wall, base::ClockQuality::synced, ""});
    ingest.accept(batch, at(50 + static_cast<std::int64_t>(first)));
  }

  test::Database database;
  Store store{database.open()};
  base::SigningKey log_key = rfc_key();
  RecordLog log{store, log_key};
  Ingest ingest{store, &log};
  base::SigningKey key = base::SigningKey::generate();
  base::SigningKey other_key = base::SigningKey::generate();
  std::vector<journal::Row> rows = test::chain(test::id_of(key), kRows);
  std::vector<journal::Row> others = test::chain(test::id_of(other_key), kRows);
};

// Each test takes back what it did to it.
class KeptRecord : public testing::TestWithParam<test::Engine> {
 protected:
  static void TearDownTestSuite() { scenes().clear(); }
  void SetUp() override { store_.sql().begin(); }
  void TearDown() override { store_.sql().rollback(); }

  static std::map<test::Engine, Scene>& scenes() {
    static std::map<test::Engine, Scene> scenes;
    return scenes;
  }
  void send(const std::vector<journal::Row>& rows, std::uint64_t first, std::uint64_t last,
            bool lost_before = false) {
    scene_.send(rows, scene_.key, first, last, lost_before);
  }
  // $1: the station.
  void tamper(const std::string& sql) { store_.sql().run(sql, {std::string_view(id_)}); }
  void put_back(const journal::Row& row, base::Wall received) {
    transact(store_.sql(), [&] { store_.put_rows({&row, 1}, received); });
  }
  // Rows from `seq` on as they would have been with `change` in that one: each hashed anew.
  void rewrite_from(std::uint64_t seq, const std::function<void(journal::Row&)>& change) {
    auto rows = rows_;
    change(rows[seq - 1]);
    for (auto i = seq - 1; i < rows.size(); ++i) {
      if (i > 0) rows[i].previous = rows[i - 1].hash;
      rows[i] = test::sealed(rows[i]);
      const auto stored = store_.stored_rows(id_, 1, i + 1, i + 1, 1).at(0);
      store_.sql().run("DELETE FROM as_run WHERE station = $1 AND seq = $2",
                       {id_, signed_count(i + 1)});
      put_back(rows[i], stored.received);
    }
    rows_ = std::move(rows);
  }
  // What the centre's own log would have of the rows as they stand now.
  void rewrite_log() {
    auto entries = store_.kept_entries(0, 1000);
    store_.sql().run("DELETE FROM log_node");
    store_.sql().run("DELETE FROM log_entry");
    store_.sql().run("DELETE FROM log_head");
    RecordLog anew(store_, scene_.log_key);
    for (const auto& kept : entries) {
      auto batch = *protocol::logged_batch_from(kept.log.entry);
      std::vector<base::Sha256> hashes;
      for (const auto& [seq, hash] :
           store_.hashes(batch.station, batch.epoch, batch.first, batch.last))
        hashes.push_back(hash);
      batch.rows = protocol::rows_root(hashes);
      transact(store_.sql(), [&] { anew.append(batch); });
    }
    store_.sql().run(
        "UPDATE journal_head SET hash = (SELECT hash FROM as_run WHERE "
        "as_run.station = journal_head.station AND as_run.seq = journal_head.seq)");
  }
  static std::string text_of(const std::vector<Finding>& findings) {
    std::string text;
    for (const auto& one : findings) {
      text += text.empty() ? "" : "; ";
      text += code_of(one.wrong);
      if (one.entry) text += fmt::format(" {}", *one.entry);
      if (one.epoch != 0) text += fmt::format(" {}/{}", one.epoch, one.first);
      if (one.last != one.first) text += fmt::format("-{}", one.last);
      if (one.moved_from != 0) text += fmt::format(" from {}", one.moved_from);
    }
    return text;
  }
  std::string found(const VerifyWanted& wanted) { return text_of(verify(store_, wanted).findings); }
  // Of the station and of all, which must find the same.
  std::string found() {
    const auto one = found({id_});
    EXPECT_EQ(found({}), one);
    EXPECT_EQ(found({other_}), "");
    return one;
  }

  Scene& scene_ = scenes().try_emplace(GetParam(), GetParam()).first->second;
  Store& store_ = scene_.store;
  RecordLog& log_ = scene_.log;
  const std::string id_ = test::id_of(scene_.key);
  const std::string other_ = test::id_of(scene_.other_key);
  std::vector<journal::Row> rows_ = scene_.rows;
};

TEST_P(KeptRecord, holds_as_it_was_taken) {
  const auto all = verify(store_, {});
  EXPECT_EQ(text_of(all.findings), "");
  EXPECT_EQ(all.stations, 2U);
  EXPECT_EQ(all.rows, 2 * kRows);
  EXPECT_EQ(all.entries, 2 * kRows / kTogether);
  EXPECT_EQ(all.unlogged + all.unsigned_epochs, 0U);
}

TEST_P(KeptRecord, shows_a_changed_row) {
  tamper("UPDATE as_run SET title = 'khác' WHERE station = $1 AND seq = 17");
  EXPECT_EQ(found(), "row-changed 1/17");
}

TEST_P(KeptRecord, shows_a_value_that_reads_as_the_right_one_and_is_another) {
  tamper("UPDATE as_run SET kind = 'không có' WHERE station = $1 AND seq = 17");
  EXPECT_EQ(found(), "row-changed 1/17");
  tamper("UPDATE as_run SET kind = 'event' WHERE station = $1 AND seq = 17");
  EXPECT_EQ(found(), "");
  tamper("UPDATE as_run SET level = 4294967296 WHERE station = $1 AND seq = 23");
  EXPECT_EQ(found(), "row-changed 1/23");
}

TEST_P(KeptRecord, shows_a_changed_row_that_was_hashed_anew_even_the_last_of_its_batch) {
  for (const std::uint64_t seq : {17U, 20U}) {
    const auto stored = store_.stored_rows(id_, 1, seq, seq, 1).at(0);
    const auto replace = fmt::format("DELETE FROM as_run WHERE station = $1 AND seq = {}", seq);
    auto row = rows_[seq - 1];
    row.outcome = journal::Outcome::played;
    tamper(replace);
    put_back(test::sealed(row), at(66).wall);
    EXPECT_EQ(found(), fmt::format("row-changed 1/{}", seq));
    tamper(replace);
    put_back(rows_[seq - 1], stored.received);
    EXPECT_EQ(found(), "");
  }
}

TEST_P(KeptRecord, shows_where_a_chain_was_written_anew) {
  rewrite_from(17, [](journal::Row& row) { row.reason = "completed"; });
  EXPECT_EQ(found(), "row-changed 1/16-20") << "the batch, where nothing tells which row";
}

TEST_P(KeptRecord, shows_a_record_and_a_log_written_anew_by_what_the_station_signed) {
  const auto kept = trust::read_tree_head(log_.head(), log_.name());
  rewrite_from(17, [](journal::Row& row) { row.reason = "completed"; });
  rewrite_log();
  EXPECT_EQ(found(), "row-changed 1/1-40");
  tamper("DELETE FROM checkpoint WHERE station = $1");
  EXPECT_EQ(found(), "");
  EXPECT_EQ(verify(store_, {id_}).unsigned_epochs, 1U);
  EXPECT_EQ(found({id_, std::nullopt, kept}), "log-replaced");
  EXPECT_EQ(found({id_, std::nullopt, trust::read_tree_head(log_.head(), log_.name())}), "");
}

TEST_P(KeptRecord, shows_a_removed_row) {
  tamper("DELETE FROM as_run WHERE station = $1 AND seq = 17");
  EXPECT_EQ(found(), "row-removed 1/17");
  tamper("DELETE FROM as_run WHERE station = $1 AND seq > 10 AND seq < 25");
  EXPECT_EQ(found(), "row-removed 1/11-15") << "the first batch of them";
}

TEST_P(KeptRecord, shows_that_the_newest_rows_were_removed) {
  tamper("DELETE FROM as_run WHERE station = $1 AND seq > 38");
  EXPECT_EQ(found(), "row-removed 1/39-40");
  tamper("DELETE FROM as_run WHERE station = $1");
  EXPECT_EQ(found(), "row-removed 1/1-5");
}

TEST_P(KeptRecord, shows_rows_that_were_removed_with_their_entry_of_the_log) {
  tamper("DELETE FROM as_run WHERE station = $1 AND seq > 15 AND seq <= 20");
  tamper("DELETE FROM log_entry WHERE station = $1 AND first_seq = 16");
  EXPECT_EQ(found({id_}), "log-changed 6; row-removed 1/16-20");
  EXPECT_EQ(found({}), "log-changed 6; row-removed 1/16-20");
}

TEST_P(KeptRecord, shows_rows_that_were_removed_at_the_end_with_all_that_tells_of_them) {
  tamper("DELETE FROM as_run WHERE station = $1 AND seq > 35");
  tamper("DELETE FROM log_entry WHERE station = $1 AND first_seq = 36");
  tamper("DELETE FROM checkpoint WHERE station = $1");
  store_.sql().run("UPDATE journal_head SET seq = 35, hash = $1 WHERE station = $2",
                   {bytes(rows_[34].hash), id_});
  EXPECT_EQ(found({id_}), "log-changed 14");
}

TEST_P(KeptRecord, shows_rows_in_another_order) {
  tamper("UPDATE as_run SET seq = 1000 WHERE station = $1 AND seq = 17");
  tamper("UPDATE as_run SET seq = 17 WHERE station = $1 AND seq = 23");
  tamper("UPDATE as_run SET seq = 23 WHERE station = $1 AND seq = 1000");
  store_.sql().run("UPDATE as_run SET received_ns = $1 WHERE station = $2 AND seq = 17",
                   {nanoseconds(at(66).wall), id_});
  EXPECT_EQ(found(), "row-reordered 1/17 from 23");
}

TEST_P(KeptRecord, shows_contents_in_another_order) {
  for (const auto& [seq, other] : {std::pair{17, 18}, {18, 17}})
    store_.sql().run(
        "UPDATE as_run SET title = $1, wall_ns = $2 WHERE station = $3 AND seq = $4",
        {std::string_view(rows_[static_cast<std::size_t>(other) - 1].title),
         nanoseconds(rows_[static_cast<std::size_t>(other) - 1].wall), id_, std::int64_t{seq}});
  EXPECT_EQ(found(), "row-reordered 1/17 from 18");
}

TEST_P(KeptRecord, shows_a_back_dated_row) {
  tamper("UPDATE as_run SET wall_ns = wall_ns - 86400000000000 WHERE station = $1 AND seq = 17");
  EXPECT_EQ(found(), "row-back-dated 1/17");
}

TEST_P(KeptRecord, shows_a_back_dated_row_that_was_hashed_anew_with_all_behind_it) {
  rewrite_from(18, [](journal::Row& row) { row.wall -= std::chrono::hours{24}; });
  EXPECT_EQ(found(), "row-back-dated 1/18");
  rewrite_log();
  EXPECT_EQ(found(), "row-back-dated 1/18") << "not as the station signed it";
}

TEST_P(KeptRecord, shows_a_row_that_is_said_to_have_come_earlier) {
  tamper(
      "UPDATE as_run SET received_ns = received_ns - 60000000000 WHERE station = $1 AND seq = 17");
  EXPECT_EQ(found(), "row-back-dated 1/17");
}

TEST_P(KeptRecord, shows_an_added_row) {
  auto row = rows_.back();
  row.previous = row.hash;
  row.seq = kRows + 1;
  put_back(test::sealed(row), at(99).wall);
  EXPECT_EQ(found(), "row-added 1/41");
}

TEST_P(KeptRecord, shows_a_changed_entry_of_the_log_and_a_changed_node) {
  auto text = store_.kept_entries(id_).at(2).log;
  auto batch = *protocol::logged_batch_from(text.entry);
  batch.received -= std::chrono::hours{24};
  store_.sql().run("UPDATE log_entry SET entry = $1 WHERE idx = $2",
                   {std::string_view(to_text(batch)), signed_count(text.index)});
  EXPECT_EQ(found(), fmt::format("log-changed {}", text.index)) << "and the rows are as they were";
  store_.sql().run("UPDATE log_entry SET entry = $1 WHERE idx = $2",
                   {std::string_view(text.entry), signed_count(text.index)});
  EXPECT_EQ(found(), "");
  store_.sql().run("UPDATE log_node SET hash = $1 WHERE level = 4", {bytes(base::sha256("khác"))});
  EXPECT_EQ(found({id_}), "log-changed 0");
  EXPECT_EQ(found({}), "log-changed 0");
}

TEST_P(KeptRecord, shows_a_checkpoint_that_the_station_did_not_sign) {
  tamper("UPDATE checkpoint SET wall_ns = wall_ns + 1 WHERE station = $1");
  EXPECT_EQ(found(), "checkpoint-changed 1/40");
}

TEST_P(KeptRecord, shows_a_station_whose_key_was_changed) {
  store_.sql().run("UPDATE station SET public_key = $1 WHERE id = $2",
                   {SqlBytes{*base::from_base64(test::base64(scene_.other_key))}, id_});
  EXPECT_EQ(found(), "checkpoint-changed 1/40");
}

TEST_P(KeptRecord, bears_a_checkpoint_of_rows_that_have_not_arrived_yet) {
  store_.put_checkpoint({id_,
                         protocol::signed_with(scene_.key, id_,
                                               {1, 44, base::sha256("later"), "boot", at(9).wall,
                                                base::ClockQuality::synced, ""}),
                         at(99).wall});
  EXPECT_EQ(found(), "");
}

TEST_P(KeptRecord, bears_a_hole_that_the_station_told_of_and_a_new_epoch) {
  auto rows = test::chain(id_, 20, 2);
  send(rows, 1, 3);
  send(rows, 9, 12, true);
  EXPECT_EQ(found(), "");
  put_back(rows[5], at(99).wall);
  EXPECT_EQ(found(), "row-added 2/6");
}

TEST_P(KeptRecord, of_a_day_is_looked_at_alone) {
  tamper("UPDATE as_run SET title = 'khác' WHERE station = $1 AND seq = 3");
  const auto received = [](std::int64_t first) { return at(50 + first).wall; };
  EXPECT_EQ(found({id_, std::pair{received(1), received(6)}}), "row-changed 1/3");
  EXPECT_EQ(found({id_, std::pair{received(6), received(36)}}), "");
  EXPECT_EQ(verify(store_, {id_, std::pair{received(6), received(36)}}).rows, 30U);
  tamper("UPDATE as_run SET title = 'khác' WHERE station = $1 AND seq = 5");
  tamper("DELETE FROM as_run WHERE station = $1 AND seq = 10");
  EXPECT_EQ(found({"", std::pair{received(6), received(11)}}), "row-removed 1/10");
}

TEST_P(KeptRecord, of_before_there_was_a_log_is_held_by_its_chain) {
  for (const auto* table : {"log_entry", "log_node"})
    store_.sql().run("DELETE FROM " + std::string(table));
  store_.sql().run("UPDATE log_head SET size = 0, peaks = $1", {SqlBytes{""}});
  EXPECT_EQ(found(), "");
  EXPECT_EQ(verify(store_, {id_}).unlogged, kRows);
  auto row = rows_[16];
  row.title = "khác";
  tamper("DELETE FROM as_run WHERE station = $1 AND seq = 17");
  put_back(test::sealed(row), at(66).wall);
  EXPECT_EQ(found(), "row-changed 1/17");
}

INSTANTIATE_TEST_SUITE_P(On, KeptRecord, test::each_engine(), test::name_of_engine);

TEST(VerifyCommand, tells_what_is_wrong) {
  test::Folder folder;
  Config config;
  config.state = folder.path();
  Store store(folder.path() / "centre.db");
  const auto key = rfc_key();
  RecordLog log(store, key);
  const auto rows = test::chain("st-1", 5);
  Ingest(store, &log).accept(test::batch(rows, 1, 5), at(10));
  store.put_station({"st-1", "Xã", "", at(0).wall});
  const auto head = folder.path() / "head";
  std::ofstream(head) << log.head();

  std::ostringstream fine;
  verify_record(config, {"st-1", "", "2026-11-24", head, false}, fine);
  EXPECT_NE(fine.str().find("điểm ký 1/0 không phải do đài ký"), std::string::npos) << fine.str();
  EXPECT_NE(fine.str().find("5 dòng của 1 đài, 1 mục của sổ"), std::string::npos) << fine.str();
  store.sql().run("UPDATE as_run SET title = 'khác' WHERE seq = 3");
  std::ostringstream wrong;
  EXPECT_FALSE(verify_record(config, {"", "", "", "", true}, wrong));
  const auto json = nlohmann::json::parse(wrong.str());
  EXPECT_FALSE(json["ok"]);
  EXPECT_EQ(json["findings"][0]["code"], "row-changed");
  EXPECT_EQ(json["findings"][0]["seq"], 3);
  EXPECT_THROW(verify_record(config, {"st-không", "", "", "", true}, wrong), base::BadInput);
  EXPECT_THROW(verify_record(config, {"st-1", "hôm qua", "", "", true}, wrong), base::BadInput);
  EXPECT_THROW(verify_record(config, {"st-1", "", "", folder.path() / "centre.db", true}, wrong),
               base::BadInput);
}

}  // namespace
}  // namespace loa::centre
