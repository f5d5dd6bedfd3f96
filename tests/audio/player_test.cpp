// The player through real alsa-lib and real decoders; the test card's recording is the judge.
#include <cmath>

#include "audio/house_clock.h"
#include "player_fixture.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;
using tests::Recording;
using tests::Segment;
using tests::TestCard;

constexpr float kAudible = 0.15F;  // half of where counting() begins

// How far what is heard at a frame lies from where the cue has it, in frames.
double misplaced(const Segment& segment, std::int64_t frame, const Cue& cue) {
  const auto number = number_of(segment, frame);
  return number ? *number - house_position_at(segment.time_of(frame)) + house_position_at(cue.start)
                : 1e9;
}

double ms(base::Duration time) { return std::chrono::duration<double, std::milli>(time).count(); }

float largest_step(const Segment& segment, std::int64_t from, std::int64_t to) {
  float step = 0;
  for (std::int64_t i = from + 1; i < std::min(to, segment.frames()); ++i)
    step = std::max(step, std::abs(segment.left(i) - segment.left(i - 1)));
  return step;
}

TEST_F(PlayerTest, StartsACueOnTheFrameOfItsTimeAndPlaysAllOfIt) {
  TestCard card(60);
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  const Cue cue = cue_in(1500ms, counting(48000), 10s);
  player.air().cue(cue);
  const CueEnded end = player.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_EQ(end.frames_due, 48000U);
  EXPECT_EQ(end.frames_played, 48000U);
  EXPECT_EQ(end.frames_dropped, 0U);
  EXPECT_GT(end.peak, 0.2F);

  const Recording recording = card.recording();
  const auto heard = recording.first_sound(kAudible);
  ASSERT_TRUE(heard);
  EXPECT_NEAR(ms(heard->at - cue.start), 0, 1.0);
  ASSERT_EQ(player.starts.size(), 1U);
  EXPECT_NEAR(ms(player.starts[0].first_frame - heard->at), 0, 1.0);
  const Segment& segment = recording.segments[heard->segment];
  for (std::int64_t i = 100; i < 46000; ++i)
    ASSERT_NEAR(misplaced(segment, heard->frame + i, cue), 0, 10) << "frame " << i;
}

TEST_F(PlayerTest, PlaysTwoCuesBackToBackWithoutAGap) {
  TestCard card;
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  const Cue first = cue_in(1500ms, counting(24000), 10s);
  const Cue second = cue_at(first.start + 500ms, counting(24000), 10s);
  player.air().cue(first);
  player.air().cue(second);
  player.end_of(second.id);
  ASSERT_TRUE(player.ended(first.id));
  EXPECT_EQ(player.ends[0].frames_dropped, 0U) << player.ends[0].detail;

  const Recording recording = card.recording();
  const auto heard = recording.first_sound(kAudible);
  ASSERT_TRUE(heard);
  const Segment& segment = recording.segments[heard->segment];
  EXPECT_NEAR(misplaced(segment, heard->frame + 23970, first), 0, 10);
  EXPECT_NEAR(misplaced(segment, heard->frame + 24030, second), 0, 10);
}

TEST_F(PlayerTest, BeginsAtTheOffsetIntoTheMedia) {
  TestCard card;
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  Cue cue = cue_in(1500ms, counting(4 * kRate), 500ms);
  cue.offset = 2s;
  player.air().cue(cue);
  const CueEnded end = player.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_EQ(end.frames_due, 24000U);
  EXPECT_EQ(end.frames_played, 24000U);
  const Recording recording = card.recording();
  ASSERT_EQ(recording.segments.size(), 1U);
  const Segment& segment = recording.segments[0];
  const std::int64_t start = segment.frame_at(cue.start);
  const auto number = number_of(segment, start + 10000);
  ASSERT_TRUE(number);
  EXPECT_NEAR(static_cast<double>(*number), 2.0 * kRate + 10000, 48.0);
}

TEST_F(PlayerTest, JoinsACueWhoseStartHasPassedWhereItShouldBeByNow) {
  TestCard card;
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  const Cue cue = cue_in(-3s, counting(5 * kRate), 10s);
  player.air().cue(cue);
  const CueEnded end = player.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_EQ(end.frames_due, 5U * kRate);
  EXPECT_EQ(end.frames_played + end.frames_dropped, end.frames_due);
  EXPECT_GT(end.frames_played, 1U * kRate);
  const Recording recording = card.recording();
  const Segment& segment = recording.segments.front();
  const auto number = number_of(segment, segment.frame_at(cue.start + 4s));
  ASSERT_TRUE(number);
  EXPECT_NEAR(static_cast<double>(*number), 4.0 * kRate, 48.0);
}

