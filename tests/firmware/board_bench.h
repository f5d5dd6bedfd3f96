// The board's core with the electronics in the tests' hands.
#pragma once

#include <vector>

#include "firmware/core/board.h"
#include "firmware/core/flash_part.h"
#include "tests/firmware/flash_model.h"
#include "tests/firmware/hub12_bench.h"

namespace loa::firmware {

struct FakeElectronics final : Hardware {
  void set_brightness(std::uint8_t level) override { brightness = level; }
  void set_outputs(std::uint8_t levels) override { outputs = levels; }
  std::uint8_t inputs() override { return contacts; }
  std::int16_t temperature() override { return 251; }
  std::uint16_t refresh_hz() override { return 400; }
  void restart(link::Boot what) override { restarted = what; }

  std::uint8_t brightness = 0, outputs = 0, contacts = 0;
  std::optional<link::Boot> restarted;
};

struct BoardBench {
  explicit BoardBench(FlashModel& flash_of_messages, int panels = 2);

  // The station's side, without the line.
  link::Error show(std::uint16_t number, const signs::Bitmap& strip,
                   link::Effect effect = link::Effect::hold, std::uint16_t speed = 0);
  // What the scan would be given after `time` more milliseconds.
  signs::Bitmap after(link::Millis time, bool host_present = true);

  link::Millis now = 0;
  PanelMap map;
  std::vector<std::uint8_t> picture_memory;
  std::vector<std::uint8_t> strip_memory;
  std::vector<link::StripStore::Slot> slots;
  Frames frames;
  link::StripStore strips;
  Display display;
  StoredMessage message;
  FlashModel update_flash{256, 14};
  FlashPart running{update_flash, 0, 1536}, staged{update_flash, 1536, 1536};
  FlashPart scratch{update_flash, 3072, 256}, log{update_flash, 3328, 256};
  Update update;
  FakeElectronics electronics;
  Board board;
};

// The inverse of pack().
signs::Bitmap unpack(std::span<const std::uint8_t> columns, int width, int height);

}  // namespace loa::firmware
