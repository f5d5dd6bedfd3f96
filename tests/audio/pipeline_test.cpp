// Each frame processor alone, then in a chain.
#include "audio/pipeline.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "audio/air.h"
#include "audio/fade.h"
#include "audio/limiter.h"

namespace loa::audio {
namespace {

std::vector<float> constant(float level, int frames) {
  return std::vector<float>(static_cast<std::size_t>(frames * kChannels), level);
}

float highest(const std::vector<float>& samples) {
  float peak = 0;
  for (const float sample : samples) peak = std::max(peak, std::abs(sample));
  return peak;
}

float largest_step(const std::vector<float>& samples) {
  float step = 0;
  for (std::size_t i = 2; i < samples.size(); ++i)
    step = std::max(step, std::abs(samples[i] - samples[i - 2]));
  return step;
}

TEST(FadeOut, GoesFromOneToZeroWithoutASharpBend) {
  const FadeOut fade{100, 1060};
  EXPECT_EQ(fade.at(99), 1.0F);
  EXPECT_EQ(fade.at(1060), 0.0F);
  EXPECT_NEAR(fade.at(580), 0.5F, 1e-3F);
  for (std::int64_t i = 99; i < 1061; ++i) {
    EXPECT_GE(fade.at(i), fade.at(i + 1));
    EXPECT_LT(fade.at(i) - fade.at(i + 1), 1.6F / 960);
  }
}

TEST(FadeOut, OfNoLengthCutsAtOnce) {
  const FadeOut cut{100, 100};
  EXPECT_EQ(cut.at(99), 1.0F);
  EXPECT_EQ(cut.at(100), 0.0F);
}

TEST(FadeIn, TouchesNothingOutsideItself) {
  const FadeIn fade{1000, 240};
  EXPECT_EQ(fade.at(999), 1.0F);
  EXPECT_EQ(fade.at(1240), 1.0F);
  EXPECT_LT(fade.at(1000), 0.01F);
  EXPECT_GT(fade.at(1239), 0.99F);
}

TEST(GainRamp, ReachesTheTargetWithinFiftyMilliseconds) {
  GainRamp ramp(1.0F);
  ramp.set(0.25F);
  auto block = constant(0.8F, kRate / 20);
  ramp.process(block);
  EXPECT_FLOAT_EQ(block.back(), 0.2F);
  EXPECT_LT(largest_step(block), 0.0005F);
  EXPECT_FLOAT_EQ(ramp.gain(), 0.25F);
}

TEST(GainRamp, LeavesSamplesUntouchedAtFullVolume) {
  GainRamp ramp(1.0F);
  auto block = constant(0.123456789F, 100);
  const auto before = block;
  ramp.process(block);
  EXPECT_EQ(block, before);
}

TEST(GainRamp, TurnsAroundInTheMiddleWithoutAJump) {
  GainRamp ramp(1.0F);
  ramp.set(0.0F);
  auto samples = constant(1.0F, 1200);
  ramp.process(samples);
  ramp.set(1.0F);
  auto rest = constant(1.0F, 2400);
  ramp.process(rest);
  samples.insert(samples.end(), rest.begin(), rest.end());
  EXPECT_LT(largest_step(samples), 0.001F);
  EXPECT_EQ(rest.back(), 1.0F);
}

TEST(Pipeline, WorksInTheOrderOfTheChainHoweverFramesAreCut) {
  const auto run = [](int block_frames) {
    GainRamp ramp(1.0F);
    Limiter limiter(0.89F);
    Pipeline pipeline({&ramp, &limiter});
    ramp.set(0.5F);
    std::vector<float> samples = constant(1.9F, 6000);
    for (std::size_t at = 0; at < samples.size(); at += static_cast<std::size_t>(block_frames * 2))
      pipeline.process(std::span(samples).subspan(
          at, std::min(samples.size() - at, static_cast<std::size_t>(block_frames * 2))));
    EXPECT_LE(highest(samples), 0.8901F);
    return samples;
  };
  EXPECT_EQ(run(6000), run(17));
}

TEST(Pipeline, DelaysByTheSumOfItsProcessorsAndForgetsWithThem) {
  Limiter first(1.0F);
  Limiter second(1.0F);
  GainRamp ramp(1.0F);
  Pipeline pipeline({&first, &ramp, &second});
  EXPECT_EQ(pipeline.delay_frames(), first.delay_frames() + second.delay_frames());
  const auto delay = static_cast<std::size_t>(pipeline.delay_frames());
  auto samples = constant(0.5F, 1000);
  pipeline.process(samples);
  EXPECT_EQ(samples[2 * delay - 1], 0.0F);
  EXPECT_EQ(samples[2 * delay], 0.5F);
  pipeline.reset();
  auto silence = constant(0.0F, 1000);
  pipeline.process(silence);
  EXPECT_EQ(highest(silence), 0.0F);
}

}  // namespace
}  // namespace loa::audio
