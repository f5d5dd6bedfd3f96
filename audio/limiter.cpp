#include "audio/limiter.h"

#include <algorithm>
#include <cmath>

#include "audio/air.h"
#include "audio/peak.h"

namespace loa::audio {
namespace {

constexpr float kMargin = 0.98855309F;  // -0.1 dB
constexpr int kHold = kRate / 100;      // half a period of 50 Hz: low tones are not bent
constexpr float kRelease = 1.0F / (0.15F * kRate);
constexpr float kNearlyOne = 0.9995F;  // closer, and floats no longer move
constexpr std::int64_t kOne = std::int64_t{1} << 30;

}  // namespace

Limiter::Limiter(float ceiling) : threshold_(ceiling * kMargin) { reset(); }

void Limiter::reset() {
  frames_.fill(0);
  least_ = {};
  held_ = 1;
  hold_ = 0;
  calm_ = kSmoothing;
  first_.fill(kOne);
  second_.fill(kOne * static_cast<std::int64_t>(kFirstMean));
}

void Limiter::process(std::span<float> frames) {
  while (!frames.empty()) {
    const auto part = frames.first(std::min(frames.size(), kChunk * 2));
    limit(part);
    frames = frames.subspan(part.size());
  }
}

// The newest frames stand last in frames_, the delayed ones first.
void Limiter::limit(std::span<float> frames) {
  const std::size_t fresh = frames.size() / 2;
  std::copy(frames.begin(), frames.end(), frames_.begin() + kDelay * 2);
  const auto all = std::span<const float>(frames_).first((kDelay + fresh) * 2);
  const bool loud =
      peak_of(all.subspan((kDelay - kBefore) * 2)) * most_true_peak_rise() > threshold_;
  if (!loud && at_rest()) {
    std::copy_n(all.begin(), frames.size(), frames.begin());
  } else {
    find_gains(fresh, loud);
    for (std::size_t i = 0; i < fresh; ++i) {
      frames[2 * i] = all[2 * i] * gains_[i];
      frames[2 * i + 1] = all[2 * i + 1] * gains_[i];
    }
  }
  std::copy_n(all.end() - kDelay * 2, kDelay * 2, frames_.begin());
}

// One for each of the delayed frames that go out now.
void Limiter::find_gains(std::size_t fresh, bool loud) {
  const auto gains = std::span(gains_).first(fresh);
  std::ranges::fill(gains, 0.0F);
  if (loud) {
    const auto begin = (kDelay - kBefore) * 2;
    true_peaks(std::span<const float>(frames_).subspan(begin, (kBefore + fresh) * 2), gains);
  }
  for (float& gain : gains) gain = gain_for_peak(gain);
}

float Limiter::gain_for_peak(float peak) {
  constexpr double kWhole = static_cast<double>(kOne) * kFirstMean * kSecondMean;
  const float held = let_go(least_.next(peak > threshold_ ? threshold_ / peak : 1.0F));
  calm_ = held < 1 ? 0 : calm_ + 1;
  const auto exact = static_cast<std::int64_t>(held * static_cast<float>(kOne));
  return static_cast<float>(static_cast<double>(second_.next(first_.next(exact))) / kWhole);
}

float Limiter::let_go(float least) {
  if (least <= held_) {
    if (least < 1) hold_ = kHold;
    held_ = least;
  } else if (hold_ > 0) {
    --hold_;
  } else {
    held_ += (least - held_) * kRelease;
    if (held_ > kNearlyOne) held_ = least;
  }
  return held_;
}

float Limiter::Least::next(float gain) {
  ++now_;
  if (count_ > 0 && entry(0).at + kLeast <= now_) {
    first_ = (first_ + 1) % kLeast;
    --count_;
  }
  if (gain < 1) {
    while (count_ > 0 && entry(count_ - 1).gain >= gain) --count_;
    entry(count_++) = {gain, now_};
  }
  return count_ > 0 ? entry(0).gain : 1.0F;
}

}  // namespace loa::audio
