// Spectra, weights, the peak.
#include "audio/correlate.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "audio/level_meter.h"

namespace loa::audio {
namespace {

constexpr std::size_t kLow = 300;    // Hz
constexpr std::size_t kHigh = 3400;  // Hz

}  // namespace

Correlator::Correlator(double whitening)
    : whitening_(whitening),
      real_(kSize),
      imaginary_(kSize),
      cross_real_(kSize),
      cross_imaginary_(kSize) {}

Match Correlator::compare(std::span<const float> sent, std::span<const float> captured) {
  // Two real signals are one complex one: half the work.
  std::ranges::fill(real_, 0.0F);
  std::ranges::fill(imaginary_, 0.0F);
  std::ranges::copy(sent, real_.begin());
  std::ranges::copy(captured, imaginary_.begin());
  fft_.forward(real_, imaginary_);
  split();
  Match match;
  match.sent_db = power_decibels(sent_power_ / static_cast<double>(kWindow));
  match.heard_db = power_decibels(heard_power_ / static_cast<double>(kCaptured));
  const double sum = whiten();
  if (sum <= 0) return match;
  fft_.inverse(real_, imaginary_);
  // A loudspeaker that is wired the other way round is heard as well.
  const auto lags = std::span(real_).first(kLatest - kEarliest + 1);
  const auto best =
      std::ranges::max_element(lags, [](float a, float b) { return std::abs(a) < std::abs(b); });
  double squares = 0;
  for (const float lag : lags) squares += static_cast<double>(lag) * static_cast<double>(lag);
  const double deviation = std::sqrt(squares / static_cast<double>(lags.size()));
  const auto place = static_cast<std::int64_t>(best - lags.begin());
  match.score = deviation > 0 ? static_cast<double>(std::abs(*best)) / deviation : 0;
  match.delay = place + kEarliest;
  match.gain_db = decibels(gain_at(place, sent_power_));
  return match;
}

// From the spectrum of sent + i captured to the cross-spectrum, in the band.
void Correlator::split() {
  constexpr std::size_t kFirst = kLow * kSize / kSpeechRate;
  constexpr std::size_t kLast = kHigh * kSize / kSpeechRate;
  std::ranges::fill(cross_real_, 0.0F);
  std::ranges::fill(cross_imaginary_, 0.0F);
  double sent = 0;
  double heard = 0;
  for (std::size_t k = kFirst; k <= kLast; ++k) {
    const std::size_t mirror = kSize - k;
    const float sent_real = (real_[k] + real_[mirror]) / 2;
    const float sent_imaginary = (imaginary_[k] - imaginary_[mirror]) / 2;
    const float heard_real = (imaginary_[k] + imaginary_[mirror]) / 2;
    const float heard_imaginary = (real_[mirror] - real_[k]) / 2;
    cross_real_[k] = heard_real * sent_real + heard_imaginary * sent_imaginary;
    cross_imaginary_[k] = heard_imaginary * sent_real - heard_real * sent_imaginary;
    sent += static_cast<double>(sent_real * sent_real + sent_imaginary * sent_imaginary);
    heard += static_cast<double>(heard_real * heard_real + heard_imaginary * heard_imaginary);
  }
  // Parseval: both halves of the spectrum.
  sent_power_ = 2 * sent / static_cast<double>(kSize);
  heard_power_ = 2 * heard / static_cast<double>(kSize);
}

// The weighted cross-spectrum into real_ and imaginary_; the sum of its magnitudes.
double Correlator::whiten() {
  std::ranges::fill(real_, 0.0F);
  std::ranges::fill(imaginary_, 0.0F);
  double sum = 0;
  for (std::size_t k = kLow * kSize / kSpeechRate; k <= kHigh * kSize / kSpeechRate; ++k) {
    const float magnitude = std::hypot(cross_real_[k], cross_imaginary_[k]);
    if (magnitude <= 0) continue;
    const float weight = std::pow(magnitude, -static_cast<float>(whitening_));
    real_[k] = cross_real_[k] * weight;
    imaginary_[k] = cross_imaginary_[k] * weight;
    sum += static_cast<double>(magnitude * weight);
  }
  return sum;
}

// The projection of what was heard at `lag` on what was sent.
double Correlator::gain_at(std::int64_t lag, double sent_power) const {
  double sum = 0;
  const double turn = 2 * std::numbers::pi * static_cast<double>(lag) / static_cast<double>(kSize);
  for (std::size_t k = kLow * kSize / kSpeechRate; k <= kHigh * kSize / kSpeechRate; ++k) {
    const double angle = turn * static_cast<double>(k);
    sum += static_cast<double>(cross_real_[k]) * std::cos(angle) -
           static_cast<double>(cross_imaginary_[k]) * std::sin(angle);
  }
  return std::abs(2 * sum / static_cast<double>(kSize)) / sent_power;
}

}  // namespace loa::audio
