// Decides when the sound device is opened, recovered, tried again and closed. A machine without
// I/O.
#pragma once

#include <optional>
#include <string>

#include "audio/air.h"

namespace loa::audio {

enum class DeviceAction {
  none,
  open,     // then tell opened() or failed()
  recover,  // then tell opened() or failed()
  run,      // keep it fed; tell failed() if it stops
  close,    // then tell closed()
};

// closed -> opening -> running <-> xrun, suspended; any -> lost -> opening after 0.25 s, doubling
// to 5 s. The delay begins anew once the device has run for 5 s.
class DeviceKeeper {
 public:
  void want(bool wanted) { wanted_ = wanted; }
  DeviceAction next(base::Steady now) const;
  // When next() may change by itself; Steady::max() if only an event changes it.
  base::Steady wakeup() const;

  // An attempt begins. A lost device stays lost until it is opened.
  void opening();
  void opened(base::Steady now);
  // `state` is xrun, suspended or lost; `why` is what the device said.
  void failed(base::Steady now, DeviceState state, const std::string& why);
  void closed();

  DeviceState state() const { return state_; }
  const std::string& detail() const { return detail_; }
  // The change of state since this was last called, if any.
  std::optional<DeviceChange> change();

 private:
  void become(DeviceState state, const std::string& detail);

  bool wanted_ = false;
  DeviceState state_ = DeviceState::closed;
  DeviceState told_ = DeviceState::closed;
  std::string detail_;
  base::Duration delay_{};
  base::Steady retry_at_{};
  base::Steady running_since_{};
};

}  // namespace loa::audio
