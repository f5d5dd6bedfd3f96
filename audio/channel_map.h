// From lanes, one for each cluster, to the device's channels.
#pragma once

#include <span>
#include <vector>

#include "audio/cluster.h"

namespace loa::audio {

// Immutable; any thread.
class ChannelMap {
 public:
  // None: one lane, the device's two channels.
  explicit ChannelMap(const std::vector<Cluster>& clusters);

  std::size_t lanes() const { return lanes_; }
  // As many as the device must have.
  int channels() const { return static_cast<int>(routes_.size()); }
  // `lanes`: one lane after another, each of interleaved stereo. Interleaved frames of channels():
  // `lanes` itself, or what `device` was replaced by. Channels that belong to no cluster are
  // silent.
  std::span<const float> lay(std::span<const float> lanes, std::vector<float>& device) const;

 private:
  struct Route {
    std::size_t lane = 0;
    float left = 0;
    float right = 0;
  };
  void lay_channel(const Route& route, std::span<const float> lanes, std::span<float> device,
                   std::size_t channel) const;

  std::size_t lanes_ = 1;
  bool plain_ = true;
  std::vector<Route> routes_;  // by device channel
};

}  // namespace loa::audio
