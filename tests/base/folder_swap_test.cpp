// Other content in place of a folder's: at whatever point it is cut off, finish_swap() makes it
// whole.
#include "base/folder_swap.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <map>

#include "base/crypto.h"
#include "base/files.h"

namespace loa::base {
namespace {

namespace fs = std::filesystem;

void put_text(const fs::path& file, const std::string& content) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << content;
}

class FolderSwap : public testing::Test {
 protected:
  FolderSwap() {
    put_text(folder_ / "a", "old a");
    put_text(folder_ / "sub/b", "old b");
    put_text(folder_ / "gone", "old only");
    put_text(folder_ / "kept", "stays");
    put_text(folder_ / "lock", "");
    put_text(outside_, "old outside");
  }
  ~FolderSwap() override { fs::remove_all(root_); }

  void stage() const {
    const auto fresh = begin_swap(folder_);
    put_text(fresh / "a", "new a");
    put_text(fresh / "sub/b", "new b");
    put_text(files_of_swap(folder_) / "outside", "new outside");
  }
  void commit() const { commit_swap(folder_, {{}, {{"outside", outside_, 0644}}, {"kept"}}); }

  std::map<std::string, std::string> all() const {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(root_)) {
      if (!entry.is_regular_file()) continue;
      files[entry.path().lexically_relative(root_)] = read_file(entry.path(), 1000);
    }
    return files;
  }

  fs::path root_ = fs::temp_directory_path() / ("loa-swap-" + random_hex(8));
  fs::path folder_ = root_ / "state";
  fs::path outside_ = root_ / "station.json";
  const std::map<std::string, std::string> swapped_{
      {"state/a", "new a"},
      {"state/sub/b", "new b"},
      {"state/kept", "stays"},
      {"state/lock", ""},
      {"state/before-restore-1/a", "old a"},
      {"state/before-restore-1/sub/b", "old b"},
      {"state/before-restore-1/gone", "old only"},
      {"station.json", "new outside"},
      {"station.json.before-restore-1", "old outside"}};
};

TEST_F(FolderSwap, PutsTheNewInPlaceAndKeepsTheOld) {
  stage();
  commit();
  EXPECT_TRUE(swap_waits(folder_));
  EXPECT_EQ(finish_swap(folder_), "before-restore-1");
  EXPECT_EQ(all(), swapped_);
  EXPECT_FALSE(swap_waits(folder_));
  EXPECT_EQ(finish_swap(folder_), std::nullopt);
}

TEST_F(FolderSwap, ForgetsWhatWasNotCommitted) {
  const auto before = all();
  stage();
  EXPECT_FALSE(swap_waits(folder_));
  EXPECT_EQ(finish_swap(folder_), std::nullopt);
  EXPECT_EQ(all(), before);
}

TEST_F(FolderSwap, CutOffWhileTheOldGoesAway) {
  stage();
  commit();
  fs::create_directories(folder_ / "before-restore-1");
  fs::rename(folder_ / "a", folder_ / "before-restore-1/a");
  finish_swap(folder_);
  EXPECT_EQ(all(), swapped_);
}

TEST_F(FolderSwap, CutOffWhileTheNewMovesIn) {
  stage();
  commit();
  const auto away = folder_ / "before-restore-1";
  fs::create_directories(away);
  for (const char* name : {"a", "sub", "gone"}) fs::rename(folder_ / name, away / name);
  fs::rename(folder_ / "restore.ready", folder_ / "restore.placing");
  fs::rename(folder_ / "restore.placing/content/a", folder_ / "a");
  finish_swap(folder_);
  EXPECT_EQ(all(), swapped_);
}

TEST_F(FolderSwap, CutOffWhileItCleansUp) {
  stage();
  commit();
  finish_swap(folder_);
  put_text(folder_ / "restore.done/plan.json", "left over");
  EXPECT_EQ(finish_swap(folder_), std::nullopt);
  EXPECT_EQ(all(), swapped_);
}

TEST_F(FolderSwap, ASecondOneKeepsTheFirstsOldContent) {
  for (int i = 0; i < 2; ++i) {
    stage();
    commit();
    finish_swap(folder_);
  }
  EXPECT_EQ(all().at("state/before-restore-1/a"), "old a");
  EXPECT_EQ(all().at("state/before-restore-2/a"), "new a");
}

TEST_F(FolderSwap, OtherFoldersChangeWithIt) {
  const auto other = root_ / "media";
  put_text(other / "x.mp3", "old x");
  stage();
  put_text(begin_swap(other) / "y.mp3", "new y");
  commit_swap(folder_, {{other}, {{"outside", outside_, 0644}}, {"kept"}});
  finish_swap(folder_);
  auto expected = swapped_;
  expected["media/y.mp3"] = "new y";
  expected["media/before-restore-1/x.mp3"] = "old x";
  EXPECT_EQ(all(), expected);
}

