// What hangs on which pin of port B. docs/firmware.md has the table for the person with the
// soldering iron.
#pragma once

#include "firmware/core/hub12.h"
#include "firmware/hal/stm32f1.h"

namespace loa::firmware::f103 {

struct PanelPort {
  static constexpr Hub12Pins kPins{.data = 1 << 15,
                                   .clock = 1 << 13,
                                   .latch = 1 << 12,
                                   .a = 1 << 10,
                                   .b = 1 << 11,
                                   .oe = 1 << 14};
  static constexpr std::uint16_t kAll =
      kPins.data | kPins.clock | kPins.latch | kPins.a | kPins.b | kPins.oe;
  // Written, it ends all light.
  static constexpr std::uint32_t kDark = std::uint32_t{kPins.oe} << 16;

  static void write(std::uint32_t set_reset) { hal::f1::write_pins(hal::f1::kPortB, set_reset); }
};

}  // namespace loa::firmware::f103
