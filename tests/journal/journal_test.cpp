// The journal as the daemon uses it.
#include "journal/journal.h"

#include <gmock/gmock.h>

#include "tests/journal/journal_fixture.h"

namespace loa::journal {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class JournalTest : public JournalFixture {};

std::vector<std::uint64_t> seqs(const std::vector<Row>& rows) {
  std::vector<std::uint64_t> out;
  for (const auto& row : rows) out.push_back(row.seq);
  return out;
}

TEST_F(JournalTest, IsCreatedEmpty) {
  const auto journal = open();
  EXPECT_TRUE(journal.opened().created);
  EXPECT_FALSE(journal.opened().salvaged);
  EXPECT_EQ(journal.epoch(), 1U);
  EXPECT_EQ(journal.last_seq(), 0U);
  EXPECT_THAT(journal.newest(10), IsEmpty());
  EXPECT_EQ(journal.acknowledged(), std::pair(std::uint64_t{0}, std::uint64_t{0}));
  EXPECT_TRUE(verify(path_).ok);
}

TEST_F(JournalTest, AppendFillsStationBootPlaceAndHash) {
  auto journal = open();
  auto row = row_of(Kind::intent, "demo.3/a/2026", kMonday);
  row.station = "someone else";
  row.epoch = 9;
  row.seq = 9;
  const auto first = journal.append(row);
  EXPECT_EQ(first.station, "xa-dong-anh");
  EXPECT_EQ(first.boot, "boot-1");
  EXPECT_EQ(first.epoch, 1U);
  EXPECT_EQ(first.seq, 1U);
  EXPECT_EQ(first.previous, base::Sha256{});
  EXPECT_EQ(first.hash, hash_of(first));
  const auto second = journal.append(row);
  EXPECT_EQ(second.seq, 2U);
  EXPECT_EQ(second.previous, first.hash);
}

TEST_F(JournalTest, EveryFieldIsReadAsItWasWritten) {
  Row row = result_of("demo.3/a/2026", kMonday);
  row.title = std::string("chữ \"nháy\"\0 và số không", 27);
  row.frames_due = kMostCount;
  row.frames_dropped = 3;
  row.wall = kLastTime;
  row.evidence = std::string(20'000, 'e');
  auto empty = event_of("", base::Wall{});
  std::vector<Row> written;
  {
    auto journal = open();
    written = journal.append(std::vector<Row>{row, empty});
    EXPECT_EQ(journal.after(0, 0, 10), written);
  }
  EXPECT_EQ(open().after(0, 0, 10), written);
}

TEST_F(JournalTest, ARowOutOfRangeIsBroughtIntoIt) {
  Row row = result_of("demo.3/a/2026", kMonday);
  row.frames_due = static_cast<std::uint64_t>(-48'000);
  row.frames_played = 7;
  row.monotonic_ns = -1;
  row.wall = base::Wall(base::Duration(-5));
  row.nominal = kLastTime + base::Duration(1);
  auto journal = open();
  const auto written = journal.append(row);
  EXPECT_EQ(written.frames_due, 0U);
  EXPECT_EQ(written.frames_played, 7U);
  EXPECT_EQ(written.monotonic_ns, 0);
  EXPECT_EQ(written.wall, base::Wall{});
  EXPECT_EQ(written.nominal, kLastTime);
  EXPECT_THAT(journal.newest(1), ElementsAre(written));
  EXPECT_TRUE(verify(path_).ok);
}

TEST_F(JournalTest, GoesOnWhereItWasClosed) {
  { write_plays(*std::make_unique<Journal>(path_, "xa-dong-anh", "boot-0"), 5); }
  auto journal = open();
  EXPECT_FALSE(journal.opened().created);
  EXPECT_FALSE(journal.opened().salvaged);
  EXPECT_EQ(journal.epoch(), 1U);
  EXPECT_EQ(journal.last_seq(), 15U);
  EXPECT_EQ(journal.append(event_of("boot", kMonday)).seq, 16U);
  const auto verification = verify(path_);
  EXPECT_TRUE(verification.ok) << verification.why;
  EXPECT_EQ(verification.rows, 16U);
}

TEST_F(JournalTest, GivesRowsAfterAPlace) {
  auto journal = open();
  write_plays(journal, 3);
  EXPECT_THAT(seqs(journal.after(0, 0, 100)), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9));
  EXPECT_THAT(seqs(journal.after(1, 7, 100)), ElementsAre(8, 9));
  EXPECT_THAT(seqs(journal.after(1, 2, 3)), ElementsAre(3, 4, 5));
  EXPECT_THAT(journal.after(1, 9, 100), IsEmpty());
  EXPECT_THAT(journal.after(2, 0, 100), IsEmpty());
  const auto most = std::numeric_limits<std::uint64_t>::max();
  EXPECT_THAT(journal.after(most, most, 100), IsEmpty());
  EXPECT_THAT(journal.after(1, most, 100), IsEmpty());
}

TEST_F(JournalTest, GivesRowsSinceATimeInTheirOrderEvenIfTheClockStepped) {
  auto journal = open();
  for (int minute : {0, 50, 10, 60}) {
    journal.append(event_of("tick", kMonday + std::chrono::minutes(minute)));
  }
  EXPECT_THAT(seqs(journal.since(kMonday + std::chrono::minutes(20), 10)), ElementsAre(2, 4));
  EXPECT_THAT(seqs(journal.since(kMonday, 3)), ElementsAre(1, 2, 3));
  EXPECT_THAT(journal.since(kMonday + std::chrono::hours(2), 10), IsEmpty());
}

TEST_F(JournalTest, GivesTheNewestRowsFirst) {
  auto journal = open();
  write_plays(journal, 2);
  EXPECT_THAT(seqs(journal.newest(3)), ElementsAre(6, 5, 4));
  EXPECT_THAT(seqs(journal.newest(std::numeric_limits<std::size_t>::max())),
              ElementsAre(6, 5, 4, 3, 2, 1));
}

TEST_F(JournalTest, KnowsWhatAPowerCutInterrupted) {
  auto journal = open();
  write_plays(journal, 3);
  journal.append(row_of(Kind::intent, "demo.3/cut/2026", kMonday));
  journal.append(row_of(Kind::item, "demo.3/cut/2026", kMonday));
  journal.append(row_of(Kind::intent, "demo.3/on-air/2026", kMonday));
  EXPECT_THAT(seqs(journal.open_intents()), ElementsAre(10, 12));
  journal.append(result_of("demo.3/cut/2026", kMonday));
  EXPECT_THAT(seqs(journal.open_intents()), ElementsAre(12));
  journal.append(result_of("demo.3/on-air/2026", kMonday));
  EXPECT_THAT(journal.open_intents(), IsEmpty());
}

TEST_F(JournalTest, KnowsResultsByTheKeyWhateverTheProgrammesVersion) {
  auto journal = open();
  journal.append(row_of(Kind::intent, "demo.3/sang/2026", kMonday));
  EXPECT_FALSE(journal.has_result("sang/2026"));
  journal.append(result_of("demo.3/sang/2026", kMonday));
  journal.append(result_of("by-hand", kMonday));
  EXPECT_TRUE(journal.has_result("sang/2026"));
  EXPECT_TRUE(journal.has_result("by-hand"));
  EXPECT_FALSE(journal.has_result("2026"));
  EXPECT_FALSE(journal.has_result("demo.3/sang/2026"));
  EXPECT_FALSE(journal.has_result(""));
}

TEST_F(JournalTest, GivesTheItemsOfAnOccurrence) {
  auto journal = open();
  write_plays(journal, 2);
  journal.append(row_of(Kind::item, "demo.3/slot-0/2026", kMonday));
  EXPECT_THAT(seqs(journal.items_of("demo.3/slot-0/2026")), ElementsAre(2, 7));
  EXPECT_THAT(journal.items_of("demo.3/none"), IsEmpty());
}

TEST_F(JournalTest, AnAcknowledgementOnlyGoesForwardAndOutlivesTheProcess) {
  {
    auto journal = open();
    write_plays(journal, 3);
    EXPECT_EQ(journal.unacknowledged(), 9U);
    journal.acknowledge(1, 5);
    journal.acknowledge(1, 3);
    EXPECT_EQ(journal.unacknowledged(), 4U);
  }
  auto journal = open();
  EXPECT_EQ(journal.acknowledged(), std::pair(std::uint64_t{1}, std::uint64_t{5}));
  EXPECT_EQ(journal.unacknowledged(), 4U);
}

TEST_F(JournalTest, AnAcknowledgementOfWhatIsNotWrittenYetDoesNotCountForTheFuture) {
  auto journal = open();
  write_plays(journal, 1);
  journal.acknowledge(7, 1000);
  EXPECT_EQ(journal.unacknowledged(), 0U);
  journal.append(event_of("later", kMonday));
  EXPECT_EQ(journal.unacknowledged(), 1U);
}

TEST_F(JournalTest, RemembersSmallFacts) {
  {
    auto journal = open();
    EXPECT_EQ(journal.remembered("settled"), std::nullopt);
    journal.remember("settled", "1");
    journal.remember("settled", "2");
    journal.remember("empty", "");
  }
  auto journal = open();
  EXPECT_EQ(journal.remembered("settled"), "2");
  EXPECT_EQ(journal.remembered("empty"), "");
}

TEST_F(JournalTest, WhatItRemembersLaterGoesWithTheNextCommit) {
  {
    Journal journal = open();
    journal.remember("settled", "1");
    journal.remember_later("settled", "2");
    EXPECT_EQ(journal.remembered("settled"), "2");
  }
  EXPECT_EQ(open().remembered("settled"), "1") << "no commit came";
  {
    Journal journal = open();
    journal.remember_later("settled", "3");
    journal.append(row_of(Kind::event, "", kMonday));
  }
  EXPECT_EQ(open().remembered("settled"), "3");
  {
    Journal journal = open();
    journal.remember_later("settled", "4");
    journal.remember("settled", "5");
  }
  EXPECT_EQ(open().remembered("settled"), "5") << "the newer one";
}

TEST_F(JournalTest, PruneDeletesOnlyOldAcknowledgedRowsFromTheOldestOn) {
  auto journal = open();
  write_plays(journal, 10);  // ten minutes apart
  EXPECT_EQ(journal.prune(kMonday + std::chrono::hours(24)), 0U);
  journal.acknowledge(1, 20);
  EXPECT_EQ(journal.prune(kMonday), 0U);
  EXPECT_EQ(journal.prune(kMonday + std::chrono::minutes(30)), 9U);
  EXPECT_EQ(journal.after(0, 0, 1).front().seq, 10U);
  EXPECT_TRUE(verify(path_).ok);
  EXPECT_EQ(journal.prune(kMonday + std::chrono::hours(24)), 11U);
  EXPECT_EQ(journal.unacknowledged(), 10U);
  EXPECT_TRUE(verify(path_).ok);
}

TEST_F(JournalTest, AJournalPrunedToTheLastRowGoesOnInItsChain) {
  Row last;
  {
    auto journal = open();
    last = write_plays(journal, 4).back();
    journal.acknowledge(1, 12);
    EXPECT_EQ(journal.prune(kMonday + std::chrono::hours(24)), 12U);
  }
  auto journal = open();
  EXPECT_FALSE(journal.opened().salvaged);
  EXPECT_EQ(journal.last_seq(), 12U);
  const auto next = journal.append(event_of("next", kMonday));
  EXPECT_EQ(next.seq, 13U);
  EXPECT_EQ(next.previous, last.hash);
  EXPECT_TRUE(verify(path_).ok);
}

TEST_F(JournalTest, PruneKeepsRowsWhoseAgeIsNotKnown) {
  auto journal = open();
  auto unset = event_of("boot", base::Wall{});
  unset.quality = base::ClockQuality::unknown;
  journal.append(unset);
  journal.acknowledge(1, 1);
  EXPECT_EQ(journal.prune(kMonday), 0U);
  journal.append(event_of("clock set", kMonday));
  journal.acknowledge(1, 2);
  EXPECT_EQ(journal.prune(kMonday), 0U);
  EXPECT_EQ(journal.prune(kMonday + std::chrono::hours(1)), 2U);
}

TEST_F(JournalTest, AnotherStationsRowsAreNotContinued) {
  {
    auto journal = open("xa-cu");
    write_plays(journal, 1);
  }
  auto journal = open("xa-moi");
  EXPECT_EQ(journal.epoch(), 2U);
  EXPECT_EQ(journal.append(event_of("enrolled", kMonday)).seq, 1U);
  EXPECT_THAT(seqs(journal.after(0, 0, 10)), ElementsAre(1, 2, 3, 1));
  EXPECT_TRUE(verify(path_).ok);
}

TEST_F(JournalTest, ALostFileDoesNotBeginAgainWithNumbersThatTheCentreHasSeen) {
  {
    auto journal = open();
    write_plays(journal, 1);
  }
  std::filesystem::remove(path_);
  EXPECT_EQ(open().epoch(), 2U);
}

TEST_F(JournalTest, AnOlderCopyOfTheFileDoesNotCountOnFromWhereItWasTaken) {
  {
    auto journal = open();
    write_plays(journal, 1);
  }
  const auto copy = bytes_of(path_);
  std::filesystem::remove(path_);
  { open(); }
  put_bytes(path_, copy);
  auto journal = open();
  EXPECT_EQ(journal.epoch(), 3U);
  EXPECT_EQ(journal.after(0, 0, 10).size(), 3U);
}

TEST_F(JournalTest, AnUnusablePathIsAnError) {
  EXPECT_THROW(Journal(folder_ / "none" / "journal.db", "s", "b"), base::SqliteError);
}

}  // namespace
}  // namespace loa::journal
