// What the audio thread tells its owner, and the promise that each cue ends exactly once.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <set>

#include "audio/air.h"
#include "audio/live_air.h"

namespace loa::audio {

// Thread-safe; does not block but for what `post` does. Events reach the owner even after this
// object and its LiveAir are gone.
class AirOutbox {
 public:
  AirOutbox(AirEvents events, std::function<void(std::function<void()>)> post)
      : events_(std::make_shared<const AirEvents>(std::move(events))), post_(std::move(post)) {}

  // A cue has been taken: it will end. False if one of that id is alive.
  bool begin(CueId id);
  void started(const CueStarted& event);
  // Told only if the cue is alive.
  void ended(const CueEnded& event);
  // Ends as stopped, with nothing known of its frames, what is still alive.
  void end_all(const std::string& why);
  void device(const DeviceChange& event);
  void relay(const RelayChange& event);
  void alarm(const AirAlarm& event);
  // What is added to the end of each cue, on the owner's thread: what the loopback heard of it.
  // Before any cue.
  void on_end(std::function<void(CueEnded&)> add) {
    complete_ = std::make_shared<const std::function<void(CueEnded&)>>(std::move(add));
  }

  void set_status(const LiveAirStatus& status);
  LiveAirStatus status() const;

 private:
  std::shared_ptr<const AirEvents> events_;
  std::function<void(std::function<void()>)> post_;
  std::shared_ptr<const std::function<void(CueEnded&)>> complete_;
  mutable std::mutex mutex_;
  std::set<CueId> alive_;
  LiveAirStatus status_;
};

}  // namespace loa::audio
