// Samples on their way from one thread to another.
#pragma once

#include <atomic>
#include <cstddef>
#include <span>
#include <vector>

namespace loa::audio {

// One thread puts, one takes; neither ever waits for the other.
class SampleRing {
 public:
  explicit SampleRing(std::size_t samples) : samples_(samples) {}

  // What does not fit is dropped.
  void put(std::span<const float> samples);
  // Moves up to out.size() of the oldest into `out`; how many.
  std::size_t take(std::span<float> out);

 private:
  std::vector<float> samples_;
  std::atomic<std::size_t> put_{0};  // how many ever
  std::atomic<std::size_t> taken_{0};
};

}  // namespace loa::audio
