// A ring of blocks between two counters.
#include "audio/reference_ring.h"

#include <algorithm>

namespace loa::audio {

void ReferenceRing::put(base::Steady at, CueId cue, std::span<const float> frames) {
  while (!frames.empty()) {
    const std::size_t count = std::min(frames.size() / kChannels, ReferenceBlock::kFrames);
    const std::uint64_t next = put_.load(std::memory_order_relaxed);
    if (next - taken_.load(std::memory_order_acquire) >= kBlocks) {
      dropped_.fetch_add(1, std::memory_order_relaxed);
    } else {
      ReferenceBlock& block = blocks_[next % kBlocks];
      block.at = at;
      block.cue = cue;
      block.frames = count;
      for (std::size_t i = 0; i < count; ++i)
        block.mono[i] = (frames[2 * i] + frames[2 * i + 1]) / 2;
      put_.store(next + 1, std::memory_order_release);
    }
    at += duration_of(static_cast<std::int64_t>(count));
    frames = frames.subspan(count * kChannels);
  }
}

const ReferenceBlock* ReferenceRing::front() const {
  const std::uint64_t next = taken_.load(std::memory_order_relaxed);
  if (next == put_.load(std::memory_order_acquire)) return nullptr;
  return &blocks_[next % kBlocks];
}

}  // namespace loa::audio
