// Windows, their magnitudes, and how far those of now are from those of then.
#include "audio/repetition.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "audio/fft.h"
#include "audio/vectors.h"

namespace loa::audio {
namespace {

constexpr double kSameDistance = 0.1;  // of the first window's magnitude
constexpr double kSamePower = 1.26;    // 1 dB
constexpr double kLeastPower = 1e-7;   // of a window: -70 dBFS

// The same for all: it does not change.
const Fft& transform_of(std::size_t size) {
  static const Fft fft(size);
  return fft;
}

// Takes DC out and lets the ends fade (Hann), in place; the mean square.
double shape(std::span<float> window) {
  static const std::vector<float> fade = [size = window.size()] {
    std::vector<float> hann(size);
    for (std::size_t i = 0; i < size; ++i) {
      const double turn = (static_cast<double>(i) + 0.5) / static_cast<double>(size);
      hann[i] = static_cast<float>(0.5 - 0.5 * std::cos(2 * std::numbers::pi * turn));
    }
    return hann;
  }();
  float mean = 0;
  for (const float sample : window) mean += sample;
  mean /= static_cast<float>(window.size());
  float power = 0;
  for (std::size_t i = 0; i < window.size(); ++i) {
    window[i] = (window[i] - mean) * fade[i];
    power += window[i] * window[i];
  }
  return static_cast<double>(power) / static_cast<double>(window.size());
}

// Of left and half of right: sides that are each other's opposite would be nothing by a plain sum.
float side_sum(std::span<const float> frames) {
  FourFloats sums{};
  std::size_t at = 0;
  for (; at + 4 <= frames.size(); at += 4) sums += load_four(frames.data() + at);
  float sum = sums[0] + sums[2] + 0.5F * (sums[1] + sums[3]);
  for (; at + 1 < frames.size(); at += kChannels) sum += frames[at] + 0.5F * frames[at + 1];
  return sum;
}

float length_of(float x, float y) { return std::sqrt(x * x + y * y); }

}  // namespace

Repetition::Repetition() : fft_(&transform_of(kSize)) { shape(window_); }

void Repetition::add(std::span<const float> frames) {
  while (!frames.empty()) {
    const auto rest = static_cast<std::size_t>(kDecimation - summed_) * kChannels;
    const auto part = frames.first(std::min(rest, frames.size()));
    sum_ += side_sum(part);
    summed_ += static_cast<int>(part.size()) / kChannels;
    frames = frames.subspan(part.size());
    if (summed_ < kDecimation) return;
    take(sum_ / (1.5F * kDecimation));
    sum_ = 0;
    summed_ = 0;
  }
}

base::Duration Repetition::lasted() const {
  return duration_of(static_cast<std::int64_t>(same_) * kDecimation);
}

void Repetition::take(float sample) {
  ++since_;
  if (skip_ > 0) {
    --skip_;
    return;
  }
  window_[filled_++] = sample;
  if (filled_ < kWindow) return;
  judge();
  filled_ = 0;
  skip_next_ = !skip_next_;
  skip_ = skip_next_ ? kSkip : 0;
}

void Repetition::judge() {
  const double power = shape(window_);
  const double most = std::max(power, first_power_);
  if (power >= kLeastPower && most <= kSamePower * std::min(power, first_power_) &&
      distance() <= kSameDistance) {
    same_ = since_;
    return;
  }
  first_ = window_;
  first_power_ = power < kLeastPower ? 0 : power;
  since_ = kWindow;
  same_ = 0;
}

// Both windows' spectra by one transform: what is even in the real part and odd in the imaginary
// one is the first's.
double Repetition::distance() {
  std::fill(std::ranges::copy(first_, real_.begin()).out, real_.end(), 0.0F);
  std::fill(std::ranges::copy(window_, imaginary_.begin()).out, imaginary_.end(), 0.0F);
  fft_->forward(real_, imaginary_);
  float apart = 0;
  float whole = 0;
  for (std::size_t i = 1; i < kSize / 2; ++i) {
    const std::size_t j = kSize - i;
    const float then = length_of(real_[i] + real_[j], imaginary_[i] - imaginary_[j]);
    const float now = length_of(imaginary_[i] + imaginary_[j], real_[j] - real_[i]);
    apart += (now - then) * (now - then);
    whole += then * then;
  }
  return std::sqrt(static_cast<double>(apart / whole));
}

}  // namespace loa::audio
