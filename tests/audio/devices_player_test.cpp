// Clusters on sound cards of their own, whose clocks differ: one house clock holds them together,
// and what is lost of one is heard of the other. Two test cards' recordings are the judge.
#include <cmath>
#include <numbers>
#include <thread>

#include "audio/live_feed.h"
#include "player_fixture.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;
using tests::Segment;

constexpr std::size_t kNear = 0;
constexpr std::size_t kFar = 1;

class DevicesTest : public PlayerTest {
 protected:
  DevicesTest() {
    settings_.output = "alsa:" + near_.name();
    settings_.buffer = 200ms;
    settings_.clusters = {{"Thôn Đông", {1, 2}}, {"Thôn Đoài", {1, 2}}};
    settings_.clusters[kFar].output = "alsa:" + far_.name();
  }

  void open() {
    player_ = std::make_unique<Player>(settings_);
    player_->air().wake();
    ASSERT_TRUE(player_->wait_running());
    ASSERT_TRUE(wait_for_state(kFar, DeviceState::running));
  }

  bool wait_for_state(std::size_t device, DeviceState state) {
    return player_->wait(
        [&] { return player_->air().status().devices.at(device).sound.state == state; });
  }

  CueEnded play(const Cue& cue) {
    player_->air().cue(cue);
    return player_->end_of(cue.id);
  }

  static Segment heard_of(const tests::TestCard& card) { return card.recording().segments.back(); }

  static float peak(const Segment& heard, const Cue& cue) {
    float peak = 0;
    const std::int64_t to = std::min(heard.frame_at(cue.start + cue.length), heard.frames());
    for (std::int64_t i = std::max<std::int64_t>(0, heard.frame_at(cue.start)); i < to; ++i)
      peak = std::max(peak, std::abs(heard.left(i)));
    return peak;
  }

  tests::TestCard near_{100, "FLOAT_LE"};
  tests::TestCard far_{-80, "S16_LE"};
  LiveAirSettings settings_;
  std::unique_ptr<Player> player_;
};

TEST_F(DevicesTest, PresentTheSameFrameAtTheSameMoment) {
  open();
  const Cue cue = cue_in(1s, counting(2 * kRate), 2s);
  const CueEnded end = play(cue);
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_EQ(end.frames_played, 2U * kRate);
  EXPECT_EQ(end.proof.clusters.size(), 2U);
  EXPECT_EQ(player_->starts.size(), 1U);
  EXPECT_EQ(player_->ends.size(), 1U);

  const Segment near = heard_of(near_);
  const Segment far = heard_of(far_);
  for (base::Steady time = cue.start + 50ms; time < cue.start + 1900ms; time += 10ms) {
    const double due = std::chrono::duration<double>(time - cue.start).count() * kRate;
    ASSERT_NEAR(number_of(near, near.frame_at(time)).value_or(-1), due, 10);
    ASSERT_NEAR(number_of(far, far.frame_at(time)).value_or(-1), due, 10);
  }
}

TEST_F(DevicesTest, AStaggeredOneIsAsMuchLater) {
  settings_.clusters[kFar].delay = 300ms;
  open();
  const Cue cue = cue_in(1s, counting(2 * kRate), 2s);
  play(cue);
  player_->wait_for(500ms);
  const Segment far = heard_of(far_);
  EXPECT_EQ(far.left(far.frame_at(cue.start + 280ms)), 0);
  EXPECT_NEAR(number_of(far, far.frame_at(cue.start + 1300ms)).value_or(-1), kRate, 10);
}

TEST_F(DevicesTest, WhatIsForOneLeavesTheOtherSilent) {
  open();
  Cue one = cue_in(1s, sine(kRate, 440, 0.4), 1s);
  Cue two = cue_at(one.start + 1200ms, sine(kRate, 440, 0.2), 1s);
  one.clusters = 1U << kNear;
  two.clusters = 1U << kFar;
  player_->air().cue(one);
  const CueEnded end = play(two);
  EXPECT_NEAR(peak(heard_of(near_), one), 0.4, 0.001);
  EXPECT_EQ(peak(heard_of(near_), two), 0);
  EXPECT_EQ(peak(heard_of(far_), one), 0);
  EXPECT_NEAR(peak(heard_of(far_), two), 0.2, 0.001);
  ASSERT_EQ(end.proof.clusters.size(), 1U);
  EXPECT_EQ(end.proof.clusters[0].name, "Thôn Đoài");
}

