#include "audio/drift_match.h"

#include <algorithm>
#include <cmath>

#include "audio/peak.h"

namespace loa::audio {
namespace {

constexpr double kSettle = 1.0 * kRate;    // frames in which an error shrinks to a third
constexpr double kMostSlew = 300e-6;       // beside the device's own error
constexpr double kFarOff = 0.020 * kRate;  // frames: too far to glide
constexpr float kInaudible = 1e-6F;        // -120 dBFS
constexpr std::int64_t kHistory = 64;      // kept, so that a jump in silence may go back a little
constexpr std::int64_t kMargin = Interpolator::kAfter + 3;

}  // namespace

void DriftMatch::read(double target, double ppm, std::span<float> out) {
  const auto frames = static_cast<std::int64_t>(out.size()) / kChannels;
  aim(target, ppm, frames);
  const double last = position_ + static_cast<double>(frames) * step_;
  mix_until(static_cast<std::int64_t>(last) + kMargin);
  if (peak_of(window_) < kInaudible) {
    std::ranges::fill(out, 0.0F);
  } else {
    interpolator_.read(window_, position_ - static_cast<double>(begin_), step_, out);
  }
  position_ = last;
  forget_before(static_cast<std::int64_t>(position_) - kHistory);
}

void DriftMatch::aim(double target, double ppm, std::int64_t frames) {
  const bool far_off = std::abs(target - position_) > kFarOff;
  if (!placed_ || far_off || peak_of(window_) < kInaudible) begin_at(target);
  placed_ = true;
  const double settle = std::max(kSettle, static_cast<double>(frames));
  step_ = 1 / (1 + ppm * 1e-6) + std::clamp((target - position_) / settle, -kMostSlew, kMostSlew);
}

void DriftMatch::begin_at(double target) {
  const std::int64_t needed = static_cast<std::int64_t>(target) - Interpolator::kBefore - 1;
  position_ = target;
  if (needed >= begin_ && needed <= end_) return;
  window_.clear();
  pipeline_.reset();
  begin_ = end_ = needed - pipeline_.delay_frames();
}

void DriftMatch::mix_until(std::int64_t end) {
  if (end <= end_) return;
  const auto mixed = static_cast<std::size_t>(end_ - begin_) * kChannels;
  window_.resize(static_cast<std::size_t>(end - begin_) * kChannels, 0.0F);
  const std::span fresh = std::span(window_).subspan(mixed);
  mix_(end_ + pipeline_.delay_frames(), fresh);
  pipeline_.process(fresh);
  end_ = end;
}

void DriftMatch::forget_before(std::int64_t frame) {
  if (frame <= begin_) return;
  const auto past = static_cast<std::ptrdiff_t>(std::min(frame, end_) - begin_) * kChannels;
  window_.erase(window_.begin(), window_.begin() + past);
  begin_ = std::min(frame, end_);
}

}  // namespace loa::audio
