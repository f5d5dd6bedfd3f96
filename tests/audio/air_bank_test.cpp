// What of several devices is told as one.
#include "audio/air_bank.h"

#include <gtest/gtest.h>

namespace loa::audio {
namespace {

Cluster on(const std::string& name, std::vector<int> channels, const std::string& output = {}) {
  Cluster cluster{name, std::move(channels)};
  cluster.output = output;
  return cluster;
}

TEST(SharesOfTest, AStationWithoutClustersIsOneShare) {
  LiveAirSettings settings;
  settings.output = "alsa:A";
  settings.loopback = "alsa:Ear";
  const auto shares = shares_of(settings);
  ASSERT_EQ(shares.size(), 1U);
  EXPECT_EQ(shares[0].settings.output, "alsa:A");
  EXPECT_EQ(shares[0].settings.loopback, "alsa:Ear");
  EXPECT_EQ(shares[0].of(kAllClusters), kAllClusters);
}

TEST(SharesOfTest, EachDeviceHasItsClustersAndCountsThemAnew) {
  LiveAirSettings settings;
  settings.output = "alsa:A";
  settings.loopback = "alsa:Ear";
  settings.clusters = {on("một", {1}), on("hai", {1}, "alsa:B"), on("ba", {2}),
                       on("bốn", {2}, "alsa:B")};
  const auto shares = shares_of(settings);
  ASSERT_EQ(shares.size(), 2U);
  EXPECT_EQ(shares[0].names(), (std::vector<std::string>{"một", "ba"}));
  EXPECT_EQ(shares[1].names(), (std::vector<std::string>{"hai", "bốn"}));
  EXPECT_EQ(shares[1].settings.output, "alsa:B");
  EXPECT_EQ(shares[0].settings.loopback, "alsa:Ear") << "it hears the first cluster";
  EXPECT_EQ(shares[1].settings.loopback, "");
  EXPECT_EQ(shares[0].of(0b0100), 0b10U);
  EXPECT_EQ(shares[1].of(0b0100), 0U);
  EXPECT_EQ(shares[1].of(0b1010), 0b11U);
  EXPECT_EQ(shares[1].of(kAllClusters), 0b11U);
}

CueEnded played(std::uint64_t frames, CueEnd end, const std::string& cluster, double rms_db) {
  CueEnded ended;
  ended.end = end;
  ended.frames_due = 1000;
  ended.frames_played = frames;
  ended.frames_dropped = 1000 - frames;
  ended.underruns = 1;
  ended.proof.metered = frames;
  ended.proof.rms_db = rms_db;
  if (frames > 0) ended.proof.clusters = {{cluster, rms_db}};
  return ended;
}

TEST(JoinedTest, ACueIsAsItWasWhereMoreOfItSounded) {
  const auto whole = played(1000, CueEnd::completed, "một", -30);
  const auto half = played(400, CueEnd::completed, "hai", -20);
  for (const auto& ended : {joined(whole, half), joined(half, whole)}) {
    EXPECT_EQ(ended.frames_played, 1000U);
    EXPECT_EQ(ended.frames_dropped, 0U);
    EXPECT_EQ(ended.underruns, 2U);
    EXPECT_EQ(ended.proof.rms_db, -20) << "the loudest";
    EXPECT_EQ(ended.proof.clusters.size(), 2U);
  }
}

TEST(JoinedTest, ALostDeviceTakesNothingFromTheOther) {
  const auto whole = played(1000, CueEnd::completed, "một", -30);
  const auto lost = played(0, CueEnd::device_failed, "hai", -120);
  for (const auto& ended : {joined(whole, lost), joined(lost, whole)}) {
    EXPECT_EQ(ended.end, CueEnd::completed);
    EXPECT_EQ(ended.proof.clusters.size(), 1U);
  }
  EXPECT_EQ(joined(lost, lost).end, CueEnd::device_failed);
  EXPECT_EQ(joined(lost, played(0, CueEnd::media_failed, "một", -120)).end, CueEnd::media_failed);
}

TEST(JoinedTest, TheWorstOfWhatWasMissedIsKept) {
  auto one = played(1000, CueEnd::completed, "một", -20);
  auto two = played(1000, CueEnd::completed, "hai", -70);
  two.proof.silent = std::chrono::seconds{7};
  one.proof.loopback = LoopbackProof{};
  const auto ended = joined(two, one);
  EXPECT_EQ(ended.proof.silent, std::chrono::seconds{7});
  EXPECT_TRUE(ended.proof.loopback);
}

}  // namespace
}  // namespace loa::audio
