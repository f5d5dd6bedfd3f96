// What hangs on which pin of port B. docs/firmware.md has the table for the person with the
// soldering iron.
#pragma once

#include "firmware/core/hub75.h"
#include "firmware/hal/stm32f4.h"

namespace loa::firmware::f405 {

struct PanelPort {
  static constexpr Hub75Pins kPins{
      .clock = 1 << 6, .latch = 1 << 7, .oe = 1 << 8, .address = 1 << 12};
  static constexpr std::uint16_t kAll =
      Hub75Pins::kData | kPins.clock | kPins.latch | kPins.oe | 0xF * kPins.address;
  // Written, it ends all light.
  static constexpr std::uint32_t kDark = kPins.oe;

  static void write(std::uint32_t set_reset) { hal::f4::write_pins(hal::f4::kPortB, set_reset); }
};

}  // namespace loa::firmware::f405
