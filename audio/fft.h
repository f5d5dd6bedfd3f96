// The fast Fourier transform of a fixed power of two.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace loa::audio {

// In place, real and imaginary parts apart, so that compilers turn the loops into vectors. Without
// scaling: forward and inverse together multiply by size(). Radix 2, decimation in time (Cooley and
// Tukey). Forty lines that nothing else needs are less to keep than a library.
class Fft {
 public:
  explicit Fft(std::size_t size);  // a power of two, 2 or more

  std::size_t size() const { return order_.size(); }
  void forward(std::span<float> real, std::span<float> imaginary) const;
  void inverse(std::span<float> real, std::span<float> imaginary) const {
    forward(imaginary, real);
  }

 private:
  std::vector<std::size_t> order_;  // bits reversed
  std::vector<float> cosines_;      // for each stage its own, one behind the other
  std::vector<float> sines_;
};

}  // namespace loa::audio
