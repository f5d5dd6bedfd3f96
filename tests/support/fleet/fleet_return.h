// The stations of a fleet that boot at one moment, as after a power cut: each with the machine that
// decides in a station when to speak to the centre (daemon/uplink_machine), over the window that
// the centre told before.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "support/fleet/fleet.h"

namespace loa::bench {

struct Returned {
  std::chrono::seconds window{};
  std::size_t back = 0;
  Seconds took{};              // until the last one's record and state were with the centre
  std::uint64_t attempts = 0;  // exchanges begun, of the two that each needs
  std::uint64_t connects = 0;
  std::uint64_t put_off = 0;  // exchanges that the centre sent away with a time
  std::uint64_t lost = 0;     // that had no answer
  std::vector<double> waits;  // of the others, from the first byte of the connection, milliseconds

  double attempts_each() const {
    return static_cast<double>(attempts) / (2.0 * static_cast<double>(back));
  }
};

// Blocks until all are back, an hour at most. `rows`: which each has to bring. Throws
// std::runtime_error where the centre has told no window.
Returned return_of(Load& load, std::size_t rows);

}  // namespace loa::bench
