// The interpolating filter, and the search for the highest value.
#include "audio/true_peak.h"

#include <algorithm>
#include <cmath>

#include "audio/peak.h"
#include "audio/windowed_sinc.h"

namespace loa::audio {
namespace {

constexpr std::size_t kTaps = 2 * kTruePeakReach;
constexpr std::size_t kGaps = 3;  // values between two samples
constexpr std::size_t kMostPeaks = 256;
constexpr double kKaiserShape = 5.0;

using Taps = std::array<float, kTaps>;

Taps taps_at(double part) {
  Taps taps{};
  interpolation_taps(part, kKaiserShape, taps);
  return taps;
}

float magnitude_of(const Taps& taps) {
  float sum = 0;
  for (const float tap : taps) sum += std::abs(tap);
  return sum;
}

const std::array<Taps, kGaps> kFilter{taps_at(0.25), taps_at(0.5), taps_at(0.75)};
const float kMostRise = std::max(1.0F, magnitude_of(kFilter[1]));  // the middle's is the greatest

// One value for each sample of `in` but the last kTaps - 1 frames. Laid out for vectors.
void raise_to_gap(const Taps& taps, const float* in, std::span<float> highest) {
  for (std::size_t i = 0; i < highest.size(); ++i) {
    float value = 0;
    for (std::size_t k = 0; k < kTaps; ++k) value += taps[k] * in[i + 2 * k];
    highest[i] = std::max(highest[i], std::abs(value));
  }
}

}  // namespace

float most_true_peak_rise() { return kMostRise; }

void true_peaks(std::span<const float> frames, std::span<float> peaks) {
  std::array<float, kMostPeaks * 2> both{};
  const std::span<float> highest(both.data(), peaks.size() * 2);
  const auto* samples = frames.data() + (kTruePeakReach - 1) * 2;
  for (std::size_t i = 0; i < highest.size(); ++i) highest[i] = std::abs(samples[i]);
  for (const Taps& taps : kFilter) raise_to_gap(taps, frames.data(), highest);
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    peaks[i] = std::max(highest[2 * i], highest[2 * i + 1]);
  }
}

void TruePeakMeter::add(std::span<const float> frames) {
  while (!frames.empty()) {
    const auto part = frames.first(std::min(frames.size(), kChunk * 2));
    std::copy(part.begin(), part.end(), frames_.begin() + kBefore * 2);
    look(part.size() / 2);
    frames = frames.subspan(part.size());
  }
}

float TruePeakMeter::finish() {
  const std::array<float, kBefore * 2> silence{};
  add(silence);
  return peak_;
}

void TruePeakMeter::look(std::size_t fresh) {
  const auto all = std::span<const float>(frames_).first((kBefore + fresh) * 2);
  // Most of a medium is too soft to be searched.
  if (peak_of(all) * kMostRise > peak_) {
    std::array<float, kChunk> peaks{};
    const auto found = std::span(peaks).first(fresh);
    true_peaks(all, found);
    peak_ = std::max(peak_, *std::ranges::max_element(found));
  }
  std::copy(frames_.begin() + static_cast<std::ptrdiff_t>(fresh * 2),
            frames_.begin() + static_cast<std::ptrdiff_t>((fresh + kBefore) * 2), frames_.begin());
}

}  // namespace loa::audio
