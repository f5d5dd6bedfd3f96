#include "audio/channel_map.h"

#include <algorithm>

#include "audio/air.h"

namespace loa::audio {

ChannelMap::ChannelMap(const std::vector<Cluster>& clusters) {
  if (clusters.empty()) {
    routes_ = {{0, 1, 0}, {0, 0, 1}};
    return;
  }
  plain_ = false;
  lanes_ = clusters.size();
  for (std::size_t lane = 0; lane < clusters.size(); ++lane) {
    const auto& channels = clusters[lane].channels;
    for (std::size_t i = 0; i < channels.size(); ++i) {
      const auto channel = static_cast<std::size_t>(channels[i]);
      routes_.resize(std::max({routes_.size(), channel, std::size_t{kChannels}}));
      const Route alone{lane, 0.5F, 0.5F};
      const Route in_turn = i % 2 == 0 ? Route{lane, 1, 0} : Route{lane, 0, 1};
      routes_[channel - 1] = channels.size() == 1 ? alone : in_turn;
    }
  }
}

std::span<const float> ChannelMap::lay(std::span<const float> lanes,
                                       std::vector<float>& device) const {
  if (plain_) return lanes;
  device.resize(lanes.size() / (lanes_ * kChannels) * routes_.size());
  for (std::size_t channel = 0; channel < routes_.size(); ++channel)
    lay_channel(routes_[channel], lanes, device, channel);
  return device;
}

void ChannelMap::lay_channel(const Route& route, std::span<const float> lanes,
                             std::span<float> device, std::size_t channel) const {
  const std::size_t frames = device.size() / routes_.size();
  const float* from = lanes.data() + route.lane * frames * kChannels;
  for (std::size_t i = 0; i < frames; ++i)
    device[i * routes_.size() + channel] = route.left * from[2 * i] + route.right * from[2 * i + 1];
}

}  // namespace loa::audio
