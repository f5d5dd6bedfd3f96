// The parts of the board's image, put together. All that is not in an interrupt.
#pragma once

#include "firmware/core/clock.h"
#include "firmware/hal/serial.h"
#include "firmware/hal/startup.h"
#include "firmware/link/board_end.h"
#include "firmware/targets/electronics.h"
#include "firmware/targets/version.h"

namespace loa::firmware {

struct Machine {
  // `pixels` are dark, and outlive it as `slots` do, one for each page that fits.
  Machine(const BoardConfig& config, hal::Clocks clocks, std::span<std::uint8_t> pixels,
          std::span<link::StripStore::Slot> slots);

  // Once around the main loop.
  void around();

  Target::Screen screen;
  link::StripStore strips;
  Display display;
  chip::ChipFlash messages;
  StoredMessage message;
  chip::ChipFlash running, staged, scratch, log;
  Update update;
  Electronics electronics;
  Board board;
  link::BoardEnd end;
  Clock clock;
  hal::Serial<Target::kReceiveSize> line{chip::kUsart1};

 private:
  void send(link::Millis now);
};

}  // namespace loa::firmware