// What a swap of two folders and a file kept, with one of the three places cleared since.
class FolderSwapTwice : public FolderSwap, public testing::WithParamInterface<const char*> {
 protected:
  void swap() const {
    stage();
    put_text(begin_swap(media_) / "thang11/x.mp3", "new x");
    put_text(media_ / "thang11/x.mp3", "old x");
    put_text(outside_, "old outside");
    commit_swap(folder_, {{media_}, {{"outside", outside_, 0644}}, {"kept"}});
  }
  fs::path media_ = root_ / "media";
};

TEST_P(FolderSwapTwice, KeepsBothUnderANameThatIsFreeEverywhere) {
  swap();
  ASSERT_EQ(finish_swap(folder_), "before-restore-1");
  fs::remove_all(root_ / GetParam());
  const auto first = all();
  swap();
  ASSERT_EQ(finish_swap(folder_), "before-restore-2");
  const auto both = all();
  for (const auto& [name, content] : first) {
    if (name.find("before-restore-1") == std::string::npos) continue;
    EXPECT_EQ(both.at(name), content) << name;
  }
  EXPECT_EQ(both.at("media/before-restore-2/thang11/x.mp3"), "old x");
  EXPECT_EQ(both.at("state/before-restore-2/a"), "new a");
  EXPECT_EQ(both.at("station.json.before-restore-2"), "old outside");
}

INSTANTIATE_TEST_SUITE_P(WhereIsCleared, FolderSwapTwice,
                         testing::Values("state/before-restore-1", "media/before-restore-1",
                                         "station.json.before-restore-1"));

// As a program wrote it that looked into one folder only.
TEST_F(FolderSwapTwice, ANameThatIsTakenAfterAllOverwritesNothing) {
  swap();
  put_text(media_ / "before-restore-1/thang11/x.mp3", "kept long ago");
  put_text(media_ / "before-restore-1/y.mp3", "kept too");
  put_text(media_ / "y.mp3", "old y");
  EXPECT_EQ(finish_swap(folder_), "before-restore-1");
  const auto files = all();
  EXPECT_EQ(files.at("media/before-restore-1/thang11/x.mp3"), "kept long ago");
  EXPECT_EQ(files.at("media/before-restore-1/thang11.2/x.mp3"), "old x");
  EXPECT_EQ(files.at("media/before-restore-1/y.mp3"), "kept too");
  EXPECT_EQ(files.at("media/before-restore-1/y.mp3.2"), "old y");
  EXPECT_EQ(files.at("media/thang11/x.mp3"), "new x");
}

// A directory where a file of the plan should go: it fails at each start, the folders moved
// already, until somebody takes it out of the way.
TEST_F(FolderSwapTwice, FinishedAgainAfterItFailedInTheMiddle) {
  swap();
  fs::remove(outside_);
  put_text(outside_ / "in the way", "");
  for (int start = 0; start < 2; ++start) {
    EXPECT_THROW(finish_swap(folder_), std::system_error);
    EXPECT_TRUE(swap_waits(folder_));
  }
  fs::remove_all(outside_);
  put_text(outside_, "old outside");
  EXPECT_EQ(finish_swap(folder_), "before-restore-1");
  auto expected = swapped_;
  expected["media/thang11/x.mp3"] = "new x";
  expected["media/before-restore-1/thang11/x.mp3"] = "old x";
  EXPECT_EQ(all(), expected);
}

TEST_F(FolderSwap, WhatIsLeftIsSeen) {
  EXPECT_FALSE(swap_left(folder_));
  stage();
  EXPECT_TRUE(swap_left(folder_));
  EXPECT_EQ(finish_swap(folder_), std::nullopt);
  EXPECT_FALSE(swap_left(folder_));
  put_text(folder_ / "restore.done/plan.json", "left over");
  EXPECT_TRUE(swap_left(folder_));
}

constexpr uid_t kSomebody = 65534;

// A station that was broken into writes into its folder whatever it likes, and root finishes it.
class StagedBySomebody : public FolderSwap, public testing::WithParamInterface<const char*> {};

TEST_P(StagedBySomebody, IsNotFinishedByRoot) {
  if (::geteuid() != 0) GTEST_SKIP() << "chown is root's";
  stage();
  commit();
  const auto before = all();
  ASSERT_EQ(::chown((folder_ / GetParam()).c_str(), kSomebody, kSomebody), 0);
  EXPECT_THROW(finish_swap(folder_), std::system_error);
  EXPECT_EQ(all(), before);
}

INSTANTIATE_TEST_SUITE_P(AnyPart, StagedBySomebody,
                         testing::Values("restore.ready", "restore.ready/plan.json",
                                         "restore.ready/files", "restore.ready/content"));

TEST_F(FolderSwap, RootIsNotLedElsewhereByALink) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root is careful";
  const auto other = root_ / "media";
  stage();
  put_text(begin_swap(other) / "y.mp3", "new y");
  commit_swap(folder_, {{other}, {{"outside", outside_, 0644}}, {"kept"}});
  fs::rename(other / "restore.new", root_ / "elsewhere");
  fs::create_directory_symlink(root_ / "elsewhere", other / "restore.new");
  EXPECT_THROW(finish_swap(folder_), std::system_error);
  EXPECT_TRUE(fs::exists(root_ / "elsewhere/content/y.mp3"));
}

}  // namespace
}  // namespace loa::base
