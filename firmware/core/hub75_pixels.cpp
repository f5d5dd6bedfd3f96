#include "firmware/core/hub75_pixels.h"

namespace loa::firmware {
namespace {

struct Pixel {
  int x, y;
};

// What a panel's clock, counted from the first shifted, puts on one data line at an address; from
// the panel's own upper left corner. The lower half hangs below by half its height.
Pixel in_panel(const PanelKind& kind, int clock, int address) {
  const int turns = kind.height / 2 / kind.rows;  // rows that one address lights
  const int block = clock / kind.block;
  const int turn = kind.lower_first ? turns - 1 - block % turns : block % turns;
  return {block / turns * kind.block + clock % kind.block, turn * kind.rows + address};
}

Pixel in_picture(const PanelMap& map, PanelPlace place, Pixel pixel) {
  const PanelKind& kind = map.kind();
  if (place.turned) pixel = {kind.width - 1 - pixel.x, kind.height - 1 - pixel.y};
  return {place.column * kind.width + pixel.x, place.band * kind.height + pixel.y};
}

// The twelve bits of a pixel: bit 4 c + b is bit b of colour c.
unsigned pixel_of(const PanelMap& map, std::span<const std::uint8_t> picture, Pixel pixel) {
  constexpr int kPlanes = static_cast<int>(link::Format::rgb12);
  const std::ptrdiff_t plane_bytes = map.height() / 8;
  const std::uint8_t* byte = picture.data() + plane_bytes * kPlanes * pixel.x + pixel.y / 8;
  const int shift = pixel.y % 8;
  unsigned bits = 0;
  for (int colour = 0; colour < 3; ++colour) {
    unsigned shade = 0;
    for (int bit = 0; bit < kHub75Depth; ++bit) {
      shade = shade << 1 | (*byte >> shift & 1U);
      byte += plane_bytes;
    }
    bits |= shade << (kHub75Depth * colour);
  }
  return bits;
}

unsigned three_of(unsigned pixel, int bit) {
  return (pixel >> bit & 1) | (pixel >> (kHub75Depth + bit) & 1) << 1 |
         (pixel >> (2 * kHub75Depth + bit) & 1) << 2;
}

}  // namespace

void scan_of(const PanelMap& map, std::span<const std::uint8_t> picture,
             std::span<std::uint8_t> scan) {
  const PanelKind& kind = map.kind();
  const int clocks = Hub75Scan::clocks(map);
  const int of_a_panel = clocks / map.panels();
  for (int address = 0; address < kind.rows; ++address) {
    std::uint8_t* row = scan.data() + std::ptrdiff_t{address} * kHub75Depth * clocks;
    for (int clock = 0; clock < clocks; ++clock) {
      const PanelPlace place = map.place(map.panels() - 1 - clock / of_a_panel);
      const Pixel top = in_panel(kind, clock % of_a_panel, address);
      const Pixel below{top.x, top.y + kind.height / 2};
      const unsigned upper = pixel_of(map, picture, in_picture(map, place, top));
      const unsigned lower = pixel_of(map, picture, in_picture(map, place, below));
      for (int bit = 0; bit < kHub75Depth; ++bit) {
        row[bit * clocks + clock] =
            static_cast<std::uint8_t>(three_of(upper, bit) | three_of(lower, bit) << 3);
      }
    }
  }
}

}  // namespace loa::firmware
