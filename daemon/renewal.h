// When a station that has a new configuration begins again. No I/O.
#pragma once

#include <optional>

#include "daemon/station.h"

namespace loa::daemon {

class Renewal {
 public:
  // Shortly before a start nothing is restarted: the sound is being prepared.
  static constexpr base::Duration kClear = std::chrono::seconds{30};
  // For the answer that tells of it to be on its way.
  static constexpr base::Duration kAnswer = std::chrono::seconds{1};

  // What is on the air, or about to be, comes first.
  void want(base::Steady now);
  // Whatever is on the air: it is cut, and goes on where it should be after the restart.
  void insist(base::Steady now);
  bool wanted() const { return since_.has_value(); }
  bool due(const StationView& view) const;
  // Whether a restart now would be heard.
  static bool is_in_the_way(const StationView& view);

 private:
  std::optional<base::Steady> since_;
  bool insisted_ = false;
};

}  // namespace loa::daemon
