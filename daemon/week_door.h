// The one way by which a week comes in, whoever brings it: believed, held to the policy, taken.
#pragma once

#include "daemon/config.h"
#include "daemon/station.h"
#include "daemon/week_trust.h"

namespace loa::daemon {

// One thread. All references outlive it.
class WeekDoor {
 public:
  WeekDoor(const Config& config, WeekTrust& trust, Station& station)
      : config_(config), trust_(trust), station_(station) {}

  // A week or a bundle, and what is wrong with it. `file` names places.
  schedules::ReadSchedule look(std::string_view text, const std::string& file) const;
  // Takes what look() found free of errors, durably. Whether it was taken. `media`: as WeekTrust
  // has it. Throws std::system_error where the disk refuses.
  bool take(const schedules::ReadSchedule& found,
            const std::optional<SignedMedia>& media = std::nullopt);
  // What look() found should not have been brought at all: recorded, and a fault. A mistake in a
  // week is not, and nothing is where the station signs for itself.
  void note_distrust(const schedules::ReadSchedule& found, const std::string& by);

 private:
  void hold_to_policy(schedules::ReadSchedule& read) const;

  const Config& config_;
  WeekTrust& trust_;
  Station& station_;
};

}  // namespace loa::daemon
