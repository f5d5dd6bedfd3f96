// What an installer tells the board about itself: written into a flash page of its own, apart from
// the image.
//
//     | "LoaC" 4 | panels 1 | brightness 1 | map 16 (PanelMap) | serial 12 | kind of panel 1 | 0 1
//     | | CRC-32 of the above 4 |
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "firmware/core/panel_map.h"

namespace loa::firmware {

struct BoardConfig {
  static constexpr std::size_t kSize = 40;

  PanelMap map = PanelMap::line(4);
  std::uint8_t brightness = 255;          // until a host says another
  std::array<std::uint8_t, 12> serial{};  // whatever tells this board from others
  std::uint8_t kind = 0;                  // of panel, a number in the target's table

  // `kinds`: the target's table. What is erased, damaged, or beyond `most_pixels` is `fallback`.
  static BoardConfig parse(std::span<const std::uint8_t> page, std::span<const PanelKind> kinds,
                           int most_pixels, const BoardConfig& fallback);
  std::array<std::uint8_t, kSize> bytes() const;
};

}  // namespace loa::firmware
