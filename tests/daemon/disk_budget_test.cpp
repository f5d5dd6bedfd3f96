// What is given up where the disk fills up, and in which order.
#include "daemon/disk_budget.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "base/content_store.h"
#include "small_disk.h"

namespace loa::daemon {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;

const base::Wall kNow{hours{24 * 20000}};
constexpr std::uintmax_t kMega = std::uintmax_t{1024} * 1024;

DiskFile file(const char* name, std::uintmax_t bytes, int hours_old, bool needed = false) {
  return {name, bytes, kNow - hours{hours_old}, needed};
}

using Paths = std::vector<fs::path>;

Paths given_up_of(const Disk& disk) { return given_up(disk, kKeepFree, kNow); }

TEST(DiskBudget, NothingGoesWhileThereIsRoom) {
  EXPECT_EQ(
      given_up_of({{file("made", kMostMade, 900)}, {file("f", kMostFetched, 900)}, kKeepFree}),
      Paths{});
}

TEST(DiskBudget, MadeSoundsGoBeforeFetchedMedia) {
  Disk disk{{file("made", 10, 30)}, {file("fetched", 10, 900)}, kKeepFree - 10};
  EXPECT_EQ(given_up_of(disk), Paths{"made"}) << "though the other is older";
  disk.available = kKeepFree - 11;
  EXPECT_EQ(given_up_of(disk), (Paths{"made", "fetched"})) << "only what is not enough by then";
  disk.made[0].needed = true;
  EXPECT_EQ(given_up_of(disk), Paths{"fetched"});
}

TEST(DiskBudget, OfAKindTheOldestGoFirstUntilThatIsEnough) {
  const std::vector three{file("young", 50, 30), file("oldest", 50, 900), file("older", 50, 800)};
  EXPECT_EQ(given_up_of({three, {}, kKeepFree - 50}), Paths{"oldest"});
  EXPECT_EQ(given_up_of({three, {}, kKeepFree - 51}), (Paths{"oldest", "older"}));
  EXPECT_EQ(given_up_of({{}, three, kKeepFree - 51}), (Paths{"oldest", "older"}));
}

TEST(DiskBudget, EachKindHasItsMostHoweverLargeTheDisk) {
  constexpr auto kLarge = std::uintmax_t{1} << 40U;
  EXPECT_EQ(given_up_of({{file("new", kMostMade, 30), file("old", 1, 900)}, {}, kLarge}),
            Paths{"old"});
  EXPECT_EQ(given_up_of({{}, {file("new", kMostFetched, 30), file("old", 1, 900)}, kLarge}),
            Paths{"old"});
}

TEST(DiskBudget, WhatTheWeeksNeedStaysWhateverRoomThereIs) {
  EXPECT_EQ(given_up_of({{file("daily", 50, 9000, true), file("once", 50, 800)},
                         {file("signed", 50, 9000, true)},
                         0}),
            Paths{"once"});
}

TEST(DiskBudget, WhatIsOfTodayMayBeAboutToSound) {
  EXPECT_EQ(given_up_of({{file("now", 50, 23), file("yesterday", 50, 25)}, {file("f", 1, 1)}, 0}),
            Paths{"yesterday"});
}

TEST(DiskBudget, WhatAPowerCutLeftHalfMadeGoesAnyway) {
  EXPECT_EQ(given_up_of({{file(".a.wav.0123", 5, 25), file(".b.wav.4567", 5, 1)},
                         {file("0a.part", 5, 25), file("0b.part", 5, 25, true)},
                         kKeepFree}),
            (Paths{".a.wav.0123", "0a.part"}));
}

TEST(DiskBudget, WhatIsBroughtToBePlayedMustLeaveTheRecordItsRoom) {
  EXPECT_TRUE(takes_brought(10, kKeepFree + 10));
  EXPECT_FALSE(takes_brought(11, kKeepFree + 10));
  EXPECT_FALSE(takes_brought(0, kKeepFree - 1));
}

TEST(DiskBudget, OfWhatWasBroughtTheTwentyNewestStay) {
  std::vector<DiskFile> brought;
  for (int i = 0; i < 22; ++i) {
    brought.push_back(file(("at-" + std::to_string(i * 7 % 22)).c_str(), 1, i * 7 % 22));
  }
  EXPECT_EQ(beyond_newest(brought), (Paths{"at-20", "at-21"}));
  brought.resize(20);
  EXPECT_EQ(beyond_newest(brought), Paths{});
}

// A disk of 262 MB on which 12 are taken: six of them by what can be made again.
class SmallDisk : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = fs::temp_directory_path() / "loa-disk-XXXXXX";
    folder_ = ::mkdtemp(name.data());
    if (!mount_disk(folder_, "262m")) GTEST_SKIP() << "no disk can be mounted here";
    fs::create_directory(folders().made);
    for (const char* one : {"a", "b", "c"}) {
      write(made(one));
      fetched_.push_back(fetch(one));
    }
  }
  ~SmallDisk() override {
    ::umount(folder_.c_str());
    fs::remove_all(folder_);
  }
  DiskFolders folders() const { return {folder_ / "cache", folder_ / "fetched"}; }
  fs::path made(const std::string& name) const { return folders().made / name; }
  // Two megabytes, two days old.
  static void age(const fs::path& path) {
    fs::last_write_time(path, fs::file_time_type::clock::now() - hours{48});
  }
  static void write(const fs::path& path) {
    std::ofstream(path) << std::string(2 * kMega, 'x');
    age(path);
  }
  base::Sha256 fetch(const std::string& name) const {
    const auto content = name + std::string(2 * kMega - 1, 'x');
    const auto hash = base::sha256(content);
    const base::ContentStore store(folders().fetched);
    store.append(hash, 0, content);
    store.finish(hash);
    age(store.path_of(hash));
    return hash;
  }
  bool room(std::uintmax_t wanted, const DiskNeeds& needs) const {
    return make_room(folders(), needs, wanted, std::chrono::system_clock::now());
  }
  std::size_t made_left() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folders().made), fs::directory_iterator{}));
  }
  std::size_t fetched_left() const { return base::ContentStore(folders().fetched).files().size(); }

  fs::path folder_;
  std::vector<base::Sha256> fetched_;
};

