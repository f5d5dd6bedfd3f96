// So many of something in a while. No I/O.
#pragma once

#include <optional>

#include "base/time.h"

namespace loa::entrance {

class Ration {
 public:
  explicit Ration(int each_time, base::Duration time = std::chrono::hours{1})
      : each_time_(each_time), time_(time) {}

  // Whether there would be one left.
  bool left(base::Steady now) const {
    return !begun_ || now - *begun_ >= time_ || taken_ < each_time_;
  }
  // Whether there is one left.
  bool take(base::Steady now) {
    if (!begun_ || now - *begun_ >= time_) {
      begun_ = now;
      taken_ = 0;
    }
    return taken_++ < each_time_;
  }

 private:
  int each_time_;
  base::Duration time_;
  int taken_ = 0;
  std::optional<base::Steady> begun_;  // the first of this time
};

}  // namespace loa::entrance
