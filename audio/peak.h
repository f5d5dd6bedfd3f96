// The loudest of many samples.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>

namespace loa::audio {

// Of samples that are all finite; 0 of none. In eight lanes, which compilers turn into vectors.
inline float peak_of(std::span<const float> samples) {
  constexpr std::size_t kLanes = 8;
  std::array<float, kLanes> peaks{};
  std::size_t at = 0;
  for (; at + kLanes <= samples.size(); at += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      peaks[lane] = std::max(peaks[lane], std::abs(samples[at + lane]));
  for (; at < samples.size(); ++at) peaks[0] = std::max(peaks[0], std::abs(samples[at]));
  return *std::max_element(peaks.begin(), peaks.end());
}

}  // namespace loa::audio
