// The station's own frames: house frame n belongs at n / 48000 s of the steady clock, whatever the
// devices' clocks do.
#pragma once

#include <cstdint>

#include "audio/air.h"

namespace loa::audio {

// Rounds to the nearest frame.
constexpr std::int64_t house_frame_at(base::Steady time) {
  return frames_in(time.time_since_epoch());
}
// With the fraction of a frame.
constexpr double house_position_at(base::Steady time) {
  return static_cast<double>(time.time_since_epoch().count()) * (kRate / 1e9);
}

}  // namespace loa::audio
