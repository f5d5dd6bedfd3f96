#include "firmware/core/calibration.h"

#include <algorithm>
#include <array>

namespace loa::firmware {
namespace {

using link::Calibration;

// 3 x 5 pixels; the highest of 15 bits is the top left one, row after row.
constexpr std::array<std::uint16_t, 10> kDigits = {
    0b111'101'101'101'111, 0b010'110'010'010'111, 0b111'001'111'100'111, 0b111'001'111'001'111,
    0b101'101'111'001'001, 0b111'100'111'001'111, 0b111'100'111'101'111, 0b111'001'010'010'010,
    0b111'101'111'101'111, 0b111'101'111'001'111};

bool digit_at(int digit, int x, int y) {
  if (x < 0 || x > 2 || y < 0 || y > 4) return false;
  return (kDigits[static_cast<std::size_t>(digit)] >> (14 - 3 * y - x) & 1) != 0;
}

// Of panel `number`, 1..16; x and y from the picture's upper left corner of that panel.
bool number_at(int number, int x, int y, int width) {
  if (y == 0 || x == 0 || x == width - 1) return true;
  // Digits of twice their size, side by side in the middle.
  const bool two = number >= 10;
  const int left = width / 2 - (two ? 7 : 3);
  const int dx = x - left;
  const int dy = y - 3;
  if (dx < 0 || dy < 0) return false;
  if (!two) return digit_at(number, dx / 2, dy / 2);
  return digit_at(number / 10, dx / 2, dy / 2) ||
         (dx >= 8 && digit_at(number % 10, dx / 2 - 4, dy / 2));
}

// Which panel of the chain hangs at a place, from 1.
int panel_at(const PanelMap& map, int column, int band) {
  for (int i = 0; i < map.panels(); ++i) {
    if (map.place(i).column == column && map.place(i).band == band) return i + 1;
  }
  return 0;
}

bool lit(Calibration pattern, int step, const PanelMap& map, int x, int y) {
  switch (pattern) {
    case Calibration::rows:
      return y == step % map.height();
    case Calibration::columns:
      return x == step % map.width();
    case Calibration::panels: {
      const PanelKind& kind = map.kind();
      return number_at(panel_at(map, x / kind.width, y / kind.height), x % kind.width,
                       y % kind.height, kind.width);
    }
    default:
      return true;
  }
}

// The colours, bit 0 red, that are lit at a column where something is.
unsigned colours_at(Calibration pattern, const PanelMap& map, int x) {
  if (pattern != Calibration::colours) return 0b111;
  return 1U << (x % map.kind().width * 3 / map.kind().width);
}

// Which of three colours a plane belongs to.
unsigned colour_of(int plane, link::Format format) {
  const int planes = static_cast<int>(format);
  return planes < 3 ? static_cast<unsigned>(plane) : static_cast<unsigned>(plane * 3 / planes);
}

}  // namespace

void draw_calibration(Calibration pattern, link::Millis now, const PanelMap& map,
                      link::Format format, std::span<std::uint8_t> picture) {
  const auto step = static_cast<int>(now / 100U % 65'536U);
  const int planes = static_cast<int>(format);
  std::fill(picture.begin(), picture.end(), std::uint8_t{0});
  for (int x = 0; x < map.width(); ++x) {
    const unsigned colours = planes < 3 ? 0b111 : colours_at(pattern, map, x);
    for (int plane = 0; plane < planes; ++plane) {
      if ((colours >> colour_of(plane, format) & 1) == 0) continue;
      const int first = (x * planes + plane) * map.height();
      for (int y = 0; y < map.height(); ++y) {
        if (!lit(pattern, step, map, x, y)) continue;
        std::uint8_t& byte = picture[static_cast<std::size_t>((first + y) / 8)];
        byte = static_cast<std::uint8_t>(byte | 1U << (y % 8));
      }
    }
  }
}

}  // namespace loa::firmware
