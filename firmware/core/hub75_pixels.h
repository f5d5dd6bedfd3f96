// From columns of pixels to the order in which a chain of HUB75 panels takes its bits.
#pragma once

#include <cstdint>
#include <span>

#include "firmware/core/panel_map.h"
#include "firmware/link/pixels.h"

namespace loa::firmware {

// Bits a colour has.
inline constexpr int kHub75Depth = 4;

// A scan: for each address from 0 on, for each bit of the colours from the lowest on, for each
// clock a byte: bit 0 red of the upper half, then its green and blue, then the three of the lower
// half.
struct Hub75Scan {
  // Half the pixels times the depth.
  static std::size_t size_of(const PanelMap& map) {
    return static_cast<std::size_t>(map.width()) * static_cast<std::size_t>(map.height()) / 2 *
           kHub75Depth;
  }
  // Clocks of one row of the whole chain.
  static int clocks(const PanelMap& map) {
    return map.width() * map.height() / 2 / map.kind().rows;
  }
};

// Writes the scan of a picture of Format::rgb12. About 30 cycles a pixel.
void scan_of(const PanelMap& map, std::span<const std::uint8_t> picture,
             std::span<std::uint8_t> scan);

}  // namespace loa::firmware
