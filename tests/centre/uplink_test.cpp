// A station's uplink and the centre's ingest, without the network: they come to the same set of
// rows also where one of them has lost some.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/timers.h"
#include "centre/intake.h"
#include "daemon/uplink.h"
#include "daemon/uplink_machine.h"
#include "journal/journal.h"
#include "protocol/packed_batch.h"
#include "tests/centre/engines.h"
#include "tests/centre/rows.h"
#include "tests/protocol/rfc_key.h"

namespace loa::centre {
namespace {

const std::string kStation = "st-1";

// Carries each batch to the ingest as soon as the loop runs.
class Wire final : public daemon::Link {
 public:
  Wire(base::Timers& timers, Store& store, const base::SigningKey& key)
      : timers_(timers),
        log_(store, centre_key_),
        ingest_(store, &log_),
        public_key_(key.public_key.begin(), key.public_key.end()) {}

  void post(const daemon::Letter& letter, std::function<void(daemon::LinkAnswer)> done) override {
    timers_.at(timers_.now().steady + std::chrono::milliseconds(1), [this, letter, done] {
      done(letter.path == "/v1/journal" ? journal(letter) : status(letter.body));
    });
  }

  std::string said = "{}";          // to each report
  bool reads_packed = true;         // false: a centre of an earlier version
  std::size_t carries = 1'000'000;  // bytes; what is larger times out
  std::size_t largest = 0;          // that arrived, in bytes
  int arrived = 0;                  // batches that the centre could read
  int packed = 0;
  int batches = 0;
  int vouched = 0;  // of them
  int daily = 0;    // reports with a checkpoint
  int reports = 0;

 private:
  daemon::LinkAnswer status(const std::string& body) {
    ++reports;
    daily += protocol::status_report_from(body).value().checkpoint ? 1 : 0;
    return {200, said};
  }
  daemon::LinkAnswer journal(const daemon::Letter& letter) {
    ++batches;
    packed += letter.packed ? 1 : 0;
    if (letter.body.size() > carries) return {0, "timed out"};
    largest = std::max(largest, letter.body.size());
    if (letter.packed && !reads_packed) return {400, R"({"error":"malformed-batch"})"};
    const auto batch =
        letter.packed ? protocol::unpack(letter.body) : protocol::journal_batch_from(letter.body);
    if (!batch || !is_vouched_for(*batch, public_key_)) return {400, "malformed"};
    ++arrived;
    vouched += batch->checkpoint ? 1 : 0;
    const auto said = journal_answer(ingest_.accept(*batch, timers_.now()));
    return {said.status, said.body};
  }

