// Places of panels, as a PanelMap's bytes have them.
#pragma once

#include <cstdint>

namespace loa::firmware {

inline constexpr std::uint8_t kTurned = 0x80;

constexpr std::uint8_t at(int column, int band) {
  return static_cast<std::uint8_t>(column | band << 4);
}

}  // namespace loa::firmware
