// Damaged files: nothing crashes, nothing that could be read is lost, and the journal goes on.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "base/sqlite.h"
#include "journal/journal.h"
#include "journal/salvage.h"
#include "journal/schema.h"
#include "tests/journal/journal_fixture.h"
#include "tests/support/rounds.h"

namespace loa::journal {
namespace {

namespace fs = std::filesystem;

class Damage : public JournalFixture {
 protected:
  // 90 rows and some facts, closed, so that all of it is in one file.
  Damage() {
    auto journal = open();
    rows_ = write_plays(journal, 30);
    journal.remember("settled", "2026-11-23");
    journal.acknowledge(1, 10);
  }

  void forget_everything_but(const std::string& bytes) {
    for (const auto& entry : fs::directory_iterator(folder_)) fs::remove(entry);
    put_bytes(path_, bytes);
  }

  // Every row that is there is one that was written, in order; returns how many.
  std::size_t expect_only_true_rows(const Journal& journal) const {
    const auto kept = journal.after(0, 0, 1000);
    std::size_t found = 0;
    for (const auto& row : kept) {
      if (row.title == "after") continue;
      const auto written = std::find(rows_.begin(), rows_.end(), row);
      EXPECT_NE(written, rows_.end()) << row.seq;
      ++found;
    }
    return found;
  }

  // After any damage: append works, in a chain that verifies, also when opened again.
  void expect_usable() {
    {
      auto journal = open();
      const auto last = journal.last_seq();
      EXPECT_EQ(journal.append(event_of("after", kMonday)).seq, last + 1);
      const auto verification = verify(path_);
      EXPECT_TRUE(verification.ok) << verification.why << " at " << verification.bad_seq;
    }
    EXPECT_FALSE(open().opened().salvaged);
  }

