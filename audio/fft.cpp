// Butterflies.
#include "audio/fft.h"

#include <cmath>
#include <numbers>
#include <utility>

namespace loa::audio {

Fft::Fft(std::size_t size) : order_(size) {
  for (std::size_t i = 1; i < size; ++i) {
    order_[i] = order_[i / 2] / 2 + ((i & 1U) != 0 ? size / 2 : 0);
  }
  for (std::size_t half = 1; half < size; half *= 2) {
    for (std::size_t i = 0; i < half; ++i) {
      const double angle = -std::numbers::pi * static_cast<double>(i) / static_cast<double>(half);
      cosines_.push_back(static_cast<float>(std::cos(angle)));
      sines_.push_back(static_cast<float>(std::sin(angle)));
    }
  }
}

void Fft::forward(std::span<float> real, std::span<float> imaginary) const {
  for (std::size_t i = 0; i < size(); ++i) {
    if (order_[i] <= i) continue;
    std::swap(real[i], real[order_[i]]);
    std::swap(imaginary[i], imaginary[order_[i]]);
  }
  for (std::size_t half = 1; half < size(); half *= 2) {
    const float* cosine = &cosines_[half - 1];
    const float* sine = &sines_[half - 1];
    for (std::size_t block = 0; block < size(); block += 2 * half) {
      float* a = &real[block];
      float* b = &imaginary[block];
      for (std::size_t i = 0; i < half; ++i) {
        const float x = a[half + i] * cosine[i] - b[half + i] * sine[i];
        const float y = a[half + i] * sine[i] + b[half + i] * cosine[i];
        a[half + i] = a[i] - x;
        b[half + i] = b[i] - y;
        a[i] += x;
        b[i] += y;
      }
    }
  }
}

}  // namespace loa::audio
