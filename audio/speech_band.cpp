// Filter and place.
#include "audio/speech_band.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "audio/windowed_sinc.h"

namespace loa::audio {
namespace {

constexpr double kCutOff = 4000.0 / kRate;  // 3.4 kHz passes, 4.6 kHz folds back to 3.4 kHz
constexpr double kKaiserBeta = 5.65;        // 60 dB: 0.1102 (A - 8.7), Kaiser 1974
constexpr std::int64_t kMended = 16;        // samples
constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

}  // namespace

SpeechDecimator::SpeechDecimator() : line_(kTaps - 1, 0.0F) {
  constexpr double kMiddle = (kTaps - 1) / 2.0;
  for (std::size_t i = 0; i < kTaps; ++i) {
    const double x = static_cast<double>(i) - kMiddle;
    const double angle = 2 * std::numbers::pi * kCutOff * x;
    const double sinc = x == 0 ? 2 * kCutOff : 2 * kCutOff * std::sin(angle) / angle;
    taps_[i] = static_cast<float>(sinc * kaiser(x / kMiddle, kKaiserBeta));
  }
}

base::Duration SpeechDecimator::latency() { return duration_of((kTaps - 1) / 2); }

void SpeechDecimator::add(std::span<const float> mono, std::vector<float>& out) {
  line_.insert(line_.end(), mono.begin(), mono.end());
  std::size_t at = 0;
  for (; at + kTaps <= line_.size(); at += kSpeechRatio) {
    // In lanes, which compilers turn into vectors.
    std::array<float, 8> sums{};
    std::size_t tap = 0;
    for (; tap + sums.size() <= kTaps; tap += sums.size())
      for (std::size_t lane = 0; lane < sums.size(); ++lane)
        sums[lane] += line_[at + tap + lane] * taps_[tap + lane];
    float sum = 0;
    for (; tap < kTaps; ++tap) sum += line_[at + tap] * taps_[tap];
    for (const float lane : sums) sum += lane;
    out.push_back(sum);
  }
  line_.erase(line_.begin(), line_.begin() + static_cast<std::ptrdiff_t>(at));
}

SpeechTrack::SpeechTrack() : samples_(kKept, kNone) {}

std::int64_t SpeechTrack::number_at(base::Steady time) {
  constexpr std::int64_t kNanoseconds = 1'000'000'000 / kSpeechRate;
  return (time.time_since_epoch().count() + kNanoseconds / 2) / kNanoseconds;
}

base::Steady SpeechTrack::time_of(std::int64_t number) {
  return base::Steady{base::Duration{number * (1'000'000'000 / kSpeechRate)}};
}

void SpeechTrack::put(std::int64_t number, float sample) {
  samples_[static_cast<std::size_t>(number) % kKept] = sample;
}

void SpeechTrack::add(base::Steady first, std::span<const float> samples) {
  std::int64_t number = number_at(first);
  const std::int64_t gap = number - end_;
  if (empty_ || gap > static_cast<std::int64_t>(kKept) || gap < -std::int64_t{kSpeechRate}) {
    std::ranges::fill(samples_, kNone);
    end_ = number;
    empty_ = false;
  }
  const float last = samples_[static_cast<std::size_t>(end_ - 1) % kKept];
  for (; end_ < number; ++end_) put(end_, gap <= kMended ? last : kNone);
  for (const float sample : samples) {
    if (number >= end_) put(number, sample);
    ++number;
  }
  end_ = std::max(end_, number);
}

bool SpeechTrack::copy(std::int64_t from, std::span<float> out) const {
  const auto count = static_cast<std::int64_t>(out.size());
  if (empty_ || from < 0 || from + count > end_) return false;
  if (end_ - from > static_cast<std::int64_t>(kKept)) return false;
  for (std::int64_t i = 0; i < count; ++i) {
    const float sample = samples_[static_cast<std::size_t>(from + i) % kKept];
    if (std::isnan(sample)) return false;
    out[static_cast<std::size_t>(i)] = sample;
  }
  return true;
}

}  // namespace loa::audio
