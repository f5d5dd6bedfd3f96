#include "audio/chime.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace loa::audio {
namespace {

TEST(Chime, PeaksAtMinusSixDecibelsAndBeginsAndEndsInSilence) {
  ASSERT_EQ(chime_names().size(), 3U);
  for (const std::string_view name : chime_names()) {
    const std::vector<float> samples = chime_samples(name);
    EXPECT_GE(samples.size(), 2U * 48000) << name;
    EXPECT_LE(samples.size(), 6U * 48000) << name;
    const float peak = std::abs(*std::ranges::max_element(
        samples, [](float a, float b) { return std::abs(a) < std::abs(b); }));
    EXPECT_NEAR(20 * std::log10(peak), -6, 0.01) << name;
    EXPECT_EQ(samples.front(), 0.0F);
    EXPECT_EQ(samples.back(), 0.0F);
  }
}

TEST(Chime, HasNoClick) {
  for (const std::string_view name : chime_names()) {
    const std::vector<float> samples = chime_samples(name);
    for (std::size_t i = 1; i < samples.size(); ++i) {
      ASSERT_LT(std::abs(samples[i] - samples[i - 1]), 0.15F) << name << " at " << i;
    }
  }
}

// A stroke is where the loudness over 50 ms doubles.
int strokes_in(const std::vector<float>& samples) {
  int strokes = 0;
  double before = 1e-6;
  for (std::size_t at = 0; at + 2400 <= samples.size(); at += 2400) {
    double energy = 1e-6;
    for (std::size_t i = at; i < at + 2400; ++i) energy += samples[i] * samples[i];
    if (energy > 2 * before) ++strokes;
    before = energy;
  }
  return strokes;
}

TEST(Chime, OfThreeStrokesHasThree) { EXPECT_EQ(strokes_in(chime_samples("ba-tieng")), 3); }

TEST(Chime, IsNothingForAnUnknownName) { EXPECT_TRUE(chime_samples("quoc-ca").empty()); }

}  // namespace
}  // namespace loa::audio