TEST_F(DevicesTest, AnUnpluggedOneSilencesItsClustersOnlyAndRejoinsAtTheRightSecond) {
  open();
  const Cue cue = cue_in(1s, counting(5 * kRate), 5s);
  player_->air().cue(cue);
  player_->wait_for(2s);
  far_.unplug();
  ASSERT_TRUE(wait_for_state(kFar, DeviceState::lost));
  EXPECT_EQ(player_->air().status().whole.state, DeviceState::lost);
  EXPECT_EQ(player_->air().status().devices.at(kNear).sound.state, DeviceState::running);
  const auto& lost = player_->changes.back();
  EXPECT_EQ(lost.state, DeviceState::lost);
  EXPECT_EQ(lost.output, settings_.clusters[kFar].output);
  EXPECT_EQ(lost.clusters, std::vector<std::string>{"Thôn Đoài"});
  far_.plug_in();

  const CueEnded end = player_->end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_EQ(end.frames_played, 5U * kRate);
  EXPECT_EQ(end.frames_dropped, 0U);
  const Segment near = heard_of(near_);
  EXPECT_EQ(near_.recording().segments.size(), 1U) << "it never stopped";
  const base::Steady late = cue.start + 4500ms;
  EXPECT_NEAR(number_of(near, near.frame_at(late)).value_or(-1), 4.5 * kRate, 10);
  const Segment far = heard_of(far_);
  EXPECT_NEAR(number_of(far, far.frame_at(late)).value_or(-1), 4.5 * kRate, 10);
}

TEST_F(DevicesTest, OneThatIsNotThereAtAllIsToldOfItsClusters) {
  far_.unplug();
  player_ = std::make_unique<Player>(settings_);
  const Cue cue = cue_in(1s, sine(kRate, 440, 0.4), 1s);
  const CueEnded end = play(cue);
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_EQ(end.frames_played, 1U * kRate);
  EXPECT_EQ(level_of(end.proof), 2);
  ASSERT_EQ(end.proof.clusters.size(), 2U);
  EXPECT_TRUE(end.proof.clusters[kNear].sounded());
  EXPECT_EQ(end.proof.clusters[kFar].name, "Thôn Đoài");
  EXPECT_FALSE(end.proof.clusters[kFar].sounded());
}

TEST_F(DevicesTest, AreAllAwayForACueThatHasFailed) {
  near_.unplug();
  far_.unplug();
  player_ = std::make_unique<Player>(settings_);
  const CueEnded end = play(cue_in(500ms, sine(kRate, 440, 0.4), 1s));
  EXPECT_EQ(end.end, CueEnd::device_failed);
  EXPECT_EQ(player_->ends.size(), 1U);
}

// A stream has no place of its own: only by sharing it are two cards at the same word.
TEST_F(DevicesTest, WhatIsSpokenElsewhereIsHeardAlikeOnBoth) {
  open();
  Cue cue = stream_in(500ms, "page", 10s);
  cue.feed = std::make_shared<LiveFeed>();
  player_->air().cue(cue);
  std::thread speaker([feed = cue.feed] {
    for (int piece = 0; piece < 100; ++piece) {
      std::vector<float> samples;
      for (int i = piece * 960; i < (piece + 1) * 960; ++i)
        samples.push_back(0.4F * static_cast<float>(std::sin(std::pow(i, 1.4) / 3e4)));
      feed->ring.put(samples);
      std::this_thread::sleep_for(20ms);
    }
    feed->over = true;
  });
  const CueEnded end = player_->end_of(cue.id);
  speaker.join();
  EXPECT_NEAR(static_cast<double>(end.frames_played), 2.0 * kRate, 0.1 * kRate);
  EXPECT_NEAR(static_cast<double>(end.proof.decoded), 2.0 * kRate, 0.05 * kRate);

  const Segment near = heard_of(near_);
  const Segment far = heard_of(far_);
  double difference = 0;
  double power = 0;
  for (base::Steady time = cue.start; time < cue.start + 3s; time += 1ms) {
    const std::int64_t one_at = near.frame_at(time);
    const std::int64_t other_at = far.frame_at(time);
    if (one_at >= near.frames() || other_at >= far.frames()) break;
    const double one = near.left(one_at);
    difference += std::pow(one - far.left(other_at), 2);
    power += one * one;
  }
  EXPECT_GT(power, 50);
  EXPECT_LT(difference, power / 100);
}

}  // namespace
}  // namespace loa::audio
