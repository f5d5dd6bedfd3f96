// Reads a signal between its samples, for clocks that run nearly alike.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "audio/air.h"

namespace loa::audio {

// Band-limited interpolation by a Kaiser-windowed sinc (J. O. Smith, "Digital Audio Resampling",
// section "Windowed Sinc Interpolation"): 32 taps, beta 8, flat to 20 kHz, and images 80 dB down.
// A whole number as position gives the sample itself. Does not allocate.
class Interpolator {
 public:
  // How many frames before and after a position read() looks at.
  static constexpr std::ptrdiff_t kBefore = 15;
  static constexpr std::ptrdiff_t kAfter = 16;
  static constexpr int kTaps = kBefore + 1 + kAfter;

  // Frame k of `out` becomes what `in` is at position + k * step, in frames of `in`, both of
  // interleaved stereo. All positions lie in [kBefore + 1, frames of `in` - kAfter - 1). `step` is
  // within 1 ± 0.001: one set of coefficients serves four frames, up to sixteen where it is
  // nearer 1.
  void read(std::span<const float> in, double position, double step, std::span<float> out) const;

 private:
  static constexpr int kPhases = 256;

  void blend(double fraction, std::span<float, kTaps> coefficients) const;

  static const std::vector<float>& table();

  const float* table_ = table().data();  // kPhases + 1 rows of kTaps
};

}  // namespace loa::audio
