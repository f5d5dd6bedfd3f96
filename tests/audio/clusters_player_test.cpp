// Clusters of one device: each sounds on its own channels, with its own level, ceiling and moment,
// and what is not for it leaves it silent. The test card's recording is the judge.
#include <cmath>

#include "audio/level_meter.h"
#include "player_fixture.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;
using tests::Segment;

constexpr std::size_t kFirst = 0;
constexpr std::size_t kSecond = 1;

Cluster cluster(const std::string& name, std::vector<int> channels) {
  return {name, std::move(channels)};
}

class ClustersTest : public PlayerTest {
 protected:
  void open(const std::vector<Cluster>& clusters, int card_channels) {
    card_ = std::make_unique<tests::TestCard>(0, "FLOAT_LE", card_channels);
    LiveAirSettings settings;
    settings.output = "alsa:" + card_->name();
    settings.buffer = 200ms;
    settings.clusters = clusters;
    player_ = std::make_unique<Player>(settings);
    player_->air().wake();
    ASSERT_TRUE(player_->wait_running());
  }

  CueEnded play(const Cue& cue) {
    player_->air().cue(cue);
    return player_->end_of(cue.id);
  }

  Segment heard() const { return card_->recording().segments.front(); }

  // The greatest sample of a channel while `cue` should be heard.
  static float peak(const Segment& heard, std::size_t channel, const Cue& cue) {
    float peak = 0;
    const std::int64_t to = heard.frame_at(cue.start + cue.length);
    for (std::int64_t i = heard.frame_at(cue.start); i < to; ++i)
      peak = std::max(peak, std::abs(heard.sample(i, channel)));
    return peak;
  }

  std::unique_ptr<tests::TestCard> card_;
  std::unique_ptr<Player> player_;
};

TEST_F(ClustersTest, EachSampleStandsOnTheChannelsOfItsClusterAtOnce) {
  auto quiet = cluster("Thôn 3", {5, 6});
  quiet.gain = 0.5F;
  open({cluster("Thôn 1", {1, 2}), cluster("Thôn 2", {4}), quiet}, 6);
  const Cue cue = cue_in(1s, counting(2 * kRate), 2s);
  EXPECT_EQ(play(cue).frames_played, 2U * kRate);

  const Segment segment = heard();
  const std::int64_t first = segment.frame_at(cue.start);
  for (std::int64_t i = 100; i < 2 * kRate - 1200; ++i) {
    const std::int64_t at = first + i;
    ASSERT_NEAR(number_of(segment, at).value_or(-1), static_cast<double>(i), 3);
    ASSERT_EQ(segment.sample(at, 2), 0);
    ASSERT_NEAR(segment.sample(at, 3), (segment.left(at) + segment.right(at)) / 2, 1e-6);
    ASSERT_NEAR(segment.sample(at, 4), segment.left(at) / 2, 1e-6);
    ASSERT_NEAR(segment.sample(at, 5), segment.right(at) / 2, 1e-6);
  }
}

TEST_F(ClustersTest, TheTwoSidesOfAnOrdinaryCardAreTwoClusters) {
  open({cluster("Thôn 1", {1}), cluster("Thôn 2", {2})}, 2);
  Cue one = cue_in(1s, sine(kRate, 440, 0.4), 1s);
  Cue both = cue_at(one.start + 1500ms, sine(kRate, 440, 0.3), 1s);
  Cue two = cue_at(one.start + 3s, sine(kRate, 440, 0.2), 1s);
  one.clusters = 1U << kFirst;
  two.clusters = 1U << kSecond;
  player_->air().cue(one);
  player_->air().cue(both);
  const CueEnded last = play(two);

  const Segment segment = heard();
  EXPECT_NEAR(peak(segment, kFirst, one), 0.4, 0.001);
  EXPECT_EQ(peak(segment, kSecond, one), 0);
  EXPECT_NEAR(peak(segment, kFirst, both), 0.3, 0.001);
  EXPECT_NEAR(peak(segment, kSecond, both), 0.3, 0.001);
  EXPECT_EQ(peak(segment, kFirst, two), 0);
  EXPECT_NEAR(peak(segment, kSecond, two), 0.2, 0.001);
  ASSERT_EQ(last.proof.clusters.size(), 1U);
  EXPECT_EQ(last.proof.clusters[0].name, "Thôn 2");
  EXPECT_TRUE(last.proof.clusters[0].sounded());
  EXPECT_EQ(level_of(last.proof), 2);
}

