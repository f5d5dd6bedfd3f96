// Chimes are made once and are media like any other.
#include <gmock/gmock.h>

#include <stdexcept>

#include "audio/media.h"
#include "tests/audio/media_samples.h"

namespace loa::audio {
namespace {

constexpr base::Duration kPatience = std::chrono::seconds{60};
std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  return names;
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
