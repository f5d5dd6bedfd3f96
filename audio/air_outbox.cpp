// Events on their way to the owner's thread.
#include "audio/air_outbox.h"

#include <utility>

namespace loa::audio {

bool AirOutbox::begin(CueId id) {
  const std::lock_guard lock(mutex_);
  return alive_.insert(id).second;
}

void AirOutbox::started(const CueStarted& event) {
  post_([events = events_, event] {
    if (events->started) events->started(event);
  });
}

void AirOutbox::ended(const CueEnded& event) {
  {
    const std::lock_guard lock(mutex_);
    if (alive_.erase(event.id) == 0) return;
  }
  post_([events = events_, complete = complete_, event = CueEnded(event)]() mutable {
    if (complete) (*complete)(event);
    if (events->ended) events->ended(event);
  });
}

void AirOutbox::end_all(const std::string& why) {
  std::set<CueId> alive;
  {
    const std::lock_guard lock(mutex_);
    alive = alive_;
  }
  for (const CueId id : alive) {
    CueEnded event;
    event.id = id;
    event.end = CueEnd::stopped;
    event.detail = why;
    ended(event);
  }
}

void AirOutbox::device(const DeviceChange& event) {
  post_([events = events_, event] {
    if (events->device) events->device(event);
  });
}

void AirOutbox::relay(const RelayChange& event) {
  post_([events = events_, event] {
    if (events->relay) events->relay(event);
  });
}

void AirOutbox::alarm(const AirAlarm& event) {
  post_([events = events_, event] {
    if (events->alarm) events->alarm(event);
  });
}

void AirOutbox::set_status(const LiveAirStatus& status) {
  const std::lock_guard lock(mutex_);
  status_ = status;
}

LiveAirStatus AirOutbox::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

}  // namespace loa::audio