TEST_F(ClustersTest, TwoSoundsAtOnceGoToDifferentClustersUnmixed) {
  open({cluster("Thôn 1", {1}), cluster("Thôn 2", {2})}, 2);
  Cue one = cue_in(1s, steady_level(2 * kRate, 0.25), 2s);
  Cue two = cue_at(one.start + 500ms, steady_level(kRate, 0.5), 1s);
  one.clusters = 1U << kFirst;
  two.clusters = 1U << kSecond;
  player_->air().cue(two);
  EXPECT_EQ(play(one).frames_played, 2U * kRate);
  const Segment segment = heard();
  const std::int64_t middle = segment.frame_at(two.start + 500ms);
  EXPECT_NEAR(segment.left(middle), 0.25, 1e-5);
  EXPECT_NEAR(segment.right(middle), 0.5, 1e-5);
}

TEST_F(ClustersTest, AStaggeredClusterSoundsAsMuchLaterToTheSample) {
  auto late = cluster("Thôn 2", {3, 4});
  late.delay = 250ms;
  open({cluster("Thôn 1", {1, 2}), late}, 4);
  const Cue cue = cue_in(1s, counting(2 * kRate), 2s);
  play(cue);
  player_->wait_for(500ms);

  const Segment segment = heard();
  const std::int64_t first = segment.frame_at(cue.start);
  const std::int64_t delay = frames_in(late.delay);
  EXPECT_EQ(segment.sample(first + delay - 100, 2), 0);
  for (std::int64_t i = 100; i < 2 * kRate - 1200; ++i) {
    // Their places differ by what the clocks' match moved in a quarter of a second.
    ASSERT_NEAR(segment.sample(first + i + delay, 2), segment.left(first + i), 1e-4) << i;
    ASSERT_NEAR(segment.sample(first + i + delay, 3), segment.right(first + i), 1e-4) << i;
  }
}

TEST_F(ClustersTest, ACeilingHoldsInItsOwnClusterOnly) {
  auto house = cluster("Hội trường", {1});
  house.ceiling_dbtp = -12;
  open({house, cluster("Ngoài trời", {2})}, 2);
  const Cue cue = cue_in(1s, sine(kRate, 440, 0.8), 1s);
  play(cue);
  const Segment segment = heard();
  EXPECT_LT(decibels(peak(segment, kFirst, cue)), -12);
  EXPECT_GT(decibels(peak(segment, kFirst, cue)), -12.5);
  EXPECT_NEAR(peak(segment, kSecond, cue), 0.8, 0.001);
}

TEST_F(ClustersTest, ACardWithMoreChannelsThanAreMappedIsUsed) {
  open({cluster("Thôn 1", {1}), cluster("Thôn 2", {3})}, 8);
  const Cue cue = cue_in(1s, sine(kRate, 440, 0.4), 1s);
  play(cue);
  const Segment segment = heard();
  EXPECT_EQ(segment.channels, 8U);
  for (std::size_t channel = 0; channel < 8; ++channel)
    EXPECT_NEAR(peak(segment, channel, cue), channel == 0 || channel == 2 ? 0.4 : 0, 0.001);
}

TEST_F(ClustersTest, ACardWithTooFewChannelsIsALostDevice) {
  const tests::TestCard card(0, "FLOAT_LE", 2);
  LiveAirSettings settings;
  settings.output = "alsa:" + card.name();
  settings.clusters = {cluster("Thôn 1", {1}), cluster("Thôn 2", {3})};
  Player player(settings);
  player.air().wake();
  EXPECT_TRUE(player.wait([&] { return player.air().status().whole.state == DeviceState::lost; }));
}

TEST_F(ClustersTest, SilenceInOneClusterIsAnAlarmThatNamesIt) {
  open({cluster("Thôn 1", {1}), cluster("Thôn 2", {2})}, 2);
  Cue silent = cue_in(1s, steady_level(8 * kRate, 0), 8s);
  Cue sounds = cue_at(silent.start, sine(8 * kRate, 440, 0.3), 8s);
  silent.clusters = 1U << kSecond;
  sounds.clusters = 1U << kFirst;
  player_->air().cue(sounds);
  const CueEnded end = play(silent);
  EXPECT_GE(end.proof.silent, 5s);
  // The tone beside it is told as stuck, before.
  const auto alarm = std::ranges::find(player_->alarms, AlarmKind::silent_air, &AirAlarm::kind);
  ASSERT_NE(alarm, player_->alarms.end());
  EXPECT_EQ(alarm->detail, "below -60 dBFS, cluster Thôn 2");
  ASSERT_EQ(end.proof.clusters.size(), 1U);
  EXPECT_FALSE(end.proof.clusters[0].sounded());
}

}  // namespace
}  // namespace loa::audio
