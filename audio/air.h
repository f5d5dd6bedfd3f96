// What the player asks of the sound: cues placed on the clock, and what became of them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audio/cluster.h"
#include "audio/proof.h"
#include "base/time.h"

namespace loa::audio {

inline constexpr int kRate = 48000;  // frames a second, everywhere behind the decoder
inline constexpr int kChannels = 2;

// Rounds to the nearest frame. (By whole seconds first: a clock that has run for three days would
// overflow.)
constexpr std::int64_t frames_in(base::Duration length) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  const std::int64_t rest = length.count() % kSecond * kRate + kSecond / 2;
  return length.count() / kSecond * kRate + rest / kSecond;
}
constexpr base::Duration duration_of(std::int64_t frames) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  return base::Duration{frames / kRate * kSecond + frames % kRate * kSecond / kRate};
}

using CueId = std::uint64_t;

// A media file that sounds while a relay is silent.
struct StandIn {
  std::string source;
  float gain = 1.0F;  // linear
};

struct LiveFeed;       // live_feed.h
class SharedMaterial;  // shared_material.h

// One item to sound: from `offset` into the media, its first frame at `start`, for `length` at
// most. Cues may overlap; they are summed. While a device is lost a cue's time goes on: what would
// have sounded is counted as dropped, and the rest sounds where it belongs.
struct Cue {
  CueId id = 0;
  // A media file, or, where `relay` is true, the address of a relay ("http://...") or a capture
  // device ("alsa:NAME").
  std::string source;
  bool relay = false;
  // What somebody says elsewhere; then `source` is only a name. The cue ends when the feed is over.
  std::shared_ptr<LiveFeed> feed{};
  // Of a relay: where else it can be had, and what sounds while it is silent, one after the other,
  // each once.
  std::vector<std::string> other_addresses{};
  std::vector<StandIn> stand_ins{};
  base::Steady start{};
  base::Duration offset{0};
  base::Duration length{0};  // more than 0; the cue ends here at the latest, with `end_fade`
  float gain = 1.0F;         // linear, 0..4
  base::Duration end_fade = std::chrono::milliseconds{20};  // up to the end of `length`
  ClusterSet clusters = kAllClusters;  // where it sounds; at least one that there is
  // With the same cue on other devices; for AirBank.
  std::shared_ptr<SharedMaterial> shared{};
};

// A cue's level beside its own gain, as another sound goes over it and ends.
struct Lowering {
  float gain = 1.0F;    // linear, 0..1; 1 brings it back
  base::Steady from{};  // begins to move here; if that has been mixed already, at the next frame
  base::Duration length{};  // reached after it, along half a cosine
};

enum class CueEnd {
  completed,      // the media ended, or `length` was reached
  stopped,        // stop() was called
  media_failed,   // the decoder refused, died, hung or lied; see `detail`
  device_failed,  // the sound device was away for the whole of it
};

struct CueStarted {
  CueId id = 0;
  base::Steady first_frame{};  // presentation time of the first frame that sounded
};

struct CueEnded {
  CueId id = 0;
  CueEnd end = CueEnd::completed;
  std::string detail;                // for the journal and the technician, English, one line
  std::uint64_t frames_due = 0;      // what `length` (or the media's end, if earlier) asked for
  std::uint64_t frames_played = 0;   // given to the device and presented
  std::uint64_t frames_dropped = 0;  // lost to the device's absence or to late decoding
  std::uint64_t underruns = 0;
  float peak = 0.0F;                  // of what was played, linear
  std::uint64_t frames_replaced = 0;  // of frames_played: of a relay's stand-ins
  std::uint64_t calls_failed = 0;     // how often a relay broke off or could not be reached
  // Of a relay or a line that sounded: how much faster than ours its sender's clock was taken to
  // run.
  std::optional<double> sender_ppm = {};
  CueProof proof = {};
};

// A relay that is on the air went silent, or is back.
struct RelayChange {
  CueId id = 0;
  bool sounds = false;
  std::string detail;  // English, one line: what failed last
};

enum class DeviceState { closed, opening, running, xrun, suspended, lost };
std::string_view name_of(DeviceState state);
// Of several devices, which one people must hear of.
bool is_worse(DeviceState state, DeviceState than);

struct DeviceChange {
  DeviceState state = DeviceState::closed;
  std::string detail;  // English, one line: what ALSA said
  // Where there are several: which, as LiveAirSettings::output has it, and whose it is.
  std::string output = {};
  std::vector<std::string> clusters = {};
};

struct AirAlarm {
  AlarmKind kind = AlarmKind::silent_air;
  bool raised = true;       // false: it is over
  CueId cue = 0;            // what sounds, or sounded last; 0 if that is not known
  std::string detail = {};  // English, one line
};

// Called on the thread that the implementation's owner chose (loa-station: the main loop).
struct AirEvents {
  std::function<void(const CueStarted&)> started;
  std::function<void(const CueEnded&)> ended;  // exactly once for each cue, last
  std::function<void(const DeviceChange&)> device;
  std::function<void(const RelayChange&)> relay;
  std::function<void(const AirAlarm&)> alarm = {};
};

// The sound of one station. Calls never block; what they ask happens on the sound's own thread.
class Air {
 public:
  virtual ~Air() = default;
  // Opens the device and runs it on silence, so that it is warm for a cue. Idempotent.
  virtual void wake() = 0;
  // Closes the device after what is on has ended. Idempotent.
  virtual void rest() = 0;
  // Starts decoding ahead at once. A start in the past begins as soon as possible, at the place in
  // the media where it should be by then.
  virtual void cue(const Cue& cue) = 0;
  // Fades out over `fade` and ends the cue. An id that has ended is ignored.
  virtual void stop(CueId id, base::Duration fade) = 0;
  // From where its level is by then. A cue that has not begun at `from` begins on its way, or
  // there. An id that has ended is ignored.
  virtual void lower(CueId id, const Lowering& lowering) = 0;
  // Master volume, linear 0..1, reached within 50 ms.
  virtual void volume(float gain) = 0;
};

}  // namespace loa::audio
