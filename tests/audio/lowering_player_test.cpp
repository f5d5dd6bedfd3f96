// One sound goes over another, which is lowered meanwhile; the test card's recording is the judge.
#include <cmath>
#include <numbers>

#include "audio/house_clock.h"
#include "audio/level_meter.h"
#include "player_fixture.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;
using tests::Segment;

constexpr double kBelow = 400;    // hertz, of what is lowered
constexpr double kAbove = 1000;   // of what goes over it
constexpr float kLow = 0.12589F;  // -18 dB

// How strong a tone is in [from, from + 50 ms), dB against full scale: a whole number of periods of
// both.
double tone_db(const Segment& heard, base::Steady from, double hertz) {
  const std::int64_t first = heard.frame_at(from);
  const std::int64_t frames = kRate / 20;
  double in_phase = 0;
  double across = 0;
  for (std::int64_t i = 0; i < frames; ++i) {
    const double phase = 2 * std::numbers::pi * hertz * static_cast<double>(i) / kRate;
    in_phase += heard.left(first + i) * std::cos(phase);
    across += heard.left(first + i) * std::sin(phase);
  }
  return decibels(2 * std::hypot(in_phase, across) / static_cast<double>(frames));
}

class LoweringTest : public PlayerTest {
 protected:
  LoweringTest() : player_("alsa:" + card_.name()) {
    player_.air().wake();
    EXPECT_TRUE(player_.wait_running());
  }

  void wait_until(base::Steady when) { player_.wait_for(when - base::steady_now()); }
  Segment heard() const { return card_.recording().segments.front(); }

  tests::TestCard card_;
  Player player_;
};

TEST_F(LoweringTest, LowersByItsDecibelsOnTheFirstFrameOfWhatGoesOverAndBringsBack) {
  const Cue below = cue_in(1s, sine(5 * kRate, kBelow, 0.4), 5s);
  const Cue above = cue_at(below.start + 1500ms, sine(kRate, kAbove, 0.4), 1s);
  player_.air().cue(below);
  player_.air().cue(above);
  player_.air().lower(below.id, {kLow, above.start - 300ms, 300ms});
  player_.end_of(above.id);
  player_.air().lower(below.id, {1.0F, base::steady_now(), 500ms});
  EXPECT_EQ(player_.end_of(below.id).frames_played, 5U * kRate);

  const Segment segment = heard();
  const double full = decibels(0.4);
  EXPECT_NEAR(tone_db(segment, above.start - 360ms, kBelow), full, 0.1);
  EXPECT_NEAR(tone_db(segment, above.start, kBelow), full - 18, 0.1);
  EXPECT_NEAR(tone_db(segment, above.start + 900ms, kBelow), full - 18, 0.1);
  EXPECT_NEAR(tone_db(segment, above.start + 100ms, kAbove), full, 0.1);
  EXPECT_NEAR(tone_db(segment, below.start + 4800ms, kBelow), full, 0.1);
  // Both tones together. What begins at once rings in the interpolator, by an eighth where the
  // card's frames fall between the sound's; a click would be many times that.
  const double tones = slope_of(kBelow, 0.4 * kLow) + slope_of(kAbove, 0.4);
  const auto last = segment.frame_at(below.start + below.length - 30ms);
  EXPECT_LT(greatest_step(segment, segment.frame_at(below.start) + 1, last), tones * 1.2);
}

TEST_F(LoweringTest, WhatWasLoweredIsStillOnItsFrameAfterwards) {
  const Cue below = cue_in(1s, counting(4 * kRate), 4s);
  player_.air().cue(below);
  wait_until(below.start + 500ms);
  player_.air().lower(below.id, {kLow, base::steady_now(), 200ms});
  wait_until(below.start + 1500ms);
  player_.air().lower(below.id, {1.0F, base::steady_now(), 200ms});
  const CueEnded end = player_.end_of(below.id);
  EXPECT_EQ(end.frames_played, 4U * kRate);
  EXPECT_EQ(end.frames_dropped, 0U);
  const Segment segment = heard();
  for (const auto into : {200ms, 2500ms, 3900ms}) {
    const std::int64_t frame = segment.frame_at(below.start + into);
    const auto number = number_of(segment, frame);
    ASSERT_TRUE(number) << into.count();
    const double due = house_position_at(segment.time_of(frame)) - house_position_at(below.start);
    EXPECT_NEAR(*number, due, 10) << into.count();
  }
}

TEST_F(LoweringTest, ACueThatBeginsMeanwhileBeginsLowered) {
  const Cue below = cue_in(1s, sine(kRate, kBelow, 0.4), 1s);
  player_.air().cue(below);
  player_.air().lower(below.id, {kLow, below.start - 700ms, 300ms});
  player_.end_of(below.id);
  EXPECT_NEAR(tone_db(heard(), below.start + 10ms, kBelow), decibels(0.4) - 18, 0.1);
}

}  // namespace
}  // namespace loa::audio
