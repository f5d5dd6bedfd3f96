// Scans HUB12 panels (P10, 32 x 16, one colour, 1/4 scan): one row of four after the other.
//
// A panel is a chain of sixteen 74HC595, which hold the 128 bits of the rows r, r + 4, r + 8 and
// r + 12; r, 0..3, is on the address lines. Eight columns take four bytes, from the leftmost eight
// to the rightmost, the last panel of the chain first. A low bit is lit, while OE is high (as the
// connector counts).
//
// A dwell, one row's turn, has two phases whose lengths make the brightness:
//
//     tick()       tick()                  tick()
//     | lit ...... | dark ................ | lit, the next row
//     | latch, OE  | OE off                | latch, OE
//       shift() of the next row, whenever it finds time
//
// tick() runs in the timer's interrupt, shift() in one that the timer's may interrupt.
#pragma once

#include <atomic>
#include <bit>
#include <cstdint>

#include "firmware/core/dwell.h"
#include "firmware/core/frames.h"
#include "firmware/core/hub12_pixels.h"

namespace loa::firmware {

// Bits of the port on which the panels hang.
struct Hub12Pins {
  std::uint16_t data, clock, latch, a, b, oe;
};

// Port has `static constexpr Hub12Pins kPins` and `static void write(std::uint32_t)`, whose low
// half sets pins and whose high half resets them, both at once; setting wins.
template <class Port>
class Hub12Scanner {
 public:
  // `frames` outlives this and holds pictures of the map's size.
  Hub12Scanner(const PanelMap& map, Frames& frames, DwellTimes times)
      : map_(map),
        frames_(frames),
        times_(times),
        picture_(frames.next()),
        dwell_{0, times.cycles(), false} {}

  // The timer's interrupt: a phase begins. The first one is a dark dwell.
  Phase tick();
  // Ends a flash.
  void end_flash() { Port::write(low(kPins.oe)); }
  // The interrupt below. Does nothing until the row that it shifted last is latched.
  void shift();
  // From the dwell after the next on; 0 is dark, 255 as bright as the panel can be.
  void set_brightness(std::uint8_t value) { brightness_.store(value, std::memory_order_relaxed); }
  // Dwells that have begun: kHub12Passes a frame. The board's clock.
  std::uint32_t ticks() const { return ticks_.load(std::memory_order_relaxed); }
  // Dwells that had to show the row before once more because the next was not shifted yet.
  std::uint32_t overruns() const { return overruns_.load(std::memory_order_relaxed); }

 private:
  static constexpr Hub12Pins kPins = Port::kPins;
  static constexpr std::uint32_t low(std::uint32_t pins) { return pins << 16; }

  Dwell next_dwell() const { return times_.dwell_of(brightness_.load(std::memory_order_relaxed)); }
  void latch();
  void shift_panel(PanelPlace place);
  static void shift_word(std::uint32_t lit);

  const PanelMap map_;
  Frames& frames_;
  const DwellTimes times_;
  const std::uint8_t* picture_;
  Dwell dwell_;  // the one that runs; between dwells the next
  bool lit_ = false;
  unsigned pass_ = 0;                  // that is shifted, or will be
  std::atomic<bool> shifted_ = false;  // and waits to be latched
  std::atomic<std::uint8_t> brightness_ = 255;
  std::atomic<std::uint32_t> ticks_ = 0;
  std::atomic<std::uint32_t> overruns_ = 0;
};

template <class Port>
Phase Hub12Scanner<Port>::tick() {
  Port::write(low(kPins.oe));
  if (lit_) {
    lit_ = false;
    dwell_ = next_dwell();
    return {0, dwell_.first()};
  }
  ticks_.store(ticks() + 1, std::memory_order_relaxed);
  latch();
  if (dwell_.lit != 0) Port::write(kPins.oe);
  lit_ = dwell_.timed;
  if (lit_) return {0, dwell_.dark};
  const std::uint32_t flash = dwell_.lit;
  dwell_ = next_dwell();
  return {flash, dwell_.first()};
}

template <class Port>
void Hub12Scanner<Port>::latch() {
  if (!shifted_.load(std::memory_order_acquire)) {
    overruns_.store(overruns() + 1, std::memory_order_relaxed);
    return;
  }
  Port::write(kPins.latch);
  Port::write(low(kPins.latch));
  const std::uint32_t address =
      ((pass_ & 1) != 0 ? kPins.a : low(kPins.a)) | ((pass_ & 2) != 0 ? kPins.b : low(kPins.b));
  Port::write(address);
  pass_ = (pass_ + 1) % kHub12Passes;
  shifted_.store(false, std::memory_order_release);
}

template <class Port>
void Hub12Scanner<Port>::shift() {
  if (shifted_.load(std::memory_order_acquire)) return;
  if (pass_ == 0) picture_ = frames_.next();
  for (int index = map_.panels() - 1; index >= 0; --index) shift_panel(map_.place(index));
  shifted_.store(true, std::memory_order_release);
}

template <class Port>
void Hub12Scanner<Port>::shift_panel(PanelPlace place) {
  PanelColumns columns = columns_of(map_, place, picture_);
  for (int group = 0; group < kHub12Groups; ++group) {
    shift_word(place.turned ? gather8_turned(columns, pass_) : gather8(columns, pass_));
    columns.first += 8 * columns.step;
  }
}

// Data changes with the falling edge of the clock; the panel takes it with the rising one. Without
// a loop, each bit is moved to its pin by a shift that the compiler knows.
template <class Port>
void Hub12Scanner<Port>::shift_word(std::uint32_t lit) {
  constexpr std::uint32_t kLow = low(kPins.clock) | low(kPins.data);
  constexpr int kPin = std::countr_zero(kPins.data);
  const std::uint32_t dark = ~lit;
#pragma GCC unroll 32
  for (int bit = 31; bit >= 0; --bit) {
    const std::uint32_t moved = bit >= kPin ? dark >> (bit - kPin) : dark << (kPin - bit);
    Port::write(kLow | (moved & kPins.data));
    Port::write(kPins.clock);
  }
}

}  // namespace loa::firmware