  base::Timers& timers_;
  const base::SigningKey centre_key_ = protocol::test::rfc_key();
  RecordLog log_;
  Ingest ingest_;
  std::string public_key_;
};

class UplinkAndIngest : public testing::TestWithParam<test::Engine> {
 protected:
  void record(journal::Journal& journal, int rows) {
    for (int i = 0; i < rows; ++i) {
      journal::Row row;
      row.title = "sự kiện";
      row.wall = timers_.now().wall;
      journal.append(row);
    }
  }
  // Ten minutes of the uplink's work; gives the number of batches.
  int work(journal::Journal& journal) {
    Wire wire(timers_, store_, key_);
    wire.reads_packed = reads_packed_;
    wire.carries = carries_;
    daemon::UplinkSettings settings;
    settings.station = kStation;
    settings.key = &key_;
    settings.centre_key = [] { return protocol::test::public_part(protocol::test::rfc_key()); };
    daemon::Uplink uplink(settings, timers_, wire, journal, [] {
      protocol::StatusReport report;
      report.station = kStation;
      return report;
    });
    uplink.on_row_refused([&](std::uint64_t, std::uint64_t seq) { refused_.push_back(seq); });
    uplink.start();
    timers_.run_until(timers_.now().steady + std::chrono::minutes(10));
    EXPECT_THAT(uplink.view().faults, testing::ElementsAre());
    EXPECT_EQ(wire.vouched, wire.arrived);
    packed_ = wire.packed;
    largest_ = wire.largest;
    EXPECT_EQ(wire.daily, 1) << "of " << wire.reports;
    return wire.batches;
  }
  std::size_t kept() { return store_.rows_after(kStation, 0, 0, 100'000).size(); }
  void change(const std::filesystem::path& database, const std::string& sql) {
    base::Database(database).execute(sql);
  }

  bool reads_packed_ = true;
  std::size_t carries_ = 1'000'000;
  std::vector<std::uint64_t> refused_;  // rows that the station was told of, since the beginning
  int packed_ = 0;                      // batches of the last work()
  std::size_t largest_ = 0;
  base::SigningKey key_ = base::SigningKey::generate();
  test::Folder folder_;
  std::filesystem::path station_ = folder_.path() / "journal.db";
  base::VirtualTimers timers_{test::at(0)};
  test::Database database_{GetParam()};
  Store store_{database_.open()};
};

TEST_P(UplinkAndIngest, bring_over_everything) {
  journal::Journal journal(station_, kStation, "boot");
  record(journal, 1200);
  EXPECT_EQ(work(journal), 3);
  EXPECT_EQ(packed_, 3);
  EXPECT_EQ(kept(), 1200U);
  EXPECT_EQ(journal.unacknowledged(), 0U);
}

TEST_P(UplinkAndIngest, bring_over_everything_to_a_centre_that_reads_no_packed_batch) {
  journal::Journal journal(station_, kStation, "boot");
  record(journal, 1200);
  reads_packed_ = false;
  EXPECT_EQ(work(journal), 4) << "one for nothing";
  EXPECT_EQ(packed_, 1);
  EXPECT_EQ(kept(), 1200U);
  EXPECT_TRUE(store_.events(10).empty());
}

// JSON, over a line that carries a hundred rows of it before the station gives up.
TEST_P(UplinkAndIngest, bring_over_everything_where_only_small_batches_arrive) {
  journal::Journal journal(station_, kStation, "boot");
  record(journal, 300);
  reads_packed_ = false;
  carries_ = 60'000;
  work(journal);
  EXPECT_EQ(kept(), 300U);
  EXPECT_LE(largest_, carries_);
  EXPECT_EQ(journal.unacknowledged(), 0U);
}

TEST_P(UplinkAndIngest, pack_what_is_whole_and_leave_the_rest_to_json) {
  journal::Journal journal(station_, kStation, "boot");
  journal::Row odd;
  odd.title = "\xff";
  record(journal, 3);
  journal.append(odd);
  work(journal);
  EXPECT_EQ(packed_, 0);
  EXPECT_EQ(kept(), 3U) << "what stands before the row that is refused";
  EXPECT_EQ(store_.events(1).at(0).code, "poison-row");
  EXPECT_THAT(refused_, testing::ElementsAre(4U));
}

TEST_P(UplinkAndIngest, come_back_after_a_boot_over_the_window_that_the_centre_told) {
  journal::Journal journal(station_, kStation, "boot");
  Wire wire(timers_, store_, key_);
  const auto meet = [&](std::chrono::seconds for_so_long) {
    daemon::UplinkSettings settings;
    settings.station = kStation;
    settings.boot = "the next boot";
    settings.first_contact_window = base::Duration{0};
    daemon::Uplink uplink(settings, timers_, wire, journal, [] {
      protocol::StatusReport report;
      report.station = kStation;
      return report;
    });
    uplink.start();
    timers_.run_until(timers_.now().steady + for_so_long);
  };
  protocol::StatusAnswer answer{"", {}};
  answer.first_contact = std::chrono::seconds{600};
  wire.said = to_json(answer);
  meet(std::chrono::seconds{1});
  EXPECT_EQ(wire.reports, 1) << "nobody had told it anything";
  meet(std::chrono::seconds{1});
  EXPECT_EQ(wire.reports, 1);
  answer.first_contact = std::chrono::seconds{660};
  wire.said = to_json(answer);
  meet(std::chrono::seconds{600});
  EXPECT_GT(wire.reports, 1);
  EXPECT_EQ(journal.remembered("first-contact-seconds"), "600") << "nearly the same is not written";
  answer.first_contact = std::chrono::seconds{10};
  wire.said = to_json(answer);
  meet(std::chrono::seconds{700});
  EXPECT_EQ(journal.remembered("first-contact-seconds"), "10");
}

TEST_P(UplinkAndIngest, call_first_at_the_place_of_their_station_and_boot) {
  journal::Journal journal(station_, kStation, "boot");
  for (const auto* boot : {"boot", "the next boot"}) {
    Wire wire(timers_, store_, key_);
    daemon::UplinkSettings settings;
    settings.station = kStation;
    settings.boot = boot;
    settings.first_contact_window = std::chrono::seconds{600};
    daemon::Uplink uplink(settings, timers_, wire, journal, [] {
      protocol::StatusReport report;
      report.station = kStation;
      return report;
    });
    daemon::UplinkMachine machine(daemon::UplinkMachine::seed_of(kStation, boot),
                                  settings.first_contact_window, settings.status_every);
    const auto now = timers_.now().steady;
    machine.start(now);
    uplink.start();
    const auto place = *machine.next_wakeup(false);
    timers_.run_until(place - std::chrono::milliseconds{1});
    EXPECT_EQ(wire.reports, 0) << boot;
    timers_.run_until(place + std::chrono::seconds{1});
    EXPECT_EQ(wire.reports, 1) << boot;
  }
}

TEST_P(UplinkAndIngest, go_on_behind_rows_that_the_station_lost) {
  { record(*std::make_unique<journal::Journal>(station_, kStation, "boot"), 30); }
  change(station_, "DELETE FROM rows WHERE id & 1099511627775 IN (1, 2, 11, 12, 20)");
  journal::Journal journal(station_, kStation, "boot");
  EXPECT_LE(work(journal), 4);
  EXPECT_EQ(kept(), 25U);
  EXPECT_EQ(journal.unacknowledged(), 0U);
  EXPECT_EQ(store_.events(10).size(), 3U);
}

TEST_P(UplinkAndIngest, fill_a_centre_again_that_was_set_back_to_a_copy) {
  journal::Journal journal(station_, kStation, "boot");
  record(journal, 30);
  work(journal);
  store_.sql().script(
      "DELETE FROM as_run WHERE seq > 12; UPDATE journal_head SET seq = 12, "
      "hash = (SELECT hash FROM as_run WHERE seq = 12)");
  record(journal, 1);
  EXPECT_LE(work(journal), 3);
  EXPECT_EQ(kept(), 31U);
  EXPECT_TRUE(store_.events(10).empty());
}

// The row that somebody changed is put aside, and what follows it is not lost with it.
TEST_P(UplinkAndIngest, go_on_behind_a_row_that_is_poison) {
  journal::Journal journal(station_, kStation, "boot");
  record(journal, 5);
  change(station_, "UPDATE rows SET title = 'sửa' WHERE id & 1099511627775 = 3");
  EXPECT_EQ(work(journal), 2);
  EXPECT_EQ(kept(), 4U);
  EXPECT_EQ(journal.unacknowledged(), 0U);
  EXPECT_EQ(store_.quarantined(kStation), 1);
  EXPECT_THAT(refused_, testing::ElementsAre(3U));
  std::vector<std::string> codes;
  for (const auto& event : store_.events(10)) codes.push_back(event.code);
  EXPECT_THAT(codes, testing::UnorderedElementsAre("poison-row", "rows-lost"));
}

TEST_P(UplinkAndIngest, leave_a_poison_row_that_is_the_newest_and_go_on_after_a_boot) {
  {
    journal::Journal journal(station_, kStation, "boot");
    record(journal, 3);
    change(station_, "UPDATE rows SET title = 'sửa' WHERE id & 1099511627775 = 3");
    EXPECT_EQ(work(journal), 1) << "and not again and again";
    EXPECT_EQ(journal.unacknowledged(), 0U);
  }
  journal::Journal journal(station_, kStation, "the next boot");
  record(journal, 2);
  EXPECT_LE(work(journal), 3) << "the centre asks for the row once more";
  EXPECT_EQ(kept(), 4U);
  EXPECT_EQ(journal.unacknowledged(), 0U);
  EXPECT_THAT(refused_, testing::ElementsAre(3U)) << "told once";
}

TEST_P(UplinkAndIngest, do_not_storm_each_other_where_many_rows_are_poison) {
  journal::Journal journal(station_, kStation, "boot");
  record(journal, 100);
  change(station_, "UPDATE rows SET title = 'sửa' WHERE (id & 1099511627775) % 2 = 0");
  EXPECT_LE(work(journal), 20) << "in ten minutes";
  for (int i = 0; i < 6; ++i) work(journal);
  EXPECT_EQ(kept(), 50U);
  EXPECT_EQ(refused_.size(), 50U);
}

// By another key than the station knows, as of a centre that was put in the place of its own.
TEST_P(UplinkAndIngest, make_a_wrong_receipt_a_fault_for_a_day) {
  journal::Journal journal(station_, kStation, "boot");
  record(journal, 5);
  Wire wire(timers_, store_, key_);
  daemon::UplinkSettings settings;
  settings.station = kStation;
  settings.centre_key = [this] { return protocol::test::public_part(key_); };
  daemon::Uplink uplink(settings, timers_, wire, journal, [] {
    protocol::StatusReport report;
    report.station = kStation;
    return report;
  });
  uplink.start();
  timers_.run_until(timers_.now().steady + std::chrono::minutes(10));
  EXPECT_THAT(uplink.view().faults, testing::ElementsAre("receipt-wrong"));
  EXPECT_EQ(journal.unacknowledged(), 0U) << "the centre has the rows all the same";
  timers_.run_until(timers_.now().steady + std::chrono::hours(24));
  EXPECT_THAT(uplink.view().faults, testing::ElementsAre());
}

INSTANTIATE_TEST_SUITE_P(On, UplinkAndIngest, test::each_engine(), test::name_of_engine);

}  // namespace
}  // namespace loa::centre
