// From columns of pixels to the order in which a HUB12 panel takes its bits.
//
// A column of a panel is a word of 16 bits, bit 0 its top row. Every function here is for one pass
// 0..3, which lights the rows pass, pass + 4, pass + 8 and pass + 12.
#pragma once

#include <cstdint>

#include "firmware/core/panel_map.h"

namespace loa::firmware {

inline constexpr int kHub12Passes = kP10.rows;
// Eight columns are shifted together.
inline constexpr int kHub12Groups = kP10.width / 8;

// Where the columns of one panel are in a picture: every `step` bytes from the first, which is the
// one at the panel's own left edge.
struct PanelColumns {
  const std::uint8_t* first;
  std::int32_t step;
};

inline PanelColumns columns_of(const PanelMap& map, PanelPlace place, const std::uint8_t* picture) {
  const std::int32_t step = 2 * map.bands();
  const std::int32_t left = place.column * kP10.width;
  const std::int32_t band = 2 * place.band;
  if (!place.turned) return {picture + left * step + band, step};
  return {picture + (left + kP10.width - 1) * step + band, -step};
}

// Four columns: bits 4 k .. 4 k + 3 are row pass + 4 k, the first column highest.
inline std::uint32_t gather4(PanelColumns columns, unsigned pass) {
  std::uint32_t bits = 0;
#pragma GCC unroll 4
  for (int i = 0; i < 4; ++i) {
    const std::uint8_t* bytes = columns.first + i * columns.step;
    const std::uint32_t column = bytes[0] | static_cast<std::uint32_t>(bytes[1]) << 8U;
    bits = bits << 1U | ((column >> pass) & 0x1111U);
  }
  return bits;
}

// The nibbles of a word of 16 bits, spread over the low halves of four bytes.
constexpr std::uint32_t spread(std::uint32_t nibbles) {
  const std::uint32_t pairs = (nibbles | nibbles << 8) & 0x00FF00FFU;
  return (pairs | pairs << 4) & 0x0F0F0F0FU;
}

// Eight columns as they are shifted, highest bit first: the bytes of rows pass + 12, + 8, + 4, + 0,
// the first column first in each.
inline std::uint32_t gather8(PanelColumns columns, unsigned pass) {
  const std::uint32_t first = gather4(columns, pass);
  columns.first += 4 * columns.step;
  return spread(first) << 4 | spread(gather4(columns, pass));
}

// The same of a panel that hangs upside down: its top row is the picture's lowest.
inline std::uint32_t gather8_turned(PanelColumns columns, unsigned pass) {
  return __builtin_bswap32(gather8(columns, 3 - pass));
}

}  // namespace loa::firmware
