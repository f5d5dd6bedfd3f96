// Speech and chimes are made once and are media like any other.
#include <gmock/gmock.h>

#include <stdexcept>
#include <thread>

#include "audio/media.h"
#include "base/crypto.h"
#include "tests/audio/media_samples.h"

namespace loa::audio {
namespace {

constexpr base::Duration kPatience = std::chrono::seconds{60};
constexpr const char* kText = "Kính mời bà con theo dõi bản tin phòng cháy, chữa cháy.";

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  return names;
}

TEST(Speech, IsMediaOfSomeSecondsInEveryVoice) {
  const TemporaryFolder cache;
  for (const char* voice : {"vi", "vi-vn-x-central", "vi-vn-x-south"}) {
    const std::filesystem::path said = speak(cache.path(), kText, voice);
    const auto result = probe_media(decoder_program(), said, kPatience);
    ASSERT_TRUE(std::holds_alternative<MediaInfo>(result));
    const auto& info = std::get<MediaInfo>(result);
    EXPECT_GT(info.frames, 3 * 48000);
    EXPECT_LT(info.frames, 15 * 48000);
    EXPECT_GT(info.peak, 0.1F);
  }
}

TEST(Speech, IsNamedByVoiceAndTextAndMadeOnce) {
  const TemporaryFolder cache;
  const std::filesystem::path first = speak(cache / "new", kText, "vi");
  EXPECT_EQ(first.filename(), base::to_hex(base::sha256(std::string("vi\n") + kText)) + ".wav");
  write_bytes(first, "kept");
  EXPECT_EQ(speak(cache / "new", kText, "vi"), first);
  EXPECT_EQ(read_bytes(first), "kept");
  EXPECT_EQ(names_in(cache / "new").size(), 1U);
}

TEST(Speech, TakesATextLongerThanAPipe) {
  const TemporaryFolder cache;
  std::string text;
  while (text.size() < 70'000) text += "Đoạn văn dài. ";
  EXPECT_GT(std::filesystem::file_size(speak(cache.path(), text, "vi")), 7'000'000U);
}

TEST(Speech, ThatCannotBeMadeLeavesNothingBehind) {
  const TemporaryFolder cache;
  for (const char* voice : {"nonesuch", "", "-f", "../x", "vi\n"}) {
    EXPECT_THROW(speak(cache.path(), kText, voice), std::runtime_error) << voice;
  }
  EXPECT_THROW(speak(cache.path(), "", "vi"), std::runtime_error);
  EXPECT_THROW(speak(cache.path(), std::string(2U << 20, 'a'), "nonesuch"), std::runtime_error)
      << "espeak-ng is gone before all is written";
  EXPECT_TRUE(names_in(cache.path()).empty());
}

TEST(Speech, MayBeAskedForByTwoThreadsAtOnce) {
  const TemporaryFolder cache;
  std::filesystem::path a;
  std::thread other([&] { a = speak(cache.path(), kText, "vi"); });
  const std::filesystem::path b = speak(cache.path(), kText, "vi");
  other.join();
  EXPECT_EQ(a, b);
  EXPECT_EQ(names_in(cache.path()).size(), 1U);
}

TEST(ChimeFile, IsMediaOfTheRightLength) {
  const TemporaryFolder cache;
  for (const char* name : {"nhac-hieu", "ba-tieng", "nhac-ket"}) {
    const auto result = probe_media(decoder_program(), chime(cache.path(), name), kPatience);
    ASSERT_TRUE(std::holds_alternative<MediaInfo>(result));
    EXPECT_NEAR(std::get<MediaInfo>(result).peak, 0.501, 0.001);
  }
  EXPECT_THROW(chime(cache.path(), "quoc-ca"), std::runtime_error);
  EXPECT_EQ(names_in(cache.path()).size(), 3U);
}

}  // namespace
}  // namespace loa::audio
