#include "audio/interpolator.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace loa::audio {
namespace {

constexpr double kBeta = 8.0;
constexpr std::size_t kTogether = 4;  // frames that share their coefficients

// Modified Bessel function of the first kind and order 0, by its series.
double bessel_i0(double x) {
  double sum = 1;
  double term = 1;
  for (int k = 1; term > sum * 1e-12; ++k) {
    term *= (x / 2 / k) * (x / 2 / k);
    sum += term;
  }
  return sum;
}

double windowed_sinc(double x, double half_width) {
  if (std::abs(x) >= half_width) return 0;
  const double at = x / half_width;
  const double window = bessel_i0(kBeta * std::sqrt(1 - at * at)) / bessel_i0(kBeta);
  const double angle = std::numbers::pi * x;
  return window * (x == 0 ? 1 : std::sin(angle) / angle);
}

// Both channels at once, in eight lanes that compilers turn into vectors.
template <std::size_t Size>
void weigh(const float* in, const std::array<float, Size>& coefficients, float* out) {
  constexpr std::size_t kLanes = 8;
  std::array<float, kLanes> sums{};
  for (std::size_t at = 0; at < Size; at += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      sums[lane] += coefficients[at + lane] * in[at + lane];
  out[0] = (sums[0] + sums[2]) + (sums[4] + sums[6]);
  out[1] = (sums[1] + sums[3]) + (sums[5] + sums[7]);
}

}  // namespace

Interpolator::Interpolator() {
  for (int phase = 0; phase <= kPhases; ++phase) {
    std::array<double, kTaps> row{};
    double sum = 0;
    for (int tap = 0; tap < kTaps; ++tap) {
      const double distance = tap - kBefore - static_cast<double>(phase) / kPhases;
      row[static_cast<std::size_t>(tap)] = windowed_sinc(distance, kTaps / 2.0);
      sum += row[static_cast<std::size_t>(tap)];
    }
    // What stands still keeps its level at every phase.
    for (const double weight : row) table_.push_back(static_cast<float>(weight / sum));
  }
}

void Interpolator::blend(double fraction,
                         std::span<float, std::size_t{2} * kTaps> coefficients) const {
  const double place = fraction * kPhases;
  const auto phase = static_cast<std::size_t>(place);
  const auto weight = static_cast<float>(place - static_cast<double>(phase));
  const float* low = table_.data() + phase * kTaps;
  const float* high = low + kTaps;
  for (std::size_t tap = 0; tap < kTaps; ++tap) {
    const float value = low[tap] + weight * (high[tap] - low[tap]);
    coefficients[2 * tap] = coefficients[2 * tap + 1] = value;
  }
}

void Interpolator::read(std::span<const float> in, double position, double step,
                        std::span<float> out) const {
  std::array<float, std::size_t{2} * kTaps> coefficients;
  const std::size_t frames = out.size() / kChannels;
  // The coefficients of four frames are those of their middle.
  const double to_middle = (step - 1) * (kTogether - 1) / 2;
  for (std::size_t k = 0; k < frames; k += kTogether) {
    const double at = position + static_cast<double>(k) * step + to_middle;
    const auto whole = static_cast<std::ptrdiff_t>(at);
    blend(at - static_cast<double>(whole), coefficients);
    const float* from = in.data() + (whole - kBefore) * kChannels;
    for (std::size_t i = k; i < std::min(k + kTogether, frames); ++i, from += kChannels)
      weigh(from, coefficients, out.data() + i * kChannels);
  }
}

}  // namespace loa::audio
