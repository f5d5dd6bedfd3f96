// How the LEDs of a panel hang on its shift registers, told as data.
#pragma once

#include <array>
#include <cstdint>

namespace loa::firmware {

// The rows of a panel (HUB75: of each of its two halves, which have data lines of their own) are
// divided among its addresses. Where one address lights several rows, those take turns in the
// chain, `block` columns at a time:
//
//     the first bits     block of row a + rows, block of row a   (lower_first, two rows an address)
//     then               the next block of row a + rows, ...
//
// The first bit shifted is the leftmost column's.
struct PanelKind {
  std::uint8_t width, height;  // pixels
  std::uint8_t rows;           // addresses: the share of time that a row is lit is 1 / rows
  std::uint8_t block;          // columns; the width where an address lights one row
  bool lower_first;
  friend constexpr bool operator==(const PanelKind&, const PanelKind&) = default;
};

// HUB12, one colour.
inline constexpr PanelKind kP10{32, 16, 4, 8, true};

// HUB75, as they are sold; the calibration pattern shows whether one of these fits a panel.
inline constexpr std::array<PanelKind, 5> kHub75Kinds = {{
    {64, 32, 16, 64, false},  // P2 to P5, indoors
    {32, 32, 16, 32, false},  // P4 to P6, indoors
    {32, 16, 8, 32, false},   // P10, 1/8 scan
    {32, 16, 4, 8, true},     // P10, 1/4 scan, outdoors
    {64, 32, 8, 16, true},    // P5, 1/8 scan, outdoors
}};

}  // namespace loa::firmware
