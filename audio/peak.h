// The loudest of many samples.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>

#include "audio/vectors.h"

namespace loa::audio {

// Of samples that are all finite; 0 of none.
inline float peak_of(std::span<const float> samples) {
  constexpr std::size_t kLanes = 4;
  std::array<FourFloats, 2> peaks{};
  std::size_t at = 0;
  for (; at + 2 * kLanes <= samples.size(); at += 2 * kLanes) {
    peaks[0] = greater(magnitude(load_four(samples.data() + at)), peaks[0]);
    peaks[1] = greater(magnitude(load_four(samples.data() + at + kLanes)), peaks[1]);
  }
  float peak = greatest(greater(peaks[0], peaks[1]));
  for (; at < samples.size(); ++at) peak = std::max(peak, std::abs(samples[at]));
  return peak;
}

}  // namespace loa::audio
