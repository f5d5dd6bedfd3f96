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
// Read at once: what is mixed, watched and read of it stays in the processor's nearest cache.
constexpr std::int64_t kPiece = 1024;

}  // namespace

DriftMatch::DriftMatch(const std::vector<FrameProcessor*>& pipelines, Mix mix)
    : mix_(std::move(mix)), fresh_(pipelines.size()) {
  for (FrameProcessor* pipeline : pipelines) lanes_.push_back({pipeline});
}

bool DriftMatch::silent() const {
  return std::ranges::all_of(lanes_,
                             [](const Lane& lane) { return peak_of(lane.window) < kInaudible; });
}

void DriftMatch::read(double target, double ppm, std::span<float> out) {
  const std::size_t each = out.size() / lanes_.size();
  const auto frames = static_cast<std::int64_t>(each) / kChannels;
  aim(target, ppm, frames);
  for (std::int64_t done = 0; done < frames; done += kPiece)
    read_piece(std::min(kPiece, frames - done),
               out.subspan(static_cast<std::size_t>(done) * kChannels), each);
}

// `frames` of each lane, to `out` and every `each` samples behind it.
void DriftMatch::read_piece(std::int64_t frames, std::span<float> out, std::size_t each) {
  const double last = position_ + static_cast<double>(frames) * step_;
  mix_until(static_cast<std::int64_t>(last) + kMargin);
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const auto part = out.subspan(i * each, static_cast<std::size_t>(frames) * kChannels);
    const auto& window = lanes_[i].window;
    if (peak_of(window) < kInaudible) {
      std::ranges::fill(part, 0.0F);
    } else {
      interpolator_.read(window, position_ - static_cast<double>(begin_), step_, part);
    }
  }
  position_ = last;
  forget_before(static_cast<std::int64_t>(position_) - kHistory);
}

void DriftMatch::aim(double target, double ppm, std::int64_t frames) {
  const bool far_off = std::abs(target - position_) > kFarOff;
  if (!placed_ || far_off || silent()) begin_at(target);
  placed_ = true;
  const double settle = std::max(kSettle, static_cast<double>(frames));
  step_ = 1 / (1 + ppm * 1e-6) + std::clamp((target - position_) / settle, -kMostSlew, kMostSlew);
}

void DriftMatch::begin_at(double target) {
  const std::int64_t needed = static_cast<std::int64_t>(target) - Interpolator::kBefore - 1;
  position_ = target;
  if (needed >= begin_ && needed <= end_) return;
  for (Lane& lane : lanes_) {
    lane.window.clear();
    lane.pipeline->reset();
  }
  begin_ = end_ = needed - lanes_.front().pipeline->delay_frames();
}

void DriftMatch::mix_until(std::int64_t end) {
  if (end <= end_) return;
  const auto mixed = static_cast<std::size_t>(end_ - begin_) * kChannels;
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    auto& window = lanes_[i].window;
    window.resize(static_cast<std::size_t>(end - begin_) * kChannels);
    fresh_[i] = std::span(window).subspan(mixed);
  }
  mix_(end_ + lanes_.front().pipeline->delay_frames(), fresh_);
  for (std::size_t i = 0; i < lanes_.size(); ++i) lanes_[i].pipeline->process(fresh_[i]);
  end_ = end;
}

void DriftMatch::forget_before(std::int64_t frame) {
  if (frame <= begin_) return;
  const auto past = static_cast<std::ptrdiff_t>(std::min(frame, end_) - begin_) * kChannels;
  for (auto& [pipeline, window] : lanes_) window.erase(window.begin(), window.begin() + past);
  begin_ = std::min(frame, end_);
}

}  // namespace loa::audio
