// Watches what leaves the mixer: meter, guard, the tally of each cue, and the copy for the
// loopback.
#pragma once

#include <optional>
#include <vector>

#include "audio/level_meter.h"
#include "audio/pipeline.h"
#include "audio/proof.h"
#include "audio/reference_ring.h"
#include "audio/sound_guard.h"

namespace loa::audio {

// The last of the chain. Audio thread only. Around each block: begin(), due() for each cue that
// should sound in it, process().
class OutputWatch final : public FrameProcessor {
 public:
  // `reference` may be null; it outlives this.
  explicit OutputWatch(ReferenceRing* reference) : reference_(reference) {}

  // The next block is presented at `at`; the device told `delay`. `audible`: the volume is not 0,
  // by which somebody asked for silence.
  void begin(base::Steady at, base::Duration delay, bool audible);
  void due(CueId cue);
  void process(std::span<float> frames) override;

  // Nothing is on: no fault.
  void nothing_on();
  float peak() const { return meter_.peak(); }
  double rms() const { return meter_.rms(); }
  double momentary() const { return meter_.momentary(); }
  SoundFault fault() const { return guard_.fault(); }
  // All but what the decoder and the loopback know; the cue is forgotten.
  CueProof take(CueId cue);

 private:
  struct CueTally {
    CueId cue = 0;
    std::uint64_t steps = 0;
    double power = 0;
    IntegratedLoudness loudness;
    std::uint64_t looks = 0;
    base::Duration delays{0};
    base::Duration silent{0};
    base::Duration stuck{0};
  };

  CueTally& tally_of(CueId cue);
  void count(const SoundStep& step);

  ReferenceRing* reference_;
  LevelMeter meter_;
  SoundGuard guard_;
  std::vector<CueTally> tallies_;
  std::vector<CueId> due_;  // in this block
  base::Steady at_{};
  bool begun_ = false;
  bool audible_ = true;
  CueId last_cue_ = 0;
};

}  // namespace loa::audio
