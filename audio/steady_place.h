// Where captured sound belongs in time, when the device says so with errors of many milliseconds.
#pragma once

#include <cstdint>

#include "base/time.h"

namespace loa::audio {

// Sound comes without holes at nearly the nominal rate, whatever the device says of its place: a
// sound server's word wanders and jumps by up to 20 ms within seconds, where its crystal would go
// 0.1 ms astray. So each block begins where the last one ended, at a rate learned over 20 s, and
// glides towards what is said by 50 ppm at most: the place may be wrong by some milliseconds, but
// is wrong alike for a minute, which is what correlation needs. Not thread-safe.
class SteadyPlace {
 public:
  // The next block is where it is said to be.
  void reset() { placed_ = false; }
  // The device says that the next `frames` (48 kHz) begin at `said`, and that it runs `ppm` fast.
  // Returns where they are taken to begin. What is more than 40 ms off is believed.
  base::Steady place(base::Steady said, std::int64_t frames, double ppm);

 private:
  bool placed_ = false;
  base::Steady next_{};  // where the next block begins
  double rate_ = 0;      // as `ppm`, in parts
};

}  // namespace loa::audio
