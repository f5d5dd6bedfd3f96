// The sandbox of loa-decoder holds: the very code that the decoder runs is asked to do what it must
// not.
#include <gmock/gmock.h>

#include "audio/child_process.h"
#include "tests/audio/media_samples.h"

namespace loa::audio {
namespace {

std::string after(const std::string& sandbox, const std::string& deed,
                  const char* program = "sandbox_probe") {
  const auto probe = std::filesystem::path(LOA_BUILD_DIR) / "bin" / program;
  ChildProcess child(probe, {sandbox, deed}, -1, -1);
  if (!child.ended_within(std::chrono::seconds{30})) return "hangs";
  return child.how_it_ended();
}

constexpr const char* kKilled = "killed by signal 31 (Bad system call)";

class Forbidden : public testing::TestWithParam<const char*> {};

TEST_P(Forbidden, KillsTheDecoderInEverySandbox) {
  EXPECT_EQ(after("file", GetParam()), kKilled);
  EXPECT_EQ(after("relay", GetParam()), kKilled);
  EXPECT_EQ(after("document", GetParam()), kKilled);
  EXPECT_EQ(after("voice", GetParam()), kKilled);
}

INSTANTIATE_TEST_SUITE_P(Deeds, Forbidden,
                         testing::Values("unlink", "socket", "connect", "execve", "fork", "kill",
                                         "ptrace", "mmap-exec", "mprotect-exec", "lift", "io_uring",
                                         "sendmsg"));

TEST(Sandbox, OpensNoFile) {
  EXPECT_EQ(after("file", "open"), kKilled);
  EXPECT_EQ(after("file", "create"), kKilled);
  EXPECT_EQ(after("relay", "open"), "exit status 3");
  EXPECT_EQ(after("relay", "create"), "exit status 3");
  EXPECT_EQ(after("document", "open"), "exit status 3");
  EXPECT_EQ(after("document", "create"), "exit status 3");
}

TEST(Sandbox, OpensFilesForASpeechEngineToReadOnly) {
  EXPECT_EQ(after("voice", "open"), "exit status 0");
  EXPECT_EQ(after("voice", "create"), kKilled);
}

TEST(Sandbox, AllowsToComputeAndToRead) {
  EXPECT_EQ(after("voice", "compute"), "exit status 0");
  EXPECT_EQ(after("file", "compute"), "exit status 0");
  EXPECT_EQ(after("relay", "compute"), "exit status 0");
  EXPECT_EQ(after("document", "compute"), "exit status 0");
}

// Sanitizers map terabytes, so this probe has none.
TEST(Sandbox, LeavesNoMoreMemoryThanADecoderNeeds) {
  for (const char* sandbox : {"file", "relay", "document", "voice"}) {
    EXPECT_EQ(after(sandbox, "hog", "sandbox_probe_plain"), "exit status 3") << sandbox;
    EXPECT_EQ(after(sandbox, "compute", "sandbox_probe_plain"), "exit status 0") << sandbox;
  }
}

TEST(Sandbox, AllowsTalkOverOpenSocketsToARelayOnly) {
  EXPECT_EQ(after("relay", "talk"), "exit status 0");
  EXPECT_EQ(after("file", "talk"), kKilled);
  EXPECT_EQ(after("document", "talk"), kKilled);
  EXPECT_EQ(after("voice", "talk"), kKilled);
}

TEST(Sandbox, LetsARelaySendToNobodyButWhomItIsConnectedTo) {
  for (const char* kind : {"relay", "session"}) {
    EXPECT_EQ(after(kind, "talk"), "exit status 0");
    EXPECT_EQ(after(kind, "sendto"), "exit status 3");
    EXPECT_EQ(after(kind, "sendmsg"), kKilled);
  }
  EXPECT_EQ(after("file", "sendto"), kKilled);
}

TEST(Sandbox, RefusesASessionAnyOtherConnection) {
  for (const char* deed : {"socket", "connect", "open"})
    EXPECT_EQ(after("session", deed), "exit status 3") << deed;
  for (const char* deed : {"execve", "fork", "ptrace", "mmap-exec", "lift"})
    EXPECT_EQ(after("session", deed), kKilled) << deed;
}

}  // namespace
}  // namespace loa::audio
