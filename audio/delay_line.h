// Lets frames out later than they came.
#pragma once

#include <vector>

#include "audio/pipeline.h"
#include "base/time.h"

namespace loa::audio {

// Wanted, so that it is none of the chain's delay: what goes through it is heard later.
class DelayLine final : public FrameProcessor {
 public:
  // 0 passes all as it is.
  explicit DelayLine(base::Duration delay);
  void process(std::span<float> frames) override;
  void reset() override;

 private:
  std::vector<float> held_;  // a ring of interleaved stereo
  std::size_t at_ = 0;
};

}  // namespace loa::audio
