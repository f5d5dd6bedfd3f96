// The real sound: a thread that owns the output and mixes the cues, decoder children that feed it.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "audio/air.h"
#include "audio/cluster.h"
#include "audio/master.h"

namespace loa::audio {

// A cue given this far ahead of its start, to a device that runs, loses nothing of its beginning:
// time for the decoder to start and for what is in the device's buffer (300 ms) to be heard.
inline constexpr base::Duration kCueLead = std::chrono::milliseconds{500};

struct LiveAirSettings {
  // "alsa:NAME" (an ALSA PCM by name or card id) or "wav:PATH" (the virtual paced output: runs on
  // the steady clock and writes what would sound to PATH). Never chosen silently.
  std::string output = "alsa:default";
  std::filesystem::path decoder;                           // the loa-decoder program
  base::Duration buffer = std::chrono::milliseconds{300};  // the device's, 40..2000 ms; see docs
  Master master;
  // "alsa:NAME", where the sound comes back (docs/proof.md); "" for no loopback.
  std::string loopback = {};
  // Of the device's channels; none: it is one, and stereo.
  std::vector<Cluster> clusters = {};
};

struct LoopbackStatus {
  bool wanted = false;                       // there is one in the settings
  DeviceState state = DeviceState::closed;   // it is open while something sounds
  AirVerdict verdict = AirVerdict::unknown;  // of the last windows
  double score = 0;                          // of the last window
  double delay_ms = 0;
  std::uint64_t dropped = 0;  // blocks of 20 ms that could not be compared
};

struct LiveAirStatus {
  DeviceState state = DeviceState::closed;
  std::string detail;
  std::uint64_t frames_written = 0;
  std::uint64_t underruns = 0;
  float peak = 0.0F;       // of the last 100 ms, linear
  double rms_db = -120;    // of the last 400 ms, dBFS
  double loudness = -120;  // of the last 400 ms, LUFS (EBU R128 momentary)
  double ppm = 0;          // how much faster than the steady clock the device runs; 0 if unknown
  // Of the relay or the line that sounds: how much faster than ours its sender's clock runs.
  std::optional<double> sender_ppm = {};
  LoopbackStatus loopback = {};
  base::Steady progress{};  // when the output last took frames, or the thread last looked if idle
};

class LiveAir final : public Air {
 public:
  // `post` runs a function on the owner's thread; events come through it. Throws
  // std::invalid_argument for an output that cannot be understood; a device that is not there is a
  // state, not an error.
  LiveAir(LiveAirSettings settings, AirEvents events,
          std::function<void(std::function<void()>)> post);
  ~LiveAir() override;

  void wake() override;
  void rest() override;
  void cue(const Cue& cue) override;
  void stop(CueId id, base::Duration fade) override;
  void lower(CueId id, const Lowering& lowering) override;
  void volume(float gain) override;

  // Thread-safe, does not block.
  LiveAirStatus status() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loa::audio
