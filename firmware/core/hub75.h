// Scans HUB75 panels (RGB) with binary code modulation: each address is lit four times a frame, for
// one, two, four and eight units of time, with the bits of the colours' shades from the lowest on.
//
//     tick()        tick()                tick()
//     | lit ....... | dark .............. | lit, the next bit or address
//     | latch, OE   | OE off              | latch, OE
//       shift() of the next bit, whenever it finds time
//
// OE and latch as the connector counts them: low OE is lit. tick() runs in the timer's interrupt,
// shift() in one that the timer's may interrupt.
#pragma once

#include <atomic>
#include <cstdint>

#include "firmware/core/dwell.h"
#include "firmware/core/frames.h"
#include "firmware/core/hub75_pixels.h"

namespace loa::firmware {

// Units of time in which one address is lit once with all its bits.
inline constexpr int kHub75Units = (1 << kHub75Depth) - 1;

// Bits of the port on which the panels hang. The six data lines are its lowest pins, in the order
// of Hub75Scan's bytes; the address has four lines from `address` on, the lowest bit first.
struct Hub75Pins {
  std::uint16_t clock, latch, oe, address;
  static constexpr std::uint16_t kData = 0x3F;
};

// Port has `static constexpr Hub75Pins kPins` and `static void write(std::uint32_t)`, whose low
// half sets pins and whose high half resets them, both at once; setting wins.
template <class Port>
class Hub75Scanner {
 public:
  // `frames` outlives this and holds scans of the map. `unit`: the shortest dwell.
  Hub75Scanner(const PanelMap& map, Frames& frames, DwellTimes unit)
      : rows_(map.kind().rows),
        clocks_(Hub75Scan::clocks(map)),
        frames_(frames),
        unit_(unit),
        scan_(frames.next()),
        dwell_{0, unit.cycles(), false} {}

  // The timer's interrupt: a phase begins. The first one is a dark dwell.
  Phase tick();
  // Ends a flash.
  void end_flash() { Port::write(kPins.oe); }
  // The interrupt below. Does nothing until what it shifted last is latched.
  void shift();
  // From the dwell after the next on; 0 is dark, 255 as bright as the panel can be.
  void set_brightness(std::uint8_t value) { brightness_.store(value, std::memory_order_relaxed); }
  // Units of time that have begun: kHub75Units a row. The board's clock.
  std::uint32_t ticks() const { return ticks_.load(std::memory_order_relaxed); }
  // Dwells that stayed dark because what they should show was not shifted yet.
  std::uint32_t overruns() const { return overruns_.load(std::memory_order_relaxed); }

 private:
  static constexpr Hub75Pins kPins = Port::kPins;
  static constexpr std::uint32_t low(std::uint32_t pins) { return pins << 16; }

  Dwell next_dwell() const {
    return unit_.dwell_of(brightness_.load(std::memory_order_relaxed), bit_);
  }
  bool latch();

  const int rows_;
  const int clocks_;
  Frames& frames_;
  const DwellTimes unit_;
  const std::uint8_t* scan_;
  Dwell dwell_;  // the one that runs; between dwells the next
  bool lit_ = false;
  int row_ = 0;                        // that is shifted, or will be
  int bit_ = 0;                        // of the shades, too
  std::atomic<bool> shifted_ = false;  // and waits to be latched
  std::atomic<std::uint8_t> brightness_ = 255;
  std::atomic<std::uint32_t> ticks_ = 0;
  std::atomic<std::uint32_t> overruns_ = 0;
};

template <class Port>
Phase Hub75Scanner<Port>::tick() {
  Port::write(kPins.oe);
  if (lit_) {
    lit_ = false;
    dwell_ = next_dwell();
    return {0, dwell_.first()};
  }
  ticks_.store(ticks() + (1U << bit_), std::memory_order_relaxed);
  const bool shows = latch() && dwell_.lit != 0;
  if (shows) Port::write(low(kPins.oe));
  lit_ = dwell_.timed;
  if (lit_) return {0, dwell_.dark};
  const std::uint32_t flash = shows ? dwell_.lit : 0;
  dwell_ = next_dwell();
  return {flash, dwell_.first()};
}

template <class Port>
bool Hub75Scanner<Port>::latch() {
  if (!shifted_.load(std::memory_order_acquire)) {
    overruns_.store(overruns() + 1, std::memory_order_relaxed);
    return false;
  }
  Port::write(kPins.latch);
  Port::write(low(kPins.latch));
  const auto address = static_cast<std::uint32_t>(row_) * kPins.address;
  Port::write(low(0xFU * kPins.address) | address);
  bit_ = (bit_ + 1) % kHub75Depth;
  if (bit_ == 0) row_ = (row_ + 1) % rows_;
  shifted_.store(false, std::memory_order_release);
  return true;
}

// Data changes with the falling edge of the clock; the panel takes it with the rising one. Every
// kind of panel takes a multiple of 32 clocks.
template <class Port>
void Hub75Scanner<Port>::shift() {
  if (shifted_.load(std::memory_order_acquire)) return;
  if (row_ == 0 && bit_ == 0) scan_ = frames_.next();
  constexpr std::uint32_t kLow = low(std::uint32_t{Hub75Pins::kData} | kPins.clock);
  const std::uint8_t* from = scan_ + (row_ * kHub75Depth + bit_) * clocks_;
  for (const std::uint8_t* end = from + clocks_; from != end;) {
#pragma GCC unroll 32
    for (int i = 0; i < 32; ++i) {
      Port::write(kLow | *from++);
      Port::write(kPins.clock);
    }
  }
  shifted_.store(true, std::memory_order_release);
}

}  // namespace loa::firmware
