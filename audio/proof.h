// What was measured of the sound of one cue: how far it can be believed that it was heard
// (docs/proof.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace loa::audio {

// What the loopback says of what was sent, from good to bad.
enum class AirVerdict {
  unknown,  // nothing to compare yet
  heard,
  fallen,  // heard, 5 dB or more weaker than it once was
  wrong,   // something else sounds, as loud as ours should be
  muted,   // the input is alive, and ours is not in it
  dead,    // the input has no signal at all
};
std::string_view name_of(AirVerdict verdict);

inline constexpr double kSoundFloor = -60;  // dBFS: below it nothing is heard

// The windows of one cue that could be judged.
struct LoopbackProof {
  AirVerdict verdict = AirVerdict::unknown;  // the worst
  int windows = 0;
  int heard = 0;                  // of them
  double score = 0;               // mean of those heard
  double delay_ms = 0;            // of the best one
  std::optional<double> gain_db;  // mean of those heard, against the first ones ever heard
};

// A cluster that the cue went to.
struct ClusterProof {
  std::string name;
  double rms_db = -120;  // dBFS, of what left the mixer for it
  bool sounded() const { return rms_db >= kSoundFloor; }
};

struct CueProof {
  std::uint64_t decoded = 0;  // frames that the decoder gave
  // Of what left the mixer while it sounded, other cues beside it included.
  std::uint64_t metered = 0;       // frames
  double rms_db = -120;            // dBFS
  std::optional<double> loudness;  // LUFS, integrated (EBU R128)
  base::Duration delay{0};         // that the device told (snd_pcm_status), mean
  base::Duration silent{0};        // of the guard's alarms, from their beginning
  base::Duration stuck{0};
  std::optional<LoopbackProof> loopback;  // nothing without one, or of a cue too short for it
  std::vector<ClusterProof> clusters;     // none where the device is one
};

// Of what sounded in several places at once: the loudest, with the worst of what was missed in any.
CueProof joined(CueProof a, CueProof b);

// The highest level that is reached:
//   1  it was decoded
//   2  the device took it, and the meter saw sound for most of the time
//   3  the loopback heard it for most of the time
//   0  nothing is proven
int level_of(const CueProof& proof);

// Something is wrong, or no longer wrong, with what sounds.
enum class AlarmKind {
  silent_air,     // an item is on the air, and nothing leaves the mixer
  stuck_tone,     // one unchanging sound leaves the mixer
  not_heard,      // the loopback does not hear what is sent, or hears it fallen
  loopback_lost,  // the loopback's input is gone
};
inline constexpr int kAlarmKinds = 4;
// "silent-air", "stuck-tone", "not-heard", "loopback-lost".
std::string_view name_of(AlarmKind kind);

}  // namespace loa::audio
