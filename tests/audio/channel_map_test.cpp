// Which cluster's sound stands on which channel.
#include "audio/channel_map.h"

#include <gmock/gmock.h>

namespace loa::audio {
namespace {

using testing::ElementsAre;

Cluster on(std::vector<int> channels) { return {"cụm", std::move(channels)}; }

std::vector<float> laid(const ChannelMap& map, const std::vector<float>& lanes,
                        std::size_t frames) {
  std::vector<float> device(frames * static_cast<std::size_t>(map.channels()), 9.0F);
  const std::span<const float> laid = map.lay(lanes, device);
  return {laid.begin(), laid.end()};
}

TEST(ChannelMap, WithoutClustersFramesPassAsTheyAre) {
  const ChannelMap map({});
  EXPECT_EQ(map.lanes(), 1U);
  EXPECT_EQ(map.channels(), 2);
  EXPECT_THAT(laid(map, {1, 2, 3, 4}, 2), ElementsAre(1, 2, 3, 4));
}

TEST(ChannelMap, ACardsTwoSidesCanBeTwoClusters) {
  const ChannelMap map({on({1}), on({2})});
  EXPECT_EQ(map.channels(), 2);
  EXPECT_THAT(laid(map, {1, 3, 5, 7, /* the second lane */ 0, 2, 0, 4}, 2),
              ElementsAre(2, 1, 6, 2));
}

TEST(ChannelMap, SeveralChannelsGetLeftAndRightInTurnAndWhatBelongsToNobodyIsSilent) {
  const ChannelMap map({on({4, 2, 5}), on({7})});
  EXPECT_EQ(map.channels(), 7);
  EXPECT_THAT(laid(map, {1, 2, /* the second lane */ 6, 8}, 1), ElementsAre(0, 2, 0, 1, 1, 0, 7));
}

TEST(ChannelMap, OneClusterOnTheFirstChannelStillNeedsAStereoDevice) {
  const ChannelMap map({on({1})});
  EXPECT_EQ(map.channels(), 2);
  EXPECT_THAT(laid(map, {1, 3}, 1), ElementsAre(2, 0));
}

}  // namespace
}  // namespace loa::audio
