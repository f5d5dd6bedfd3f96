// The station's service on this machine, by systemctl.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/time.h"

namespace loa::cli {

class StationService {
 public:
  static constexpr auto kUnit = "loa-station.service";
  // Longer than the unit itself gives a start (TimeoutStartSec=5min).
  static constexpr base::Duration kPatience = std::chrono::minutes{6};

  // The service that works by the configuration file `config`; nothing for whoever is not root,
  // where there is no systemd or no such unit, and where the unit names another file. Blocks for as
  // long as systemd takes to answer, 10 s at most.
  static std::optional<StationService> of(const std::filesystem::path& config,
                                          base::Duration patience = kPatience);

  // As systemd has it (org.freedesktop.systemd1(5)): "active", "activating", "failed", "inactive".
  const std::string& state() const { return state_; }
  // Somebody wants it to run: it does, is about to, or has failed.
  bool is_wanted() const { return state_ != "inactive"; }

  // Each blocks until it is done, for a start until the station is ready, `patience` at most.
  // Throws std::runtime_error with a sentence for the technician.
  void stop() const;
  void start() const;
  void restart() const;

 private:
  StationService(std::string state, base::Duration patience)
      : state_(std::move(state)), patience_(patience) {}
  void need(const char* verb) const;
  // Often started, it would be refused another start.
  void forget_starts() const;

  std::string state_;
  base::Duration patience_;
};

}  // namespace loa::cli
