// What verification notices, and what it lets pass.
#include "journal/journal.h"
#include "tests/journal/journal_fixture.h"

#include "base/sqlite.h"

namespace loa::journal {
namespace {

class Verify : public JournalFixture {
 protected:
  Verify() {
    auto journal = open();
    write_plays(journal, 4);
    journal.acknowledge(1, 6);
  }

  void change(const std::string& sql) const { base::Database(path_).execute(sql); }
};

constexpr std::int64_t id(std::int64_t seq) { return (std::int64_t{1} << 40) + seq; }

struct Tampering {
  const char* name;
  std::string sql;
  const char* why;
  std::uint64_t bad_seq;
};

TEST_F(Verify, NamesTheFirstRowThatDoesNotHold) {
  const auto row = [](std::int64_t seq) { return " WHERE id = " + std::to_string(id(seq)); };
  const Tampering cases[] = {
      {"a title changed", "UPDATE rows SET title = 'x'" + row(5), "hash", 5},
      {"a failure made a success", "UPDATE rows SET outcome = 'failed'" + row(6), "hash", 6},
      {"a hash replaced", "UPDATE rows SET hash = zeroblob(32)" + row(3), "hash", 3},
      {"a row taken out", "DELETE FROM rows" + row(4), "gap", 4},
      {"the first row taken out", "DELETE FROM rows" + row(1), "gap", 1},
      {"a row moved", "UPDATE rows SET id = id + 1000" + row(12), "hash", 1012},
      {"acknowledged rows cut off", "DELETE FROM rows WHERE id > " + std::to_string(id(4)), "gap",
       5},
      {"all rows taken out", "DELETE FROM rows", "gap", 1},
      {"the base moved", "UPDATE epochs SET base_seq = 2", "gap", 3},
      {"the epoch taken out", "DELETE FROM epochs", "chain", 1},
      {"a table taken out", "DROP TABLE facts", "unreadable", 0},
  };
  const auto sound = bytes_of(path_);
  for (const auto& c : cases) {
    put_bytes(path_, sound);
    change(c.sql);
    const auto verification = verify(path_);
    EXPECT_FALSE(verification.ok) << c.name;
    EXPECT_EQ(verification.why, c.why) << c.name;
    EXPECT_EQ(verification.bad_seq, c.bad_seq) << c.name;
  }
}

TEST_F(Verify, ARowForgedWithItsOwnRightHashBreaksTheChain) {
  auto row = open().after(1, 4, 1).front();
  row.title = "forged";
  row.hash = hash_of(row);
  change("UPDATE rows SET title = 'forged', hash = x'" + base::to_hex(row.hash) +
         "' WHERE id = " + std::to_string(id(5)));
  const auto verification = verify(path_);
  EXPECT_EQ(verification.why, "chain");
  EXPECT_EQ(verification.bad_seq, 6U);
}

TEST_F(Verify, WorksWhileTheStationHasTheJournalOpen) {
  auto journal = open();
  for (int i = 0; i < 5; ++i) {
    write_plays(journal, 1, 10 + i);
    const auto verification = verify(path_);
    EXPECT_TRUE(verification.ok) << verification.why;
    EXPECT_EQ(verification.rows, 12U + 3U * static_cast<unsigned>(i + 1));
  }
}

TEST_F(Verify, ChangesNothing) {
  const auto before = bytes_of(path_);
  EXPECT_TRUE(verify(path_).ok);
  EXPECT_EQ(bytes_of(path_), before);
}

TEST_F(Verify, AFileThatIsNoJournalIsUnreadable) {
  for (const std::string& bytes : {std::string("không phải nhật ký"), std::string(9000, 'x'),
                                   std::string(), std::string(8192, '\0')}) {
    put_bytes(path_, bytes);
    EXPECT_EQ(verify(path_).why, "unreadable") << bytes.size();
  }
}

TEST_F(Verify, AMissingFileIsAnErrorAndIsNotCreated) {
  EXPECT_THROW(verify(folder_ / "none.db"), base::SqliteError);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "none.db"));
}

}  // namespace
}  // namespace loa::journal
