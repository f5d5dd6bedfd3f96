#include "audio/windowed_sinc.h"

#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

namespace loa::audio {
namespace {

// Modified Bessel function of the first kind, order 0 (Abramowitz and Stegun 9.6.12).
double bessel_i0(double x) {
  double sum = 1;
  double term = 1;
  for (int k = 1; k < 30; ++k) {
    term *= (x / (2 * k)) * (x / (2 * k));
    sum += term;
  }
  return sum;
}

double windowed_sinc(double x, double half_width, double beta) {
  if (std::abs(x) >= half_width) return 0;
  const double angle = std::numbers::pi * x;
  return kaiser(x / half_width, beta) * (x == 0 ? 1 : std::sin(angle) / angle);
}

}  // namespace

double kaiser(double along, double beta) {
  return bessel_i0(beta * std::sqrt(1 - along * along)) / bessel_i0(beta);
}

void interpolation_taps(double part, double beta, std::span<float> taps) {
  const double half_width = static_cast<double>(taps.size()) / 2;
  std::vector<double> exact(taps.size());
  double sum = 0;
  for (std::size_t tap = 0; tap < taps.size(); ++tap) {
    exact[tap] =
        windowed_sinc(static_cast<double>(tap) - (half_width - 1) - part, half_width, beta);
    sum += exact[tap];
  }
  for (std::size_t tap = 0; tap < taps.size(); ++tap)
    taps[tap] = static_cast<float>(exact[tap] / sum);
}

}  // namespace loa::audio
