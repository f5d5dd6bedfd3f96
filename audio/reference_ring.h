// What was sent to the device, on its way from the audio thread to the loopback's.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "audio/air.h"

namespace loa::audio {

struct ReferenceBlock {
  static constexpr std::size_t kFrames = 960;  // 20 ms; a multiple of 6
  base::Steady at{};                           // when its first frame is presented
  CueId cue = 0;
  std::size_t frames = 0;
  std::array<float, kFrames> mono{};
};

// One thread puts, one takes; neither ever waits for the other. Holds 2.5 s.
class ReferenceRing {
 public:
  ReferenceRing() : blocks_(kBlocks) {}

  // Mixes interleaved stereo down to mono. What does not fit is dropped, and counted in blocks.
  void put(base::Steady at, CueId cue, std::span<const float> frames);
  // The oldest block, until pop(); null if there is none.
  const ReferenceBlock* front() const;
  void pop() { taken_.fetch_add(1, std::memory_order_release); }
  std::uint64_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

 private:
  static constexpr std::uint64_t kBlocks = 128;
  std::vector<ReferenceBlock> blocks_;
  std::atomic<std::uint64_t> put_{0};
  std::atomic<std::uint64_t> taken_{0};
  std::atomic<std::uint64_t> dropped_{0};
};

}  // namespace loa::audio
