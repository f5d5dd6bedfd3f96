// kill -9 and a full disk at any moment.
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <random>

#include "journal/journal.h"
#include "tests/journal/journal_fixture.h"
#include "tests/support/rounds.h"

namespace loa::journal {
namespace {

class Crash : public JournalFixture {
 protected:
  // Appends for ever and writes each acknowledged seq into `out`.
  [[noreturn]] void append_and_tell(int out) const {
    auto journal = open();
    while (true) {
      const auto row = journal.append(row_of(Kind::intent, "demo.3/kill/2026", kMonday));
      if (::write(out, &row.seq, sizeof row.seq) != sizeof row.seq) ::_exit(1);
    }
  }

  // The highest seq that a child told before it was killed after `life`; 0 if none.
  std::uint64_t told_by_a_killed_child(std::chrono::microseconds life) const {
    int pipe[2];
    if (::pipe(pipe) != 0) return 0;
    const pid_t child = ::fork();
    if (child == 0) append_and_tell(pipe[1]);
    ::close(pipe[1]);
    std::uint64_t told = 0;
    std::uint64_t seq = 0;
    // The clock begins with the first row, or most children would die before it.
    if (::read(pipe[0], &seq, sizeof seq) == sizeof seq) told = seq;
    ::usleep(static_cast<useconds_t>(life.count()));
    ::kill(child, SIGKILL);
    while (::read(pipe[0], &seq, sizeof seq) == sizeof seq) told = seq;
    ::close(pipe[0]);
    ::waitpid(child, nullptr, 0);
    return told;
  }
};

TEST_F(Crash, AKilledStationKeepsEveryRowItWasTold) {
  std::mt19937 random(7);
  std::uint64_t last = 0;
  for (int round = 0; round < rounds(50); ++round) {
    const auto told = told_by_a_killed_child(std::chrono::microseconds(random() % 20'000));
    ASSERT_GT(told, last);
    ASSERT_TRUE(verify(path_).ok) << round;
    const auto journal = open();
    ASSERT_FALSE(journal.opened().salvaged) << round;
    ASSERT_GE(journal.last_seq(), told) << round;
    // At most the one whose commit the child did not live to tell.
    ASSERT_LE(journal.last_seq(), told + 1) << round;
    last = journal.last_seq();
  }
  EXPECT_EQ(open().after(0, 0, 1'000'000).size(), last);
}

// A child whose files may not grow beyond a size stands for a disk that is full.
int in_child(const std::function<int()>& body) {
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      ::_exit(body());
    } catch (const std::exception&) {
      ::_exit(99);
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

// Appends until the disk is full. False if that never happens, or something was recorded by the
// append that failed.
bool fill(Journal& journal, Row row) {
  for (int i = 0; i < 100'000; ++i) {
    const auto last = journal.last_seq();
    try {
      journal.append(row);
    } catch (const DiskFull&) {
      return journal.last_seq() == last && journal.newest(1).front().seq == last;
    }
  }
  return false;
}

class FullDisk : public Crash {};

TEST_F(FullDisk, RecordsNothingAndGoesOnWhenThereIsSpace) {
  auto journal = open();
  write_plays(journal, 5);
  journal.limit_pages(80);
  const auto row = row_of(Kind::intent, "demo.3/full/2026", kMonday);
  ASSERT_TRUE(fill(journal, row));
  ASSERT_TRUE(fill(journal, row));
  EXPECT_TRUE(verify(path_).ok);
  const auto last = journal.last_seq();
  journal.limit_pages(1000);
  EXPECT_EQ(journal.append(row).seq, last + 1);
  EXPECT_EQ(journal.after(0, 0, 10'000).size(), last + 1);
  EXPECT_TRUE(verify(path_).ok);
}

TEST_F(FullDisk, ABatchIsRecordedWholeOrNotAtAll) {
  auto journal = open();
  write_plays(journal, 5);
  journal.limit_pages(80);
  EXPECT_THROW(write_plays(journal, 100), DiskFull);
  EXPECT_EQ(journal.last_seq(), 15U);
  EXPECT_EQ(journal.newest(1).front().seq, 15U);
}

TEST_F(FullDisk, FactsAndAcknowledgementsStayAsTheyWere) {
  auto journal = open();
  write_plays(journal, 5);
  journal.remember("settled", "1");
  journal.limit_pages(1);  // SQLite takes the present size instead
  EXPECT_THROW(journal.remember("settled", std::string(100'000, 'x')), DiskFull);
  EXPECT_EQ(journal.remembered("settled"), "1");
}

TEST_F(FullDisk, AFileThatMayNotGrowIsOne) {
  const int result = in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    auto journal = open();
    write_plays(journal, 5);
    rlimit limit{200'000, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto row = row_of(Kind::intent, "demo.3/full/2026", kMonday);
    if (!fill(journal, row)) return 1;
    limit.rlim_cur = RLIM_INFINITY;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto last = journal.last_seq();
    return journal.append(row).seq == last + 1 ? 0 : 2;
  });
  EXPECT_EQ(result, 0);
  EXPECT_TRUE(verify(path_).ok);
  EXPECT_FALSE(open().opened().salvaged);
}

// A real full file system, where the machine lets us make one.
class FullFileSystem : public Crash {
 protected:
  void SetUp() override {
    if (::mount("tmpfs", folder_.c_str(), "tmpfs", 0, "size=400k") != 0) {
      GTEST_SKIP() << "a file system cannot be mounted here";
    }
    mounted_ = true;
  }
  void TearDown() override {
    if (mounted_) ::umount2(folder_.c_str(), MNT_DETACH);
  }

 private:
  bool mounted_ = false;
};

TEST_F(FullFileSystem, RecordsNothingAndGoesOnWhenThereIsSpace) {
  put_bytes(folder_ / "ballast", std::string(100'000, 'x'));
  auto journal = open();
  write_plays(journal, 5);
  const auto row = row_of(Kind::intent, "demo.3/full/2026", kMonday);
  ASSERT_TRUE(fill(journal, row));
  EXPECT_TRUE(verify(path_).ok);
  const auto last = journal.last_seq();
  std::filesystem::remove(folder_ / "ballast");
  EXPECT_EQ(journal.append(row).seq, last + 1);
  EXPECT_EQ(journal.after(0, 0, 10'000).size(), last + 1);
  EXPECT_TRUE(verify(path_).ok);
}

TEST_F(FullFileSystem, IsSurvivedByAKillAsWell) {
  const int result = in_child([&] {
    auto journal = open();
    const bool full = fill(journal, row_of(Kind::intent, "demo.3/full/2026", kMonday));
    ::kill(::getpid(), full ? SIGKILL : SIGTERM);
    return 1;
  });
  EXPECT_EQ(result, 100 + SIGKILL);
  EXPECT_TRUE(verify(path_).ok);
  EXPECT_FALSE(open().opened().salvaged);
}

}  // namespace
}  // namespace loa::journal
