// The board of HUB75 panels on an STM32F405.
#pragma once

#include "firmware/core/board_config.h"
#include "firmware/core/hub75_canvas.h"
#include "firmware/core/scan_rate.h"
#include "firmware/hal/flash_f4.h"
#include "firmware/link/messages.h"
#include "firmware/targets/f405/layout.h"
#include "firmware/targets/f405/port.h"

namespace loa::firmware {

namespace chip = hal::f4;
namespace layout = f405;

struct Target {
  using PanelPort = f405::PanelPort;
  using Scanner = Hub75Scanner<PanelPort>;

  static constexpr auto kTarget = static_cast<std::uint8_t>(link::Target::hub75_f405);
  static constexpr link::Format kFormat = link::Format::rgb12;
  static constexpr std::size_t kPixelMemory = 104 * 1024;
  static constexpr std::uint8_t kPageBytes = 192;  // four columns of 32 rows
  static constexpr std::size_t kReceiveSize = 2048;
  static constexpr std::uint32_t kBaud = 460'800;
  static constexpr std::size_t kInterrupts = 82;
  static constexpr hal::PinMode kReceiveMode = hal::PinMode::alternate;
  static constexpr int kMostPixels = 128 * 32;

  static std::span<const PanelKind> kinds() { return kHub75Kinds; }
  static BoardConfig default_config() {
    BoardConfig config;
    config.map = PanelMap::line(2, kHub75Kinds[0]);
    return config;
  }

  // A picture, two scans of it and what shows them.
  struct Screen {
    Screen(const PanelMap& map, std::span<std::uint8_t> memory, std::uint32_t core_hz)
        : rate(hub75_frame_rate(core_hz, map.kind().rows, Hub75Scan::clocks(map))),
          tick_cycles(core_hz / ticks_a_second(map, rate)),
          rows(map.kind().rows),
          canvas(map, memory.first(picture_size(map)),
                 memory.subspan(picture_size(map), 2 * Hub75Scan::size_of(map))),
          scan(map, canvas.frames(), DwellTimes(tick_cycles, kDwellMargin)) {}
    static std::size_t picture_size(const PanelMap& map) {
      return static_cast<std::size_t>(map.width() * map.height()) * 12 / 8;
    }
    static std::size_t size_of(const PanelMap& map) {
      return picture_size(map) + 2 * Hub75Scan::size_of(map);
    }
    static std::uint32_t ticks_a_second(const PanelMap& map, std::uint16_t rate) {
      return static_cast<std::uint32_t>(map.kind().rows * kHub75Units * rate);
    }
    std::uint32_t ticks_a_second() const {
      return static_cast<std::uint32_t>(rows * kHub75Units * rate);
    }

    std::uint16_t rate;  // frames a second
    std::uint32_t tick_cycles;
    int rows;
    Hub75Canvas canvas;
    Scanner scan;
  };
};

}  // namespace loa::firmware
