// So many of something an hour. No I/O.
#pragma once

#include "base/time.h"

namespace loa::daemon {

class Ration {
 public:
  explicit Ration(int each_hour) : each_hour_(each_hour) {}

  // Whether there is one left.
  bool take(base::Steady now) {
    if (now - begun_ >= std::chrono::hours{1}) {
      begun_ = now;
      taken_ = 0;
    }
    return taken_++ < each_hour_;
  }

 private:
  int each_hour_;
  int taken_ = 0;
  base::Steady begun_{};
};

}  // namespace loa::daemon
