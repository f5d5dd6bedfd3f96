// What is known at one instant: the time, and what a slogan's text may quote.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/time.h"

namespace loa::signs {

using LocalTime = std::chrono::local_time<base::Duration>;

// What is not known is left empty: a board rather shows a dash than a wrong time.
struct Moment {
  // NOLINTNEXTLINE(google-explicit-constructor): the steady time alone is a moment too
  Moment(base::Steady time) : steady(time) {}

  base::Steady steady;
  std::optional<base::Wall> wall;  // only if the clock is trusted
  std::optional<LocalTime> civil;  // the same in the station's zone
  std::string on_air;              // title of the bulletin that is on the air
  std::optional<double> celsius;   // the board's own sensor
};

}  // namespace loa::signs
