// Samples on their way to the device, byte for byte.
#include "audio/sample_format.h"

#include <gtest/gtest.h>

#include <cstring>

namespace loa::audio {
namespace {

template <typename Sample>
std::vector<Sample> packed(const std::vector<float>& samples, SampleFormat format) {
  std::vector<std::byte> bytes;
  pack(samples, format, bytes);
  std::vector<Sample> out(bytes.size() / sizeof(Sample));
  std::memcpy(out.data(), bytes.data(), bytes.size());
  return out;
}

TEST(SampleFormat, RoundsAndClipsTo16Bits) {
  EXPECT_EQ(packed<std::int16_t>({0.0F, 0.5F, -0.5F, 1.0F, -1.0F, 1.5F, -9.0F, 0.6F / 32768.0F},
                                 SampleFormat::s16),
            (std::vector<std::int16_t>{0, 16384, -16384, 32767, -32768, 32767, -32768, 1}));
}

TEST(SampleFormat, GivesBackEvery16BitSample) {
  for (int value = -32768; value < 32768; ++value) {
    const float sample = static_cast<float>(value) / 32768.0F;
    ASSERT_EQ(packed<std::int16_t>({sample}, SampleFormat::s16).front(), value);
    ASSERT_EQ(packed<std::int32_t>({sample}, SampleFormat::s32).front(), value * 65536);
  }
}

TEST(SampleFormat, ClipsTo32BitsWithoutOverflow) {
  EXPECT_EQ(packed<std::int32_t>({1.0F, -1.0F, 4.0F, -4.0F}, SampleFormat::s32),
            (std::vector<std::int32_t>{2147483647, -2147483648, 2147483647, -2147483648}));
}

TEST(SampleFormat, LeavesFloatsAsTheyAre) {
  EXPECT_EQ(packed<float>({0.1F, -1.5F}, SampleFormat::f32), (std::vector<float>{0.1F, -1.5F}));
}

}  // namespace
}  // namespace loa::audio
