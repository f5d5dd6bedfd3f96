// The meter against libebur128 and against arithmetic.
#include "audio/level_meter.h"

#include <ebur128.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <random>

#include "audio/chime.h"

namespace loa::audio {
namespace {

std::vector<float> tone(double hertz, double level, double seconds) {
  std::vector<float> frames;
  for (int i = 0; i < static_cast<int>(seconds * kRate); ++i) {
    const double phase = 2 * std::numbers::pi * hertz * i / kRate;
    frames.insert(frames.end(), 2, static_cast<float>(level * std::sin(phase)));
  }
  return frames;
}

// Bursts and pauses at many levels: what speech does to a gate.
std::vector<float> restless(unsigned seed, double seconds) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  std::vector<float> frames;
  float level = 0;
  for (int i = 0; i < static_cast<int>(seconds * kRate); ++i) {
    if (i % 14'000 == 0) level = std::pow(10.0F, -static_cast<float>(random() % 60 + 10) / 20);
    frames.push_back(level * normal(random));
    frames.push_back(level * 0.5F * normal(random));
  }
  return frames;
}

struct Measured {
  double momentary = 0;
  double rms = 0;
  std::optional<double> integrated;
  std::vector<double> all;  // momentary at each step
};

Measured measure(std::span<const float> frames, std::size_t block_frames) {
  LevelMeter meter;
  IntegratedLoudness integrated;
  Measured measured;
  while (!frames.empty()) {
    auto block = frames.first(std::min(frames.size(), block_frames * 2));
    frames = frames.subspan(block.size());
    while (!block.empty()) {
      if (!meter.take(block)) continue;
      measured.all.push_back(meter.momentary());
      if (measured.all.size() >= 4) integrated.add(meter.momentary());
    }
  }
  measured.momentary = meter.momentary();
  measured.rms = meter.rms();
  measured.integrated = integrated.value();
  return measured;
}

class Ebur128 {
 public:
  Ebur128() : state_(ebur128_init(2, kRate, EBUR128_MODE_M | EBUR128_MODE_I)) {}
  Ebur128(const Ebur128&) = delete;
  Ebur128& operator=(const Ebur128&) = delete;
  ~Ebur128() { ebur128_destroy(&state_); }
  void add(std::span<const float> frames) {
    ebur128_add_frames_float(state_, frames.data(), frames.size() / 2);
  }
  double momentary() const {
    double loudness = 0;
    ebur128_loudness_momentary(state_, &loudness);
    return loudness;
  }
  double integrated() const {
    double loudness = 0;
    ebur128_loudness_global(state_, &loudness);
    return loudness;
  }

 private:
  ebur128_state* state_;
};

TEST(LevelMeter, HasTheLoudnessThatTheStandardGivesItsTestTone) {
  // BS.1770-4, annex 1: a sine of 997 Hz at 0 dBFS in one channel has -3.01 LKFS; in both it has 0.
  const auto measured = measure(tone(997, 1.0, 1), 480);
  EXPECT_NEAR(measured.momentary, 0.0, 0.02);
  EXPECT_NEAR(measured.rms, -3.01, 0.01);
}

TEST(LevelMeter, AgreesWithLibebur128OnEveryMomentAndOnTheWhole) {
  for (unsigned seed = 1; seed <= 3; ++seed) {
    const auto frames = restless(seed, 12);
    const auto ours = measure(frames, 9600);
    Ebur128 theirs;
    for (std::size_t step = 0; step < ours.all.size(); ++step) {
      theirs.add(std::span(frames).subspan(step * kStepFrames * 2, kStepFrames * 2));
      if (step < 3 || theirs.momentary() < -100) continue;
      ASSERT_NEAR(ours.all[step], theirs.momentary(), 0.01) << "seed " << seed << " step " << step;
    }
    ASSERT_TRUE(ours.integrated);
    EXPECT_NEAR(*ours.integrated, theirs.integrated(), 0.1) << "seed " << seed;
  }
}

TEST(LevelMeter, IsTheSameHoweverFramesAreCut) {
  const auto frames = restless(9, 2);
  EXPECT_EQ(measure(frames, 9600).all, measure(frames, 9600).all);
  const auto coarse = measure(frames, 9600);
  const auto fine = measure(frames, 17);
  for (std::size_t i = 0; i < coarse.all.size(); ++i) EXPECT_NEAR(coarse.all[i], fine.all[i], 1e-4);
}

TEST(LevelMeter, FallsToNothingInSilenceAndWakesUpAgain) {
  auto frames = tone(440, 0.5, 1);
  frames.resize(frames.size() + 4 * kRate);
  EXPECT_EQ(measure(frames, 960).momentary, kSilence);
  EXPECT_EQ(measure(frames, 960).rms, kSilence);
  const auto again = tone(440, 0.5, 1);
  frames.insert(frames.end(), again.begin(), again.end());
  EXPECT_NEAR(measure(frames, 960).momentary, measure(again, 960).momentary, 0.02);
}

TEST(LevelMeter, TellsPowerMeanPeakAndCrossingsOfAStep) {
  auto frames = tone(1000, 0.5, 0.2);
  for (float& sample : frames) sample += 0.25F;
  LevelMeter meter;
  std::span<const float> left = frames;
  meter.take(left);
  const auto step = meter.take(left);
  ASSERT_TRUE(step);
  EXPECT_NEAR(step->mean, 0.25, 1e-4);
  EXPECT_NEAR(step->power, 0.125 + 0.0625, 1e-3);
  EXPECT_NEAR(step->peak, 0.75, 1e-3);
  EXPECT_NEAR(step->crossings, 200, 1);
}

TEST(IntegratedLoudness, OfSilenceIsNothing) {
  EXPECT_FALSE(measure(std::vector<float>(2 * kRate), 4800).integrated);
}

}  // namespace
}  // namespace loa::audio
