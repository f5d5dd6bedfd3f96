// Files with bits flipped, each from its own seed: whatever they hold, the decoder answers in time,
// and never by touching what its sandbox forbids.
#include <gmock/gmock.h>

#include <random>

#include "audio/media.h"
#include "tests/audio/media_samples.h"

namespace loa::audio {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr unsigned kSeeds = 25;

std::string with_flipped_bits(std::string bytes, unsigned seed) {
  std::mt19937 random(seed);
  const auto flips = 1 + random() % 60;
  for (std::size_t i = 0; i < flips; ++i) {
    // Half of them in the first 256 bytes, where the headers are.
    const std::size_t within =
        random() % 2 == 0 ? std::min<std::size_t>(256, bytes.size()) : bytes.size();
    bytes[random() % within] ^= static_cast<char>(1U << (random() % 8));
  }
  return bytes;
}

class FlippedBits : public testing::TestWithParam<const char*> {};

TEST_P(FlippedBits, NeverHangTheDecoderNorBreakItsSandbox) {
  const TemporaryFolder folder;
  write_noise(folder / "noise.wav", 44100, 1, 3);
  const std::filesystem::path original = folder / (std::string("a.") + GetParam());
  if (original.extension() == ".wav") {
    std::filesystem::copy_file(folder / "noise.wav", original);
  } else {
    ASSERT_TRUE(convert(folder / "noise.wav", "", original));
  }
  const std::string bytes = read_bytes(original);
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    write_bytes(folder / "flipped", with_flipped_bits(bytes, seed));
    const auto result =
        probe_media(decoder_program(), folder / "flipped", std::chrono::seconds{10});
    if (const auto* fault = std::get_if<MediaFault>(&result)) {
      EXPECT_THAT(fault->message.en, Not(HasSubstr("too long"))) << "seed " << seed;
      EXPECT_THAT(fault->message.en, Not(HasSubstr("decoder:"))) << "seed " << seed;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, FlippedBits,
                         testing::Values("mp3", "m4a", "opus", "ogg", "flac", "wav", "webm",
                                         "aac"));

}  // namespace
}  // namespace loa::audio
