// Tells systemd how the station is, by the protocol of sd_notify(3): a datagram to $NOTIFY_SOCKET.
// Spoken here because libsystemd would bring five compression and cipher libraries into each
// station.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace loa::daemon {

// Does nothing where no supervisor asked to be told. Never blocks; errors are ignored, as a daemon
// has no better way to tell.
class Supervisor {
 public:
  // Reads NOTIFY_SOCKET and WATCHDOG_USEC, and takes them out of the environment, so that child
  // processes do not speak for the daemon. To be made before there are threads.
  Supervisor();
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;
  ~Supervisor();

  void tell(std::string_view state) const;  // "READY=1", "WATCHDOG=1", "STOPPING=1"
  // How often to say WATCHDOG=1: half of what the supervisor waits; nothing if it does not.
  std::optional<base::Duration> watchdog_period() const { return period_; }

 private:
  int socket_ = -1;
  std::string address_;
  std::optional<base::Duration> period_;
};

}  // namespace loa::daemon
