#include "signs/drivers/pack.h"

#include <algorithm>

namespace loa::signs::drivers {
namespace {

using firmware::link::Format;

constexpr std::uint8_t kHalf = 128;

// Which planes are lit, bit 0 the first, of formats with one plane a colour.
unsigned colour_planes(Colour shown) {
  const unsigned red = shown.r() >= kHalf ? 1U : 0U;
  const unsigned green = shown.g() >= kHalf ? 2U : 0U;
  const unsigned all = red | green | (shown.b() >= kHalf ? 4U : 0U);
  // A dark shade is shown in full rather than not at all.
  if (all != 0 || !shown.lit()) return all;
  return (shown.r() != 0 ? 1U : 0U) | (shown.g() != 0 ? 2U : 0U) | (shown.b() != 0 ? 4U : 0U);
}

// Four planes of one colour, its highest bit in the first; the darkest shade is still lit.
unsigned shade_planes(std::uint8_t value) {
  const unsigned shade = value == 0 ? 0U : std::max((value * 15U + 127U) / 255U, 1U);
  return (shade >> 3U & 1U) | (shade >> 1U & 2U) | (shade << 1U & 4U) | (shade << 3U & 8U);
}

unsigned planes_of(Colour colour, Format format) {
  switch (format) {
    case Format::mono:
      return colour.lit() ? 1U : 0U;
    case Format::red_green:
      return colour_planes(nearest(colour, Palette::red_green));
    case Format::rgb:
      return colour_planes(colour);
    case Format::rgb12:
      break;
  }
  return shade_planes(colour.r()) | shade_planes(colour.g()) << 4U | shade_planes(colour.b()) << 8U;
}

}  // namespace

Palette palette_of(Format format) {
  switch (format) {
    case Format::mono:
      return Palette::one;
    case Format::red_green:
      return Palette::red_green;
    case Format::rgb:
    case Format::rgb12:
      break;
  }
  return Palette::rgb;
}

std::vector<std::uint8_t> pack_columns(const Bitmap& picture, Format format, std::uint8_t height) {
  const std::size_t size = firmware::link::column_bytes(format, height);
  const std::size_t plane_bytes = height / 8U;
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(picture.width()) * size);
  for (int y = 0; y < picture.height() && y < height; ++y) {
    const auto row = picture.row(y);
    const auto at = static_cast<std::size_t>(y) / 8;
    for (std::size_t x = 0; x < row.size(); ++x) {
      if (!row[x].lit()) continue;
      const unsigned planes = planes_of(row[x], format);
      for (std::size_t plane = 0; plane < static_cast<std::size_t>(format); ++plane) {
        if ((planes >> plane & 1U) == 0) continue;
        auto& byte = bytes[x * size + plane * plane_bytes + at];
        byte = static_cast<std::uint8_t>(byte | 1U << (static_cast<unsigned>(y) % 8U));
      }
    }
  }
  return bytes;
}

}  // namespace loa::signs::drivers
