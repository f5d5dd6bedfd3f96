// Milliseconds from the ticks that the scan has counted.
#pragma once

#include <cstdint>

#include "firmware/link/wire.h"

namespace loa::firmware {

// Loses nothing by rounding, and wraps where link::Millis does.
class Clock {
 public:
  // `rate` ticks a second.
  explicit Clock(std::uint32_t rate) : rate_(rate) {}

  // `ticks` wraps. At least one call a minute.
  link::Millis now(std::uint32_t ticks) {
    rest_ += (ticks - seen_) * 1000U;
    seen_ = ticks;
    now_ += rest_ / rate_;
    rest_ %= rate_;
    return now_;
  }

 private:
  std::uint32_t rate_;
  std::uint32_t seen_ = 0;
  std::uint32_t rest_ = 0;  // of a millisecond, in 1 / rate
  link::Millis now_ = 0;
};

}  // namespace loa::firmware
