// Listens to what comes back of what is sent: capture device in, verdicts out. What is captured is
// compared, and forgotten within 8 s; it is never written or sent.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "audio/air.h"
#include "audio/live_air.h"
#include "audio/reference_ring.h"

namespace loa::audio {

// Has a thread of its own, below all other work. A driver that never returns holds only that.
class Loopback {
 public:
  // `input`: "alsa:NAME". `alarm` is called on the loopback's thread. Throws
  // std::invalid_argument for an input that cannot be understood; a device that is not there is a
  // state.
  Loopback(const std::string& input, std::shared_ptr<ReferenceRing> reference,
           std::function<void(const AirAlarm&)> alarm);
  // Waits for a driver 1 s at most, and then leaves it behind.
  ~Loopback();
  Loopback(const Loopback&) = delete;
  Loopback& operator=(const Loopback&) = delete;

  // Both thread-safe, and hold a lock for some bytes only. What has been heard of a cue, which is
  // then forgotten: for one that has ended.
  std::optional<LoopbackProof> take(CueId cue);
  LoopbackStatus status() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
  std::thread thread_;
};

}  // namespace loa::audio
