// The loopback without its device: two streams of blocks in, windows compared, verdicts out. Does
// no I/O.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "audio/correlate.h"
#include "audio/hearing.h"
#include "audio/reference_ring.h"
#include "audio/speech_band.h"

namespace loa::audio {

// A window is of the cue that sounds in its middle. Not thread-safe.
class Listener {
 public:
  void sent(const ReferenceBlock& block);
  // `mono` is at 48 kHz, a multiple of six samples, the first captured at `at`.
  void captured(base::Steady at, std::span<const float> mono);
  // The capture was interrupted.
  void interrupted() { heard_ = SpeechTrack(); }

  // Compares what is complete, one window at most; nothing if none is.
  std::optional<Match> compare();
  AirVerdict verdict() const { return hearing_.verdict(); }
  // Of whom the last window was.
  CueId cue() const { return last_cue_; }
  LoopbackProof proof() const { return of_cue_.proof(); }

 private:
  static constexpr std::int64_t kHop = kSpeechRate;

  struct Change {
    std::int64_t from = 0;
    CueId cue = 0;
  };
  CueId cue_at(std::int64_t number);
  void add(const Match& match, CueId cue);

  SpeechDecimator sent_decimator_;
  SpeechDecimator heard_decimator_;
  SpeechTrack sent_;
  SpeechTrack heard_;
  Correlator correlator_;
  Hearing hearing_;
  Hearing of_cue_;
  std::deque<Change> changes_;
  std::int64_t next_ = 0;
  CueId last_cue_ = 0;
  std::vector<float> samples_;
  std::vector<float> sent_window_;
  std::vector<float> heard_window_;
};

}  // namespace loa::audio
