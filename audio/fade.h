// How a voice begins and ends without a click: gains that depend on the place in the media alone.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace loa::audio {

// From 1 to 0 over [from, to) along half a cosine, whose slope is nowhere more than pi/2 / (to -
// from).
struct FadeOut {
  std::int64_t from = 0;
  std::int64_t to = 0;

  float at(std::int64_t frame) const {
    if (frame < from) return 1.0F;
    if (frame >= to) return 0.0F;
    const auto done = static_cast<float>(frame - from) / static_cast<float>(to - from);
    return 0.5F + 0.5F * std::cos(done * std::numbers::pi_v<float>);
  }
};

// From nearly 0 to 1 over [from, from + length) in a straight line; 1 before and after.
struct FadeIn {
  std::int64_t from = 0;
  std::int64_t length = 0;

  float at(std::int64_t frame) const {
    if (frame < from || frame >= from + length) return 1.0F;
    return static_cast<float>(frame - from + 1) / static_cast<float>(length + 1);
  }
};

}  // namespace loa::audio
