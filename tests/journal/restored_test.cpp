// A copy of a journal that is put back: taken while the station writes, and never counting again
// what its board has counted.
#include "journal/restored.h"

#include "journal/epochs.h"
#include "tests/journal/journal_fixture.h"

namespace loa::journal {
namespace {

class RestoredJournal : public JournalFixture {
 protected:
  std::filesystem::path copy_ = folder_ / "copy.db";
};

TEST_F(RestoredJournal, IsCopiedWholeWhileItIsWritten) {
  auto journal = open();
  write_plays(journal, 5);
  copy_journal(path_, copy_);
  write_plays(journal, 5);
  EXPECT_FALSE(std::filesystem::exists(copy_.string() + "-wal"));
  EXPECT_TRUE(verify(copy_).ok);
  EXPECT_EQ(verify(copy_).rows, 15U);
  EXPECT_FALSE(Journal(copy_, "xa-dong-anh", "b").opened().salvaged);
}

TEST_F(RestoredJournal, GoesOnInAnEpochAboveAllThatAreKnown) {
  {
    auto journal = open();
    write_plays(journal, 1);
    journal.remember("settled", "1");
    journal.remember("wall", "2");
  }
  copy_journal(path_, copy_);
  make_restored(copy_, 7, base::Wall{});
  const Journal restored(copy_, "xa-dong-anh", "boot-2");
  EXPECT_GT(restored.epoch(), 7U);
  EXPECT_EQ(restored.last_seq(), 0U);
  EXPECT_EQ(restored.remembered("settled"), std::nullopt);
  EXPECT_EQ(restored.remembered("wall"), "2");
}

TEST(EpochAfterRestore, GrowsWithTheTimeAndNeverGoesBack) {
  const auto at = [](const char* time) { return *base::from_rfc3339(time); };
  struct Case {
    std::uint64_t seen;
    const char* now;
    std::uint64_t epoch;
  };
  for (const auto& one : std::vector<Case>{{1, "1970-01-01T00:00:00Z", 2},
                                           {1, "2025-01-01T00:09:59Z", 2},
                                           {1, "2025-01-02T00:00:00Z", 144},
                                           {200, "2025-01-02T00:00:00Z", 201},
                                           {1, "2026-11-23T22:00:00Z", 99636},
                                           {1, "2200-01-01T00:00:00Z", (1U << 22U) - 1 - 10'000}}) {
    EXPECT_EQ(epoch_after_restore(one.seen, at(one.now)), one.epoch) << one.now;
  }
}

}  // namespace
}  // namespace loa::journal