const DiskNeeds kNothingNeeded{std::set<fs::path>{}, {}};

TEST_F(SmallDisk, GivesUpWhatCanBeMadeAgainAndStopsThere) {
  EXPECT_TRUE(room(kKeepFree - kMega, kNothingNeeded));
  EXPECT_LT(made_left(), 3U);
  EXPECT_EQ(fetched_left(), 3U);
}

TEST_F(SmallDisk, GoesOnToFetchedMediaWhereThatIsNotEnough) {
  EXPECT_TRUE(room(kKeepFree + kMega, kNothingNeeded));
  EXPECT_EQ(made_left(), 0U);
  EXPECT_LT(fetched_left(), 3U);
  EXPECT_GT(fetched_left(), 0U);
}

TEST_F(SmallDisk, KeepsWhatIsNeededAndSaysThatThereIsNoRoom) {
  const DiskNeeds needs{std::set{made("b")}, {fetched_[1]}};
  EXPECT_FALSE(room(kKeepFree + 10 * kMega, needs));
  EXPECT_TRUE(fs::exists(made("b")));
  EXPECT_EQ(made_left(), 1U);
  EXPECT_TRUE(base::ContentStore(folders().fetched).size_of(fetched_[1]));
  EXPECT_EQ(fetched_left(), 1U);
}

TEST_F(SmallDisk, GivesUpNothingMadeWhileItIsNotKnownWhatTheWeeksNeed) {
  EXPECT_TRUE(room(kKeepFree - 3 * kMega, {std::nullopt, {}}));
  EXPECT_EQ(made_left(), 3U);
}

}  // namespace
}  // namespace loa::daemon
