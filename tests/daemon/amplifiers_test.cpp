// Lines that serve one cluster, beside those that serve all.
#include "daemon/amplifiers.h"

#include <gmock/gmock.h>

namespace loa::daemon {
namespace {

using audio::ClusterSet;
using audio::kAllClusters;
using base::Steady;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr ClusterSet kEast = 1;
constexpr ClusterSet kWest = 2;
constexpr Steady second(int second) { return Steady{seconds{second}}; }

// The transmitter for all, then an amplifier for each cluster.
Amplifiers lines_of_two_clusters() {
  return Amplifiers({{seconds{4}, seconds{2}, seconds{2}}, seconds{10}, seconds{0}, seconds{1}},
                    {kAllClusters, kEast, kWest});
}

// What sounds, and where, from one second to another.
struct Sound {
  ClusterSet clusters = 0;
  int from = 0;
  int to = 0;
};

std::vector<std::string> switching(Amplifiers& amplifiers, const std::vector<Sound>& sounds,
                                   int until) {
  std::vector<std::string> told;
  for (Steady now = second(0); now <= second(until); now += std::chrono::milliseconds{500}) {
    const auto demand = [&](ClusterSet set) {
      AmplifierDemand asked;
      for (const Sound& sound : sounds) {
        if ((sound.clusters & set) == 0 || now >= second(sound.to)) continue;
        if (now >= second(sound.from))
          asked.sounding = true;
        else if (!asked.next || second(sound.from) < *asked.next)
          asked.next = second(sound.from);
      }
      return asked;
    };
    for (const auto& [line, on] : amplifiers.step(now, demand)) {
      const auto half = now.time_since_epoch() / std::chrono::milliseconds{500};
      told.push_back(std::to_string(half / 2) + (half % 2 != 0 ? ".5" : "") + (on ? " +" : " -") +
                     std::to_string(line));
    }
  }
  return told;
}

TEST(Amplifiers, SwitchOnlyTheLinesOfTheClustersThatSound) {
  Amplifiers amplifiers = lines_of_two_clusters();
  EXPECT_THAT(switching(amplifiers, {{kEast, 20, 30}}, 60),
              ElementsAre("15.5 +0", "17.5 +1", "40 -1", "40 -0"));
  EXPECT_FALSE(amplifiers.on());
}

TEST(Amplifiers, WhatServesAllStaysOnWhileAnyClusterIsOn) {
  Amplifiers amplifiers = lines_of_two_clusters();
  EXPECT_THAT(switching(amplifiers, {{kEast, 20, 30}, {kWest, 25, 50}}, 80),
              ElementsAre("15.5 +0", "17.5 +1", "22.5 +2", "40 -1", "60 -2", "60 -0"));
}

TEST(Amplifiers, ASoundForAllSwitchesAllInTheOrderOfTheConfiguration) {
  Amplifiers amplifiers = lines_of_two_clusters();
  EXPECT_THAT(switching(amplifiers, {{kAllClusters, 20, 21}}, 21),
              ElementsAre("15.5 +0", "17.5 +1", "17.5 +2"));
}

TEST(Amplifiers, ASoundWaitsForTheLinesOfItsOwnClustersOnly) {
  Amplifiers amplifiers = lines_of_two_clusters();
  EXPECT_EQ(amplifiers.ready_at(second(5), kEast), second(9));
  EXPECT_EQ(amplifiers.ready_at(second(5), 0), second(5));
  switching(amplifiers, {{kEast, 20, 30}}, 25);
  EXPECT_EQ(amplifiers.ready_at(second(25), kEast), second(25));
  EXPECT_EQ(amplifiers.ready_at(second(25), kWest), second(27));
}

TEST(Amplifiers, WithoutLinesThereIsNothingToWaitFor) {
  Amplifiers none({}, {});
  EXPECT_THAT(switching(none, {{kAllClusters, 1, 2}}, 3), IsEmpty());
  EXPECT_EQ(none.next_wakeup(), std::nullopt);
  EXPECT_EQ(none.ready_at(second(5), kAllClusters), second(5));
}

}  // namespace
}  // namespace loa::daemon
