// The station's service out of the way for as long as its folders change.
#pragma once

#include <csignal>

#include "cli/station_service.h"

namespace loa::cli {

// While the service is stopped, SIGINT, SIGTERM and SIGHUP wait: whoever presses Ctrl-C does not
// mean the loudspeakers. One at a time.
class ServicePause {
 public:
  explicit ServicePause(std::optional<StationService> service) : service_(std::move(service)) {}
  ServicePause(const ServicePause&) = delete;
  ServicePause& operator=(const ServicePause&) = delete;
  // Starts it again if nobody has; what goes wrong then is said on stderr.
  ~ServicePause();

  // Stops the service where it is wanted; throws as StationService::stop() does.
  void begin();
  // Starts it again; whether there was anything to start. Throws as StationService::start() does.
  bool end();

 private:
  std::optional<StationService> service_;
  bool stopped_ = false;
  sigset_t before_{};
};

}  // namespace loa::cli
