#include "audio/interpolator.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "audio/vectors.h"
#include "audio/windowed_sinc.h"

namespace loa::audio {
namespace {

constexpr double kBeta = 8.0;
// Frames that share their coefficients, which are those of their middle, are this far from where
// they are read at most, while the step is within 1 ± 133e-6: as the clocks of sound cards are.
constexpr double kMostAside = 2e-4;

std::size_t frames_together(double step) {
  const double apart = std::abs(step - 1);
  if (apart * 7.5 <= kMostAside) return 16;
  return apart * 3.5 <= kMostAside ? 8 : 4;
}

using Coefficients = std::span<const float, Interpolator::kTaps>;

// `Frames` frames one after the other, from the same coefficients.
template <std::size_t Frames>
inline void weigh(const float* in, Coefficients coefficients, float* out) {
  constexpr std::size_t kLanes = 4;
  std::array<FourFloats, Frames * kChannels / kLanes> sums{};
  for (std::size_t tap = 0; tap < coefficients.size(); ++tap)
    for (std::size_t i = 0; i < sums.size(); ++i)
      sums[i] += coefficients[tap] * load_four(in + tap * kChannels + i * kLanes);
  for (std::size_t i = 0; i < sums.size(); ++i) store_four(sums[i], out + i * kLanes);
}

inline void weigh_one(const float* in, Coefficients coefficients, float* out) {
  out[0] = out[1] = 0;
  for (std::size_t tap = 0; tap < coefficients.size(); ++tap) {
    out[0] += coefficients[tap] * in[tap * kChannels];
    out[1] += coefficients[tap] * in[tap * kChannels + 1];
  }
}

inline void weigh_all(const float* in, Coefficients coefficients, std::span<float> out) {
  constexpr std::size_t kFour = std::size_t{4} * kChannels;
  float* to = out.data();
  std::size_t at = 0;
  for (; at + 2 * kFour <= out.size(); at += 2 * kFour) weigh<8>(in + at, coefficients, to + at);
  for (; at + kFour <= out.size(); at += kFour) weigh<4>(in + at, coefficients, to + at);
  for (; at < out.size(); at += kChannels) weigh_one(in + at, coefficients, to + at);
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

inline void Interpolator::blend(double fraction, std::span<float, kTaps> coefficients) const {
  const double place = fraction * kPhases;
  const auto phase = static_cast<std::size_t>(place);
  const auto weight = static_cast<float>(place - static_cast<double>(phase));
  const float* low = table_ + phase * kTaps;
  const float* high = low + kTaps;
  for (std::size_t tap = 0; tap < kTaps; ++tap)
    coefficients[tap] = low[tap] + weight * (high[tap] - low[tap]);
}

LOA_WIDE void Interpolator::read(std::span<const float> in, double position, double step,
                                 std::span<float> out) const {
  std::array<float, kTaps> coefficients;
  const std::size_t frames = out.size() / kChannels;
  const std::size_t together = frames_together(step);
  const double to_middle = (step - 1) * static_cast<double>(together - 1) / 2;
  for (std::size_t k = 0; k < frames; k += together) {
    const double at = position + static_cast<double>(k) * step + to_middle;
    const auto whole = static_cast<std::ptrdiff_t>(at);
    blend(at - static_cast<double>(whole), coefficients);
    weigh_all(in.data() + (whole - kBefore) * kChannels, coefficients,
              out.subspan(k * kChannels, std::min(together, frames - k) * kChannels));
  }
}

}  // namespace loa::audio
