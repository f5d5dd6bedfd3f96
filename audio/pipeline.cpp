// Volume.
#include "audio/pipeline.h"

#include "audio/air.h"

namespace loa::audio {
namespace {

constexpr int kRampFrames = kRate / 20;

}  // namespace

void GainRamp::set(float target) {
  target_ = target;
  step_ = (target_ - gain_) / kRampFrames;
}

void GainRamp::process(std::span<float> frames) {
  if (gain_ == target_ && gain_ == 1.0F) return;
  for (std::size_t i = 0; i + 1 < frames.size(); i += kChannels) {
    if (gain_ != target_) {
      gain_ += step_;
      if ((step_ >= 0) == (gain_ >= target_)) gain_ = target_;
    }
    frames[i] *= gain_;
    frames[i + 1] *= gain_;
  }
}

}  // namespace loa::audio
