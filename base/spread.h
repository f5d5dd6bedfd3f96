// Places in a time, so that many machines that wait for the same thing do not all come at once.
#pragma once

#include <cstdint>

#include "base/time.h"

namespace loa::base {

// Another place each time, and the same ones from the same seed. No I/O.
class Spread {
 public:
  explicit Spread(std::uint64_t seed) : state_(seed) {}
  // From 0 up to `whole`, which is not reached; 0 where that is not positive.
  Duration in(Duration whole);

 private:
  std::uint64_t state_;
};

}  // namespace loa::base
