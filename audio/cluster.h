// Clusters of loudspeakers (cụm loa): each has channels of a sound device, and a level and a moment
// of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"

namespace loa::audio {

inline constexpr std::size_t kMostClusters = 16;
inline constexpr int kMostDeviceChannels = 32;

struct Cluster {
  std::string name;
  // Of the device, counted from 1. One alone gets the mean of left and right; several get left and
  // right in turn. No channel of a device belongs to two clusters.
  std::vector<int> channels;
  float gain = 1.0F;        // linear, 0..1, below the station's volume
  double ceiling_dbtp = 0;  // of its own limiter, true peak; the station's holds where it is lower
  base::Duration delay{0};  // it sounds so much later than the clock says, 0..2 s
  std::string output = {};  // its device, as LiveAirSettings::output; "" for the station's
};

// Bit k is the k-th cluster. A device without clusters is one cluster, the first.
using ClusterSet = std::uint32_t;
inline constexpr ClusterSet kAllClusters = ~ClusterSet{0};
constexpr bool contains(ClusterSet set, std::size_t cluster) { return (set >> cluster & 1) != 0; }

}  // namespace loa::audio
