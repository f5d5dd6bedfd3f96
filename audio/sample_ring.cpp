// A ring of samples between two counters.
#include "audio/sample_ring.h"

#include <algorithm>

namespace loa::audio {

void SampleRing::put(std::span<const float> samples) {
  const std::size_t begin = put_.load(std::memory_order_relaxed);
  const std::size_t used = begin - taken_.load(std::memory_order_acquire);
  const std::size_t count = std::min(samples.size(), samples_.size() - used);
  for (std::size_t i = 0; i < count; ++i) samples_[(begin + i) % samples_.size()] = samples[i];
  put_.store(begin + count, std::memory_order_release);
}

std::size_t SampleRing::take(std::span<float> out) {
  const std::size_t begin = taken_.load(std::memory_order_relaxed);
  const std::size_t there = put_.load(std::memory_order_acquire) - begin;
  const std::size_t count = std::min(out.size(), there);
  for (std::size_t i = 0; i < count; ++i) out[i] = samples_[(begin + i) % samples_.size()];
  taken_.store(begin + count, std::memory_order_release);
  return count;
}

}  // namespace loa::audio