TEST_F(PlayerTest, FadesOutWithoutAClickWhenStopped) {
  TestCard card;
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  const Cue cue = cue_in(500ms, sine(10 * kRate, 300, 0.5), 10s);
  player.air().cue(cue);
  ASSERT_TRUE(player.wait([&] { return player.has_started(cue.id); }));
  player.wait_for(400ms);
  player.air().stop(cue.id, 300ms);
  const CueEnded end = player.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::stopped);
  EXPECT_EQ(end.frames_due, 10U * kRate);
  EXPECT_GT(end.frames_played, 0.6 * kRate);
  EXPECT_LT(end.frames_played, 3.0 * kRate);

  player.wait_for(300ms);
  const Segment segment = card.recording().segments.front();
  const double sine_step = 0.5 * 2 * 3.14159 * 300 / kRate;
  EXPECT_LT(largest_step(segment, 0, segment.frames()), 1.25 * sine_step);
  EXPECT_EQ(segment.left(segment.frames() - 100), 0.0F);
}

TEST_F(PlayerTest, CutsACueAtItsLengthWithAShortFade) {
  TestCard card;
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  const Cue cue = cue_in(500ms, sine(5 * kRate, 300, 0.5), 600ms);
  player.air().cue(cue);
  const CueEnded end = player.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_EQ(end.frames_due, 28800U);
  EXPECT_EQ(end.frames_played, 28800U);
  const Segment segment = card.recording().segments.front();
  EXPECT_LT(largest_step(segment, 0, segment.frames()), 0.5 * 2 * 3.15 * 300 / kRate * 1.25);
}

TEST_F(PlayerTest, EndsACueThatIsStoppedBeforeItsTime) {
  TestCard card;
  Player player("alsa:" + card.name());
  const Cue cue = cue_in(1h, counting(48000), 10s);
  player.air().cue(cue);
  player.wait_for(200ms);
  EXPECT_EQ(player.air().status().whole.state, DeviceState::closed)
      << "an hour ahead nothing is opened";
  player.air().stop(cue.id, 1s);
  const CueEnded end = player.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::stopped);
  EXPECT_EQ(end.frames_played, 0U);
  EXPECT_TRUE(player.starts.empty());
}

TEST_F(PlayerTest, AddsTwoCuesAndKeepsTheSumBelowTheCeiling) {
  TestCard card;
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  const Cue one = cue_in(1500ms, steady_level(48000, 0.25), 10s);
  Cue two = cue_at(one.start + 500ms, steady_level(24000, 0.5), 10s);
  two.gain = 2.0F;
  player.air().cue(one);
  player.air().cue(two);
  EXPECT_FLOAT_EQ(player.end_of(one.id).peak, 0.25F);
  EXPECT_FLOAT_EQ(player.end_of(two.id).peak, 1.0F);
  const Segment segment = card.recording().segments.front();
  EXPECT_NEAR(segment.left(segment.frame_at(one.start + 250ms)), 0.25F, kInterpolated);
  // -1 dBTP; the edge where the second began rose higher between samples, and is not let go yet.
  EXPECT_LT(segment.left(segment.frame_at(one.start + 750ms)), 0.891F);
  EXPECT_GT(segment.left(segment.frame_at(one.start + 750ms)), 0.85F);
}

TEST_F(PlayerTest, FollowsTheVolumeWithoutAStep) {
  TestCard card;
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  const Cue cue = cue_in(500ms, steady_level(3 * kRate, 0.5), 1500ms);
  player.air().cue(cue);
  ASSERT_TRUE(player.wait([&] { return player.has_started(cue.id); }));
  EXPECT_NEAR(player.air().status().whole.peak, 0.5F, 0.01F);
  player.air().volume(0.5F);
  player.wait_for(600ms);
  EXPECT_NEAR(player.air().status().whole.peak, 0.25F, 0.01F);
  player.end_of(cue.id);
  const Segment segment = card.recording().segments.front();
  const auto from = segment.frame_at(cue.start + 10ms);
  const auto to = segment.frame_at(cue.start + 1470ms);
  EXPECT_LT(largest_step(segment, from, to), 0.001F);
  EXPECT_NEAR(segment.left(to), 0.25F, kInterpolated);
}

TEST_F(PlayerTest, GivesTheSameSamplesInEachFormatOfACard) {
  for (const char* format : {"S16_LE", "S32_LE", "FLOAT_LE"}) {
    TestCard card(0, format);
    Player player("alsa:" + card.name());
    const Cue cue = cue_in(600ms, counting(9600), 10s);
    player.air().cue(cue);
    EXPECT_EQ(player.end_of(cue.id).frames_played, 9600U) << format;
    const Recording recording = card.recording();
    const auto heard = recording.first_sound(kAudible);
    ASSERT_TRUE(heard) << format;
    for (std::int64_t i = 100; i < 8600; i += 7)
      ASSERT_NEAR(misplaced(recording.segments[0], heard->frame + i, cue), 0, 10) << format;
  }
}

TEST_F(PlayerTest, ClosesTheDeviceAtRestOnceWhatIsOnHasEnded) {
  TestCard card;
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  const Cue cue = cue_in(500ms, counting(24000), 10s);
  player.air().cue(cue);
  player.air().rest();
  EXPECT_EQ(player.end_of(cue.id).frames_played, 24000U);
  EXPECT_TRUE(
      player.wait([&] { return player.air().status().whole.state == DeviceState::closed; }));
}

}  // namespace
}  // namespace loa::audio
