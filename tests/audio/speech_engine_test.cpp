// Text becomes sound by the real engine, and by engines that misbehave.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "audio/media.h"
#include "audio/speech/normalise.h"
#include "tests/audio/media_samples.h"

namespace loa::audio {
namespace {

using ::testing::HasSubstr;

constexpr base::Duration kProbe = std::chrono::seconds{60};
constexpr const char* kBulletin = "Kính mời bà con theo dõi bản tin phòng cháy, chữa cháy.";

SpeechSettings own() { return {{LOA_BUILD_DIR "/bin/loa-speaker", "--voice", "{voice}"}}; }

// An engine that is a line of shell.
SpeechSettings shell(const std::string& script) {
  return {{"/bin/sh", "-c", script, "sh", "{voice}"}};
}

std::size_t files_in(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder),
                                                std::filesystem::directory_iterator()));
}

TEST(SpeechEngine, IsMediaOfSomeSecondsInEveryVoice) {
  const TemporaryFolder cache;
  for (const char* voice : {"vi", "vi-vn-x-central", "vi-vn-x-south"}) {
    const auto said = speak(cache.path(), own(), kBulletin, voice);
    const auto result = probe_media(decoder_program(), said, kProbe);
    ASSERT_TRUE(std::holds_alternative<MediaInfo>(result))
        << std::get<MediaFault>(result).message.en;
    const auto& info = std::get<MediaInfo>(result);
    EXPECT_GT(info.frames, 3 * 48000);
    EXPECT_LT(info.frames, 15 * 48000);
    EXPECT_GT(info.peak, 0.1F);
  }
}

TEST(SpeechEngine, SpeaksWhatTheNormaliserTells) {
  const TemporaryFolder cache;
  EXPECT_EQ(speak(cache.path(), own(), "UBND xã, 15/7", "vi"),
            speak(cache.path(), own(), "Ủy ban nhân dân xã, ngày mười lăm tháng bảy", "vi"));
  EXPECT_EQ(files_in(cache.path()), 1U);
}

TEST(SpeechEngine, MakesAnewWhatWouldSoundOtherwise) {
  const TemporaryFolder cache;
  const std::string wav = "cat '" + speak(cache / "own", own(), kBulletin, "vi").string() + "'";
  const auto first = speak(cache / "new", shell(wav), kBulletin, "vi");
  write_bytes(first, "kept");
  EXPECT_EQ(speak(cache / "new", shell(wav), kBulletin, "vi"), first);
  EXPECT_EQ(read_bytes(first), "kept");
  EXPECT_NE(speak(cache / "new", shell(wav), kBulletin, "vi-vn-x-south"), first);
  EXPECT_NE(speak(cache / "new", shell(wav + " #"), kBulletin, "vi"), first);
  auto words = std::make_shared<speech::Abbreviations>(speech::Abbreviations::built_in());
  ASSERT_TRUE(words->add("tin\tthông tin", "").empty());
  auto settings = shell(wav);
  settings.abbreviations = words;
  EXPECT_NE(speak(cache / "new", settings, kBulletin, "vi"), first);
}

TEST(SpeechEngine, IsGivenTheTextAndTheVoice) {
  const TemporaryFolder cache;
  const std::string wav = speak(cache / "own", own(), kBulletin, "vi").string();
  const std::string heard = (cache / "heard").string();
  speak(cache / "x", shell("{ echo \"$1\"; cat; } > '" + heard + "'; cat '" + wav + "'"), "15 hộ",
        "vi");
  EXPECT_EQ(read_bytes(heard), "vi\nmười lăm hộ");
}

TEST(SpeechEngine, TakesATextLongerThanAPipe) {
  const TemporaryFolder cache;
  const std::string wav = speak(cache / "own", own(), kBulletin, "vi").string();
  const std::string heard = (cache / "heard").string();
  std::string text;
  while (text.size() < 250'000) text += "dài. ";
  speak(cache / "x", shell("sleep 0.1; cat > '" + heard + "'; cat '" + wav + "'"), text, "vi");
  EXPECT_EQ(read_bytes(heard) + " ", text);
}

TEST(SpeechEngine, MayBeAskedForByTwoThreadsAtOnce) {
  const TemporaryFolder cache;
  std::filesystem::path a;
  std::thread other([&] { a = speak(cache.path(), own(), kBulletin, "vi"); });
  const std::filesystem::path b = speak(cache.path(), own(), kBulletin, "vi");
  other.join();
  EXPECT_EQ(a, b);
  EXPECT_EQ(files_in(cache.path()), 1U);
}

std::string failure_of(const SpeechSettings& settings, const std::string& text = kBulletin,
                       const std::string& voice = "vi") {
  const TemporaryFolder cache;
  try {
    speak(cache.path(), settings, text, voice);
  } catch (const SpeechFailure& failure) {
    EXPECT_FALSE(failure.why().vi.empty());
    const bool nothing = !std::filesystem::exists(cache.path()) || files_in(cache.path()) == 0;
    EXPECT_TRUE(nothing) << "something was left behind";
    return failure.why().en;
  }
  return "spoken";
}

TEST(SpeechEngine, ThatFailsIsTold) {
  EXPECT_THAT(failure_of({{"/nonexistent/engine"}}), HasSubstr("cannot be run"));
  EXPECT_THAT(failure_of(shell("exit 3")), HasSubstr("exit status 3"));
  EXPECT_THAT(failure_of(shell("kill -9 $$")), HasSubstr("killed by signal 9"));
  EXPECT_THAT(failure_of(shell("cat > /dev/null")), HasSubstr("said nothing"));
  EXPECT_THAT(failure_of(shell("cat; echo no sound")), HasSubstr("no WAV"));
  EXPECT_THAT(failure_of(shell("printf 'RIFF1234WAVEdata1234xx'")), HasSubstr("no WAV"));
  EXPECT_THAT(failure_of(shell("cat /dev/zero")), HasSubstr("too much"));
  auto slow = shell("exec sleep 100");
  slow.patience = std::chrono::milliseconds{300};
  EXPECT_THAT(failure_of(slow), HasSubstr("too long"));
  auto silent = shell("exec >&-; exec sleep 100");
  silent.patience = std::chrono::milliseconds{300};
  EXPECT_THAT(failure_of(silent), HasSubstr("too long")) << "its pipe is closed and it lives";
}

TEST(SpeechEngine, IsNotAskedForWhatNobodyCanSay) {
  for (const char* voice : {"", "-f", "../x", "vi\n", "nonesuch"}) {
    EXPECT_NE(failure_of(own(), kBulletin, voice), "spoken") << voice;
  }
  EXPECT_THAT(failure_of(own(), " *** \n"), HasSubstr("no word"));
  EXPECT_THAT(failure_of(own(), std::string((1U << 20) + 1, 'a')), HasSubstr("exit status 2"));
}

TEST(SpeechEngine, MayWriteAHeaderThatTellsNoLength) {
  const TemporaryFolder cache;
  const auto wav = speak(cache.path(), own(), kBulletin, "vi");
  const auto size = static_cast<std::uint32_t>(std::filesystem::file_size(wav));
  const auto bytes = read_bytes(wav);
  const auto at = [&bytes](std::size_t offset) {
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;)
      value = value << 8 | static_cast<std::uint8_t>(bytes[offset + i]);
    return value;
  };
  EXPECT_EQ(at(4), size - 8);
  EXPECT_EQ(at(40), size - 44);
}

}  // namespace
}  // namespace loa::audio
