// Durable files and the folder lock.
#include "base/files.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <system_error>

#include "base/crypto.h"
#include "base/owned_file.h"

namespace loa::base {
namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
 protected:
  Files() { fs::create_directories(folder_); }
  ~Files() override { fs::remove_all(folder_); }

  std::size_t files_in_folder() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), {}));
  }

  fs::path folder_ = fs::temp_directory_path() / ("loa-files-" + random_hex(8));
};

int error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const std::system_error& error) {
    return error.code().value();
  }
  return 0;
}

// Runs `body` in a child process and returns its exit status.
int in_child(const std::function<int()>& body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(body());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_F(Files, WhatIsWrittenIsRead) {
  for (const std::string& content :
       {std::string(), std::string("một\0hai", 9), std::string(300'000, 'x')}) {
    replace_file(folder_ / "a", content);
    EXPECT_EQ(read_file(folder_ / "a", 300'000), content);
    EXPECT_EQ(read_file_if_exists(folder_ / "a", 300'000), content);
  }
  EXPECT_EQ(files_in_folder(), 1U);
}

TEST_F(Files, ReadingNamesTheErrorAndThePath) {
  replace_file(folder_ / "a", "12345");
  EXPECT_EQ(error_of([&] { read_file(folder_ / "a", 4); }), EFBIG);
  EXPECT_EQ(error_of([&] { read_file(folder_ / "none", 4); }), ENOENT);
  EXPECT_EQ(error_of([&] { read_file(folder_, 4); }), EISDIR);
  EXPECT_EQ(read_file_if_exists(folder_ / "none", 4), std::nullopt);
  try {
    read_file(folder_ / "none", 4);
    FAIL();
  } catch (const std::system_error& error) {
    EXPECT_NE(std::string(error.what()).find((folder_ / "none").string()), std::string::npos);
  }
}

TEST_F(Files, APipeUnderTheNameDoesNotHangTheReader) {
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(error_of([&] { read_file(folder_ / "pipe", 4); }), EINVAL);
}

TEST_F(Files, AnEndlessFileIsRefused) {
  EXPECT_NE(error_of([] { read_file("/dev/zero", 1'000'000); }), 0);
}

TEST_F(Files, TheModeIsAsAskedWhateverTheOldOneWas) {
  replace_file(folder_ / "key", "open", 0644);
  replace_file(folder_ / "key", "secret", 0600);
  EXPECT_EQ(fs::status(folder_ / "key").permissions(), fs::perms(0600));
}

TEST_F(Files, ALeftOverOfAPowerCutIsReused) {
  std::ofstream(folder_ / "a.new") << "half a fi";
  replace_file(folder_ / "a", "whole");
  EXPECT_EQ(read_file(folder_ / "a", 10), "whole");
  EXPECT_EQ(files_in_folder(), 1U);
}

TEST_F(Files, WhereTheDiskRefusesTheOldContentStaysAndNothingIsLeftBehind) {
  replace_file(folder_ / "a", "old");
  const int error = in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1000, 1000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    return error_of([&] { replace_file(folder_ / "a", std::string(5000, 'n')); });
  });
  EXPECT_EQ(error, EFBIG);
  EXPECT_EQ(read_file(folder_ / "a", 10), "old");
  EXPECT_EQ(files_in_folder(), 1U);
}

TEST_F(Files, ReplacingAFolderOrIntoAMissingFolderFails) {
  fs::create_directory(folder_ / "sub");
  EXPECT_NE(error_of([&] { replace_file(folder_ / "sub", "x"); }), 0);
  EXPECT_EQ(error_of([&] { replace_file(folder_ / "none" / "a", "x"); }), ENOENT);
  EXPECT_EQ(files_in_folder(), 1U);
}

TEST_F(Files, AKillAtAnyMomentLeavesOldOrNewContentWhole) {
  const std::string contents[] = {std::string(200'000, 'a'), std::string(200'000, 'b')};
  replace_file(folder_ / "a", contents[0]);
  for (int round = 0; round < 20; ++round) {
    const pid_t child = ::fork();
    if (child == 0) {
      for (int i = 0;; ++i) replace_file(folder_ / "a", contents[i % 2]);
    }
    ::usleep(static_cast<useconds_t>(500 + round * 337));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    const auto content = read_file(folder_ / "a", 300'000);
    EXPECT_TRUE(content == contents[0] || content == contents[1]) << round;
  }
  EXPECT_LE(files_in_folder(), 2U);
}

TEST_F(Files, AFolderIsLockedOnce) {
  const auto state = folder_ / "deep" / "state";
  auto first = FolderLock::take(state);
  ASSERT_TRUE(first);
  EXPECT_FALSE(FolderLock::take(state));
  EXPECT_EQ(in_child([&] { return FolderLock::take(state) ? 1 : 0; }), 0);
  FolderLock moved = std::move(*first);
  first.reset();
  EXPECT_FALSE(FolderLock::take(state));
  { const FolderLock gone = std::move(moved); }
  EXPECT_TRUE(FolderLock::take(state));
}

TEST_F(Files, AFileForAServiceIsTheServicesFromItsFirstMoment) {
  if (::geteuid() != 0) GTEST_SKIP() << "chown is root's";
  constexpr gid_t kService = 65534;
  replace_file_for({0, kService}, folder_ / "station.json", "{}", 0640);
  struct stat about {};
  ASSERT_EQ(::stat((folder_ / "station.json").c_str(), &about), 0);
  EXPECT_EQ(about.st_gid, kService);
  EXPECT_EQ(about.st_mode & 0777U, 0640U);
  EXPECT_EQ(files_in_folder(), 1U);
}

TEST_F(Files, ALockThatRootTakesFirstIsTheFoldersOwners) {
  if (::geteuid() != 0) GTEST_SKIP() << "chown is root's";
  constexpr uid_t kService = 65534;
  ASSERT_EQ(::chown(folder_.c_str(), kService, kService), 0);
  EXPECT_TRUE(FolderLock::take(folder_));
  struct stat about {};
  ASSERT_EQ(::stat((folder_ / "lock").c_str(), &about), 0);
  EXPECT_EQ(about.st_uid, kService);
}

TEST_F(Files, ALinkIsNoLock) {
  std::ofstream(folder_ / "elsewhere") << "";
  fs::create_symlink(folder_ / "elsewhere", folder_ / "lock");
  EXPECT_THROW(FolderLock::take(folder_), std::system_error);
}

TEST_F(Files, AKilledHolderLeavesNoLock) {
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto lock = FolderLock::take(folder_);
    if (::write(ready[1], lock ? "y" : "n", 1) != 1) ::_exit(1);
    ::pause();
  }
  char held = 0;
  ASSERT_EQ(::read(ready[0], &held, 1), 1);
  EXPECT_EQ(held, 'y');
  EXPECT_FALSE(FolderLock::take(folder_));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(FolderLock::take(folder_));
  ::close(ready[0]);
  ::close(ready[1]);
}

}  // namespace
}  // namespace loa::base
