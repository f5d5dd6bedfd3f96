// Files by their content's hash: whole or not there, whatever came and whenever the power went.
#include "base/content_store.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <system_error>

#include "base/files.h"

namespace loa::base {
namespace {

namespace fs = std::filesystem;

class ContentStoreTest : public testing::Test {
 protected:
  ContentStoreTest() { fs::create_directories(root_); }
  ~ContentStoreTest() override { fs::remove_all(root_); }

  void write(const fs::path& path, const std::string& content) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
  }

  const std::string content_ = std::string(100'000, 'a') + "end";
  const Sha256 hash_ = sha256(content_);
  const fs::path root_ = fs::temp_directory_path() / ("loa-content-" + random_hex(8));
  ContentStore store_{root_ / "media"};
};

TEST_F(ContentStoreTest, A_file_is_there_once_all_of_it_has_come_and_is_right) {
  EXPECT_TRUE(store_.append(hash_, 0, content_.substr(0, 1000)));
  EXPECT_EQ(store_.begun(hash_), 1000U);
  EXPECT_FALSE(store_.size_of(hash_));
  EXPECT_TRUE(store_.append(hash_, 1000, content_.substr(1000)));
  EXPECT_TRUE(store_.finish(hash_));
  EXPECT_EQ(store_.size_of(hash_), content_.size());
  EXPECT_EQ(store_.begun(hash_), 0U);
  const auto hex = to_hex(hash_);
  EXPECT_EQ(store_.path_of(hash_), root_ / "media" / hex.substr(0, 2) / hex);
  EXPECT_EQ(read_file(store_.path_of(hash_), 1'000'000), content_);
}

TEST_F(ContentStoreTest, Another_start_goes_on_where_the_part_ends_and_nowhere_else) {
  store_.append(hash_, 0, content_.substr(0, 1000));
  const ContentStore again(root_ / "media");
  EXPECT_EQ(again.begun(hash_), 1000U);
  EXPECT_FALSE(again.append(hash_, 999, "x"));
  EXPECT_FALSE(again.append(hash_, 1001, "x"));
  EXPECT_EQ(again.begun(hash_), 1000U);
  EXPECT_TRUE(again.append(hash_, 1000, content_.substr(1000)));
  EXPECT_TRUE(again.finish(hash_));
}

TEST_F(ContentStoreTest, Beginning_anew_gives_up_what_was_there) {
  store_.append(hash_, 0, "something else that is longer");
  EXPECT_TRUE(store_.append(hash_, 0, "a"));
  EXPECT_EQ(store_.begun(hash_), 1U);
}

TEST_F(ContentStoreTest, What_is_not_what_its_name_says_is_thrown_away) {
  store_.append(hash_, 0, content_.substr(1));
  EXPECT_FALSE(store_.finish(hash_));
  EXPECT_EQ(store_.begun(hash_), 0U);
  EXPECT_FALSE(store_.size_of(hash_));
  EXPECT_FALSE(store_.finish(hash_)) << "there is nothing";
}

TEST_F(ContentStoreTest, A_file_that_was_changed_on_the_disk_is_found_and_removed) {
  store_.append(hash_, 0, content_);
  store_.finish(hash_);
  EXPECT_TRUE(store_.verify(hash_));
  write(store_.path_of(hash_), "changed");
  EXPECT_FALSE(store_.verify(hash_));
  EXPECT_FALSE(store_.size_of(hash_));
  EXPECT_FALSE(store_.verify(hash_));
}

TEST_F(ContentStoreTest, A_link_in_a_files_place_is_followed_nowhere) {
  write(root_ / "secret", content_);
  fs::create_directories(store_.path_of(hash_).parent_path());
  fs::create_symlink(root_ / "secret", store_.path_of(hash_));
  EXPECT_FALSE(store_.size_of(hash_));
  EXPECT_THROW(store_.verify(hash_), std::system_error);
  auto part = store_.path_of(hash_);
  part += ".part";
  fs::create_symlink(root_ / "secret", part);
  EXPECT_THROW(store_.append(hash_, 0, "x"), std::system_error);
  EXPECT_EQ(read_file(root_ / "secret", 1'000'000), content_);
}

// The most that a process may write stands in for a full disk.
TEST_F(ContentStoreTest, What_does_not_fit_leaves_the_part_as_it_was) {
  store_.append(hash_, 0, content_.substr(0, 1000));
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{5000, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  EXPECT_THROW(store_.append(hash_, 1000, content_.substr(1000)), std::system_error);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, ignored);
  EXPECT_EQ(store_.begun(hash_), 1000U);
  EXPECT_TRUE(store_.append(hash_, 1000, content_.substr(1000)));
  EXPECT_TRUE(store_.finish(hash_));
}

TEST_F(ContentStoreTest, All_that_it_holds_is_listed_and_nothing_that_is_not_its_own) {
  EXPECT_TRUE(store_.files().empty()) << "there is no folder yet";
  store_.append(hash_, 0, content_);
  store_.finish(hash_);
  const auto other = sha256("other");
  store_.append(other, 0, "oth");
  write(root_ / "media/zz/notes.txt", "");
  write(root_ / "media/notes.txt", "");
  auto files = store_.files();
  ASSERT_EQ(files.size(), 2U);
  if (!files[0].whole) std::swap(files[0], files[1]);
  EXPECT_EQ(files[0].hash, hash_);
  EXPECT_EQ(files[0].bytes, content_.size());
  EXPECT_EQ(files[1].hash, other);
  EXPECT_FALSE(files[1].whole);
  for (const auto& file : files) store_.remove(file);
  EXPECT_TRUE(store_.files().empty());
}

}  // namespace
}  // namespace loa::base
