// A decoder may die, hang, lie or never have been one: the station goes on.
#include "audio/decoder_child.h"

#include <gmock/gmock.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <system_error>

#include "base/clock.h"
#include "tests/audio/media_samples.h"

namespace loa::audio {
namespace {

using State = DecoderChild::State;
using testing::HasSubstr;

// In kB: what our children have mapped of files' pages and not changed.
std::int64_t clean_pages_of_children() {
  std::int64_t sum = 0;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::ifstream children(task.path() / "children");
    for (std::string pid; children >> pid;) {
      std::ifstream memory("/proc/" + pid + "/smaps_rollup");
      for (std::string word; memory >> word;) {
        std::int64_t size = 0;
        if ((word == "Shared_Clean:" || word == "Private_Clean:") && memory >> size) sum += size;
      }
    }
  }
  return sum;
}

class Decoders : public testing::Test {
 protected:
  Decoders() { write_tone(folder_ / "tone.wav", 48000, 2, 1); }

  // A program that stands in for loa-decoder, as one that an attacker has taken over would.
  std::filesystem::path taken_over(const std::string& script) {
    const std::filesystem::path path = folder_ / "decoder";
    write_bytes(path, "#!/bin/sh\n" + script + "\n");
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
  }

  DecoderRequest tone() { return {(folder_ / "tone.wav").string(), false, 0}; }

  // Reads until it is over.
  std::int64_t drain(DecoderChild& child) {
    std::int64_t frames = 0;
    std::array<float, 9600> buffer{};
    while (child.state() == State::running) {
      const std::size_t got = child.read(buffer);
      frames += static_cast<std::int64_t>(got);
      pollfd wait{child.fd(), POLLIN, 0};
      if (got == 0 && child.state() == State::running) ::poll(&wait, 1, 10'000);
    }
    return frames;
  }

  TemporaryFolder folder_;
};

TEST_F(Decoders, NeverBlockTheReader) {
  DecoderChild child(taken_over("exec sleep 60"), tone());
  std::array<float, 960> buffer{};
  const base::Steady before = base::steady_now();
  EXPECT_EQ(child.read(buffer), 0U);
  EXPECT_EQ(child.state(), State::running);
  EXPECT_LT(base::steady_now() - before, std::chrono::seconds{5});
}

TEST_F(Decoders, KeepNoPagesOfLibrariesThatTheyOnlyLoaded) {
  write_tone(folder_ / "long.wav", 48000, 2, 4);
  DecoderChild child(decoder_program(), {(folder_ / "long.wav").string(), false, 0});
  std::array<float, 9600> buffer{};
  pollfd wait{child.fd(), POLLIN, 0};
  while (child.read(buffer) == 0 && child.state() == State::running) ::poll(&wait, 1, 10'000);
  const std::int64_t clean = clean_pages_of_children();
  EXPECT_GT(clean, 1000);
  EXPECT_LT(clean, 14'000) << "twice as much is loaded";
}

TEST_F(Decoders, AreKilledWithTheirOwner) {
  const base::Steady before = base::steady_now();
  {
    const DecoderChild child(taken_over("trap '' TERM INT HUP; while :; do sleep 1; done"), tone());
  }
  EXPECT_LT(base::steady_now() - before, std::chrono::seconds{5});
}

TEST_F(Decoders, ThatDieAreAFailureThatSaysHow) {
  DecoderChild child(taken_over("kill -SEGV $$"), tone());
  EXPECT_EQ(drain(child), 0);
  EXPECT_EQ(child.state(), State::failed);
  EXPECT_THAT(child.detail(), HasSubstr("signal 11"));
}

TEST_F(Decoders, ThatWriteGarbageAreAFailure) {
  DecoderChild child(taken_over("exec cat /dev/urandom"), tone());
  EXPECT_EQ(drain(child), 0);
  EXPECT_EQ(child.state(), State::failed);
  EXPECT_THAT(child.detail(), HasSubstr("lied"));
}

TEST_F(Decoders, ThatNeverEndGiveNoMoreThanIsRead) {
  // One block of one frame of silence, again and again.
  DecoderChild child(
      taken_over("while printf 'LoaF\\001\\000\\000\\000\\001\\000\\000\\000\\000\\000\\000\\000"
                 "\\000\\000\\000\\000'; do :; done"),
      tone());
  std::array<float, 2000> buffer{};
  std::size_t frames = 0;
  while (frames < 1000 && child.state() == State::running) frames += child.read(buffer);
  EXPECT_GE(frames, 1000U);
  EXPECT_EQ(child.state(), State::running);
}

TEST_F(Decoders, ThatAreNotThereCannotBeStarted) {
  EXPECT_THROW(DecoderChild("/nowhere/loa-decoder", tone()), std::system_error);
}

TEST_F(Decoders, SleepWhileNobodyReads) {
  write_tone(folder_ / "long.wav", 48000, 2, 20);
  DecoderChild child(decoder_program(), {(folder_ / "long.wav").string(), false, 0});
  pollfd wait{child.fd(), POLLIN, 0};
  ASSERT_EQ(::poll(&wait, 1, 10'000), 1);
  EXPECT_EQ(drain(child), 20 * 48000) << "what waits in the pipe is not lost";
  EXPECT_EQ(child.state(), State::ended);
  EXPECT_EQ(child.fd(), -1);
}

TEST_F(Decoders, RefuseWhatIsNoFile) {
  ASSERT_EQ(::mkfifo((folder_ / "fifo").c_str(), 0600), 0);
  const std::vector<std::string> no_files{(folder_ / "missing.mp3").string(),
                                          folder_.path().string(), (folder_ / "fifo").string(),
                                          "/dev/zero", ""};
  for (const std::string& path : no_files) {
    DecoderChild child(decoder_program(), {path, false, 0});
    EXPECT_EQ(child.state(), State::failed) << path;
    EXPECT_THAT(child.detail(), HasSubstr(path));
    EXPECT_EQ(child.fd(), -1);
  }
}

}  // namespace
}  // namespace loa::audio
