// A level that moves: where it goes, and that it never jumps.
#include "audio/level_curve.h"

#include <gtest/gtest.h>

#include <cmath>

namespace loa::audio {
namespace {

TEST(LevelCurve, IsOneUntilItIsMoved) {
  const LevelCurve curve;
  EXPECT_EQ(curve.at(0), 1.0F);
  EXPECT_TRUE(curve.rests(0, 1'000'000));
}

TEST(LevelCurve, ReachesItsLevelOnTheFrameAndStays) {
  LevelCurve curve;
  curve.move({1000, 400, 0.2F}, 0);
  EXPECT_EQ(curve.at(1000), 1.0F);
  EXPECT_FLOAT_EQ(curve.at(1200), 0.6F);
  EXPECT_EQ(curve.at(1400), 0.2F);
  EXPECT_EQ(curve.at(9'000'000), 0.2F);
  EXPECT_TRUE(curve.rests(500, 500));
  EXPECT_FALSE(curve.rests(500, 501));
  EXPECT_FALSE(curve.rests(1399, 10));
  EXPECT_TRUE(curve.rests(1400, 10));
}

TEST(LevelCurve, TurnsRoundWhereItIs) {
  LevelCurve curve;
  curve.move({0, 400, 0.0F}, 0);
  curve.move({200, 400, 1.0F}, 150);
  EXPECT_FLOAT_EQ(curve.at(200), 0.5F);
  EXPECT_FLOAT_EQ(curve.at(400), 0.75F);
  EXPECT_EQ(curve.at(600), 1.0F);
}

TEST(LevelCurve, ForgetsAMoveThatWasStillToCome) {
  LevelCurve curve;
  curve.move({1000, 400, 0.1F}, 0);
  curve.move({500, 100, 1.0F}, 500);
  EXPECT_EQ(curve.at(1200), 1.0F);
}

// The steepest part of half a cosine.
TEST(LevelCurve, HasNoStepHoweverOftenItIsSentElsewhere) {
  LevelCurve curve;
  const auto steepest = static_cast<float>(M_PI / 2 / 480 * 1.01);
  float before = curve.at(0);
  for (int frame = 1; frame < 20'000; ++frame) {
    if (frame % 170 == 0)
      curve.move({frame + frame % 300, 480, frame % 340 == 0 ? 0 : 1.0F}, frame);
    const float now = curve.at(frame);
    ASSERT_LT(std::abs(now - before), steepest) << frame;
    before = now;
  }
}

}  // namespace
}  // namespace loa::audio
