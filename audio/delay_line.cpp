#include "audio/delay_line.h"

#include <algorithm>
#include <utility>

#include "audio/air.h"

namespace loa::audio {

DelayLine::DelayLine(base::Duration delay)
    : held_(static_cast<std::size_t>(frames_in(delay)) * kChannels) {}

void DelayLine::process(std::span<float> frames) {
  if (held_.empty()) return;
  for (float& sample : frames) {
    sample = std::exchange(held_[at_], sample);
    if (++at_ == held_.size()) at_ = 0;
  }
}

void DelayLine::reset() { std::ranges::fill(held_, 0.0F); }

}  // namespace loa::audio
