// Volume and meter.
#include "audio/pipeline.h"

#include <algorithm>
#include <cmath>

#include "audio/air.h"
#include "audio/peak.h"

namespace loa::audio {
namespace {

constexpr int kRampFrames = kRate / 20;
constexpr int kMeterStepFrames = kRate / 100;

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

void Meter::process(std::span<float> frames) {
  while (!frames.empty()) {
    const auto rest = static_cast<std::size_t>(kMeterStepFrames - frames_in_step_) * kChannels;
    const auto part = frames.first(std::min(rest, frames.size()));
    peaks_[step_] = std::max(peaks_[step_], peak_of(part));
    frames_in_step_ += static_cast<int>(part.size()) / kChannels;
    frames = frames.subspan(part.size());
    if (frames_in_step_ < kMeterStepFrames) continue;
    frames_in_step_ = 0;
    step_ = (step_ + 1) % kSteps;
    peaks_[step_] = 0;
  }
}

float Meter::peak() const { return *std::max_element(peaks_.begin(), peaks_.end()); }

}  // namespace loa::audio
