// Notices that the air is dead though something should sound: mute, or stuck on one sound. A
// machine without I/O.
#pragma once

#include <optional>

#include "audio/level_meter.h"

namespace loa::audio {

enum class SoundFault {
  none,
  silent,  // below the floor
  stuck,   // one unchanging sound: a tone, a hum, a loop, the hiss of an empty channel, DC
};

struct GuardLimits {
  base::Duration silent = std::chrono::seconds{5};  // longer than the pauses of any speaker
  // A tone, a hum, a loop (SoundStep::same); told within 5 s, as the first window begins up to
  // half a second after it.
  base::Duration tone = std::chrono::milliseconds{4400};
  base::Duration hiss = std::chrono::seconds{15};
  double floor = -60;  // dBFS, of the mean square without DC
};

// A hiss has no tone. It is told by a level within 0.5 dB and crossings within 10 % of those at its
// beginning: no speech or music does that for long, whatever its level.
class SoundGuard {
 public:
  explicit SoundGuard(GuardLimits limits = {}) : limits_(limits) {}

  // What is presented for 100 ms from `at` on; `due`: something should sound. A fault begins once
  // it has lasted as long as its limit, and ends after a second of sound, or when nothing is due.
  void step(base::Steady at, const SoundStep& step, bool due);

  SoundFault fault() const { return fault_; }
  // How long the fault has been, from before it was one.
  base::Duration lasted() const { return lasted_; }

 private:
  void forget();
  void look_for_silence(base::Steady at, const SoundStep& step);
  void look_for_sameness(base::Steady at, const SoundStep& step);
  std::optional<SoundFault> found(base::Steady until, base::Duration tone);
  void judge(base::Steady until, base::Duration tone);

  GuardLimits limits_;
  std::optional<base::Steady> due_since_;
  std::optional<base::Steady> flat_since_;
  std::optional<base::Steady> same_since_;
  std::optional<base::Steady> sound_since_;
  bool dc_ = false;        // what is flat since then is not zero
  double same_level_ = 0;  // dBFS
  int same_crossings_ = 0;
  base::Steady end_{};  // of the last step
  base::Duration lasted_{0};
  SoundFault fault_ = SoundFault::none;
};

}  // namespace loa::audio
