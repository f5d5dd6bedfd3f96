// When to try a line again.
#pragma once

#include <algorithm>
#include <chrono>

#include "base/time.h"

namespace loa::signs::drivers {

// 0.5 s after the first failure, twice as long after each further one, 30 s at most.
class Backoff {
 public:
  base::Duration next() {
    const base::Duration wait = wait_;
    wait_ = std::min<base::Duration>(2 * wait_, std::chrono::seconds{30});
    return wait;
  }
  void reset() { wait_ = kFirst; }

 private:
  static constexpr base::Duration kFirst = std::chrono::milliseconds{500};
  base::Duration wait_ = kFirst;
};

}  // namespace loa::signs::drivers
