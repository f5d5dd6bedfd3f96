#include "audio/child_process.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <unistd.h>

#include <system_error>

namespace loa::audio {
namespace {

constexpr base::Duration kLong = std::chrono::seconds{30};

std::string output_of(const std::string& script) {
  Pipe out = Pipe::make();
  ChildProcess child("sh", {"-c", script}, -1, out.write.get());
  out.write.reset();
  EXPECT_TRUE(child.ended_within(kLong));
  std::string text(4096, '\0');
  const ssize_t got = ::read(out.read.get(), text.data(), text.size());
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return text;
}

TEST(ChildProcess, TellsHowItEnded) {
  ChildProcess well("true", {}, -1, -1);
  ASSERT_TRUE(well.ended_within(kLong));
  EXPECT_TRUE(well.succeeded());
  ChildProcess badly("sh", {"-c", "exit 7"}, -1, -1);
  ASSERT_TRUE(badly.ended_within(kLong));
  EXPECT_FALSE(badly.succeeded());
  EXPECT_EQ(badly.how_it_ended(), "exit status 7");
  ChildProcess killed("sleep", {"60"}, -1, -1);
  EXPECT_FALSE(killed.ended_within(base::Duration{0}));
  killed.kill();
  ASSERT_TRUE(killed.ended_within(kLong));
  EXPECT_EQ(killed.how_it_ended(), "killed by signal 9 (Killed)");
}

TEST(ChildProcess, InheritsNoFileOfOurs) {
  const Fd ours(
      ::dup(STDOUT_FILENO));  // without close-on-exec, as a careless library would open one
  // ls itself opens the folder that it lists: 3.
  EXPECT_EQ(output_of("ls /proc/self/fd | tr '\\n' ' '"), "0 1 2 3 ");
}

TEST(ChildProcess, InheritsNeitherBlockedNorIgnoredSignals) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  const auto handler = ::signal(SIGPIPE, SIG_IGN);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  ChildProcess child("sh", {"-c", "kill -PIPE $$"}, -1, -1);
  EXPECT_TRUE(child.ended_within(kLong));
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  ::signal(SIGPIPE, handler);
  EXPECT_EQ(child.how_it_ended(), "killed by signal 13 (Broken pipe)");
}

TEST(ChildProcess, ThatCannotBeStartedThrows) {
  EXPECT_THROW(ChildProcess("/nowhere/program", {}, -1, -1), std::system_error);
}

}  // namespace
}  // namespace loa::audio
