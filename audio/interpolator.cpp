#include "audio/interpolator.h"

#include <algorithm>
#include <array>

#include "audio/windowed_sinc.h"

namespace loa::audio {
namespace {

constexpr double kBeta = 8.0;
constexpr std::size_t kTogether = 4;  // frames that share their coefficients

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

// A medium may begin in the middle of a broadcast: made once, at the first use of all.
const std::vector<float>& Interpolator::table() {
  static const std::vector<float> rows = [] {
    std::vector<float> made(std::size_t{kPhases + 1} * kTaps);
    for (std::size_t phase = 0; phase <= kPhases; ++phase)
      interpolation_taps(static_cast<double>(phase) / kPhases, kBeta,
                         std::span(made).subspan(phase * kTaps, kTaps));
    return made;
  }();
  return rows;
}

void Interpolator::blend(double fraction,
                         std::span<float, std::size_t{2} * kTaps> coefficients) const {
  const double place = fraction * kPhases;
  const auto phase = static_cast<std::size_t>(place);
  const auto weight = static_cast<float>(place - static_cast<double>(phase));
  const float* low = table_ + phase * kTaps;
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