  std::vector<Row> rows_;
};

TEST_F(Damage, OfRandomBytesCostsAtMostOneRowEach) {
  const auto sound = bytes_of(path_);
  for (unsigned seed = 0; seed < static_cast<unsigned>(rounds(100)); ++seed) {
    std::mt19937 random(seed);
    auto bytes = sound;
    const auto flips = std::size_t{1} << (seed % 7);
    for (std::size_t i = 0; i < flips; ++i) {
      bytes[random() % bytes.size()] ^= static_cast<char>(1 + random() % 255);
    }
    forget_everything_but(bytes);
    {
      const auto journal = open();
      EXPECT_GE(expect_only_true_rows(journal) + flips, rows_.size()) << seed;
      if (journal.opened().salvaged) {
        EXPECT_GE(journal.epoch(), 2U) << seed;
        EXPECT_EQ(bytes_of(journal.opened().damaged), bytes) << seed;
      }
    }
    expect_usable();
    if (HasFailure()) return;
  }
}

TEST_F(Damage, OfTheFirstPageCostsNoRow) {
  auto bytes = bytes_of(path_);
  std::fill_n(bytes.begin(), kPageSize, '\0');
  forget_everything_but(bytes);
  {
    const auto journal = open();
    EXPECT_TRUE(journal.opened().salvaged);
    EXPECT_EQ(journal.opened().rows_kept, rows_.size());
    EXPECT_EQ(expect_only_true_rows(journal), rows_.size());
    EXPECT_EQ(journal.epoch(), 2U);
    EXPECT_EQ(journal.remembered("settled"), "2026-11-23");
    EXPECT_EQ(journal.acknowledged(), std::pair(std::uint64_t{1}, std::uint64_t{10}));
  }
  expect_usable();
}

TEST_F(Damage, ByTruncationCostsOnlyWhatIsCutOff) {
  const auto sound = bytes_of(path_);
  for (std::size_t size = 1; size < sound.size(); size += 1777) {
    const auto bytes = sound.substr(0, size);
    forget_everything_but(bytes);
    // The two hashes are the last things of a row's cell.
    const auto whole = std::count_if(rows_.begin(), rows_.end(), [&](const Row& row) {
      std::string end(row.previous.begin(), row.previous.end());
      end.append(row.hash.begin(), row.hash.end());
      return bytes.find(end) != std::string::npos;
    });
    EXPECT_EQ(expect_only_true_rows(open()), static_cast<std::size_t>(whole)) << size;
    expect_usable();
  }
}

TEST_F(Damage, ToNothingKeepsTheNumbersUnique) {
  for (const std::string& bytes :
       {std::string(), std::string("văn bản"), std::string(50'000, 'x')}) {
    for (const auto& entry : fs::directory_iterator(folder_)) fs::remove(entry);
    { open().append(event_of("before", kMonday)); }
    put_bytes(path_, bytes);
    {
      const auto journal = open();
      EXPECT_TRUE(journal.opened().salvaged);
      EXPECT_EQ(journal.epoch(), 2U);
      EXPECT_EQ(bytes_of(journal.opened().damaged), bytes);
    }
    expect_usable();
  }
}

TEST_F(Damage, OfAnEmptyFileThatWasNeverAJournalIsNone) {
  forget_everything_but("");
  const auto journal = open();
  EXPECT_TRUE(journal.opened().created);
  EXPECT_EQ(journal.epoch(), 1U);
}

TEST_F(Damage, LeavesRowsInTheWriteAheadLogReadable) {
  std::string file;
  std::string log;
  {
    auto journal = open();
    const auto more = write_plays(journal, 5, 100);
    rows_.insert(rows_.end(), more.begin(), more.end());
    file = bytes_of(path_);
    log = bytes_of(path_.string() + "-wal");
  }
  for (const std::string& left : {std::string(), std::string("x"), file.substr(0, 100), file}) {
    forget_everything_but(left);
    put_bytes(path_.string() + "-wal", log);
    const auto journal = open();
    const auto found = expect_only_true_rows(journal);
    if (left.size() == file.size()) {
      EXPECT_FALSE(journal.opened().salvaged);
      EXPECT_EQ(found, rows_.size());
    } else {
      EXPECT_TRUE(journal.opened().salvaged);
      EXPECT_GE(found, 15U) << left.size();
    }
  }
  forget_everything_but("");
  fs::remove(path_);
  put_bytes(path_.string() + "-wal", log);
  EXPECT_GE(expect_only_true_rows(open()), 15U);
  expect_usable();
}

TEST_F(Damage, DoesNotReachRowsThatFillSeveralPages) {
  {
    auto journal = open();
    auto row = event_of("large", kMonday);
    for (std::size_t size : {3000U, 4000U, 4100U, 5000U, 9000U, 60'000U}) {
      row.evidence.assign(size, static_cast<char>('a' + size % 26));
      rows_.push_back(journal.append(row));
    }
  }
  auto bytes = bytes_of(path_);
  std::fill_n(bytes.begin(), kPageSize, '\0');
  forget_everything_but(bytes);
  EXPECT_EQ(expect_only_true_rows(open()), rows_.size());
}

TEST_F(Damage, OfAnIndexIsNoticed) {
  auto bytes = bytes_of(path_);
  const std::string key = "slot-17/2026";
  // The key alone stands only in the index by key.
  std::size_t changed = 0;
  for (auto at = bytes.find(key); at != std::string::npos; at = bytes.find(key, at + 1)) {
    if (bytes.compare(at - 7, 7, "demo.3/") == 0) continue;
    bytes[at] = 'x';
    ++changed;
  }
  ASSERT_GE(changed, 1U);
  forget_everything_but(bytes);
  const auto journal = open();
  EXPECT_TRUE(journal.opened().salvaged);
  EXPECT_EQ(journal.opened().rows_kept, rows_.size());
  EXPECT_TRUE(journal.has_result(key));
}

TEST_F(Damage, OfAFactMakesItForgottenInsteadOfWrong) {
  auto bytes = bytes_of(path_);
  for (auto at = bytes.find("2026-11-23"); at != std::string::npos; at = bytes.find("2026-11-23")) {
    bytes.replace(at, 10, "2099-11-23");
  }
  forget_everything_but(bytes);
  EXPECT_EQ(open().remembered("settled"), std::nullopt);
}

TEST_F(Damage, TwiceGivesTwoFilesAsideAndTwoEpochsMore) {
  for (unsigned round = 1; round <= 2; ++round) {
    auto bytes = bytes_of(path_);
    std::fill_n(bytes.begin(), kPageSize, 'x');
    put_bytes(path_, bytes);
    const auto journal = open();
    EXPECT_EQ(journal.opened().damaged, path_.string() + ".damaged-" + std::to_string(round));
    EXPECT_EQ(journal.epoch(), 1 + round);
    EXPECT_EQ(expect_only_true_rows(journal), rows_.size());
  }
}

TEST_F(Damage, AHoleInASalvagedEpochPassesAndInTheCurrentOneDoesNot) {
  base::Database(path_).execute("DELETE FROM rows WHERE id = (1 << 40) + 40");
  EXPECT_EQ(verify(path_).why, "gap");
  {
    auto journal = open();
    EXPECT_TRUE(journal.opened().salvaged);
    write_plays(journal, 2, 50);
  }
  EXPECT_TRUE(verify(path_).ok);
  base::Database(path_).execute("DELETE FROM rows WHERE id = (2 << 40) + 3");
  EXPECT_EQ(verify(path_).why, "gap");
  EXPECT_EQ(verify(path_).bad_epoch, 2U);
  EXPECT_EQ(verify(path_).bad_seq, 3U);
}

// A power cut stops salvage between any two of its steps.
class InterruptedSalvage : public Damage {
 protected:
  InterruptedSalvage() {
    auto bytes = bytes_of(path_);
    std::fill_n(bytes.begin(), kPageSize, 'x');
    put_bytes(path_, bytes);
    damaged_ = bytes;
    salvage(path_, 1);
    salvaged_ = bytes_of(path_);
    for (const auto& entry : fs::directory_iterator(folder_)) fs::remove(entry);
  }

  void put(const std::string& suffix, const std::string& bytes) {
    put_bytes(path_.string() + suffix, bytes);
  }

  void expect_all(const std::string& damaged_suffix) {
    const auto journal = open();
    EXPECT_EQ(expect_only_true_rows(journal), rows_.size());
    EXPECT_EQ(journal.epoch(), 2U);
    EXPECT_EQ(bytes_of(path_.string() + damaged_suffix), damaged_);
    EXPECT_FALSE(fs::exists(path_.string() + ".new"));
    EXPECT_FALSE(fs::exists(path_.string() + ".salvaged"));
  }

  std::string damaged_;
  std::string salvaged_;
};

TEST_F(InterruptedSalvage, WhileTheNewFileWasBuilt) {
  put("", damaged_);
  put(".new", salvaged_.substr(0, 5000));
  put(".new-wal", "partial");
  expect_all(".damaged-1");
}

TEST_F(InterruptedSalvage, WhenTheNewFileWasWhole) {
  put("", damaged_);
  put("-wal", "old log");
  put(".salvaged", salvaged_);
  expect_all(".damaged-1");
  EXPECT_EQ(bytes_of(path_.string() + ".damaged-1-wal"), "old log");
}

TEST_F(InterruptedSalvage, WhenTheDamagedFileWasAsideButNotItsLog) {
  put(".damaged-1", damaged_);
  put("-wal", "old log");
  put(".salvaged", salvaged_);
  expect_all(".damaged-1");
  EXPECT_EQ(bytes_of(path_.string() + ".damaged-1-wal"), "old log");
}

TEST_F(InterruptedSalvage, WhenAllWasAside) {
  put(".damaged-1", damaged_);
  put(".damaged-1-wal", "old log");
  put(".salvaged", salvaged_);
  expect_all(".damaged-1");
}

}  // namespace
}  // namespace loa::journal
