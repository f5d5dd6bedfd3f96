// The board of HUB12 panels on an STM32F103.
#pragma once

#include "firmware/core/board_config.h"
#include "firmware/core/scan_rate.h"
#include "firmware/hal/flash_f1.h"
#include "firmware/link/messages.h"
#include "firmware/targets/f103/layout.h"
#include "firmware/targets/f103/port.h"

namespace loa::firmware {

namespace chip = hal::f1;
namespace layout = f103;

struct Target {
  using PanelPort = f103::PanelPort;
  using Scanner = Hub12Scanner<PanelPort>;

  static constexpr auto kTarget = static_cast<std::uint8_t>(link::Target::hub12_f103);
  static constexpr link::Format kFormat = link::Format::mono;
  // Pictures and pages of strips share it: the more panels, the shorter the strips.
  static constexpr std::size_t kPixelMemory = 5632;
  static constexpr std::uint8_t kPageBytes = 128;
  static constexpr std::size_t kReceiveSize = 256;
  static constexpr std::uint32_t kBaud = 115'200;
  static constexpr std::size_t kInterrupts = 68;
  static constexpr hal::PinMode kReceiveMode = hal::PinMode::input_up;
  static constexpr int kMostPixels = PanelMap::kMaxPanels * 512;

  static std::span<const PanelKind> kinds() { return {&kP10, 1}; }
  static BoardConfig default_config() { return {}; }

  // Two pictures and their scan.
  struct Screen {
    Screen(const PanelMap& map, std::span<std::uint8_t> memory, std::uint32_t core_hz)
        : rate(frame_rate(core_hz, map.panels())),
          tick_cycles(core_hz / (kHub12Passes * rate)),
          canvas(memory.first(size_of(map))),
          scan(map, canvas, DwellTimes(tick_cycles, kDwellMargin)) {}
    static std::size_t size_of(const PanelMap& map) {
      return static_cast<std::size_t>(2 * map.width() * map.height() / 8);
    }
    std::uint32_t ticks_a_second() const { return kHub12Passes * rate; }

    std::uint16_t rate;  // frames a second
    std::uint32_t tick_cycles;
    Frames canvas;
    Scanner scan;
  };
};

}  // namespace loa::firmware
