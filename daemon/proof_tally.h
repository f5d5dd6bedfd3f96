// How far the sound of a whole occurrence is proven.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "audio/proof.h"

namespace loa::daemon {

struct ProofTally {
  base::Duration silent{0};
  base::Duration stuck{0};
  std::optional<audio::LoopbackProof> loopback;  // of all items that had one
  std::vector<audio::ClusterProof> clusters;     // of each, the loudest item

  void add(const audio::CueProof& proof, std::uint64_t frames_played);
  // As audio::level_of: the level that was reached for most of what was played; 0 for none.
  int level() const;

 private:
  std::array<std::uint64_t, 4> frames_{};  // played, by the level that they reached
};

}  // namespace loa::daemon
