// How long a row is lit, in cycles of the timer.
#pragma once

#include <cstdint>

namespace loa::firmware {

struct Dwell {
  std::uint32_t lit = 0;
  std::uint32_t dark = 0;
  // Lit long enough for an interrupt to end it. Else the dwell is one phase, in which the interrupt
  // that begins it waits for `lit` cycles.
  bool timed = false;

  // The length of its first phase.
  std::uint32_t first() const { return timed ? lit : lit + dark; }
};

// What a timer's interrupt is told when a phase begins.
struct Phase {
  std::uint32_t flash = 0;  // light up for so many cycles now, then call end_flash(); 0: no
  std::uint32_t next = 0;   // cycles of the phase after this one
};

// Dwells of `cycles` each. `margin` of them are dark at any brightness: the time to change rows,
// and the shortest phase that an interrupt can begin and end.
class DwellTimes {
 public:
  constexpr DwellTimes(std::uint32_t cycles, std::uint32_t margin)
      : cycles_(cycles), margin_(margin) {}

  // The share of the longest lit phase is brightness / 255. With `doublings` all of it is so many
  // times twice as long.
  constexpr Dwell dwell_of(std::uint8_t brightness, int doublings = 0) const {
    const std::uint32_t lit = (cycles_ - margin_) * brightness / 255 << doublings;
    return {lit, (cycles_ << doublings) - lit, lit >= margin_};
  }
  constexpr std::uint32_t cycles() const { return cycles_; }

 private:
  std::uint32_t cycles_;
  std::uint32_t margin_;
};

}  // namespace loa::firmware
