// A board's picture as PNG, with the look of LEDs: round dots on a dark ground.
#include <png.h>

#include <array>
#include <cmath>
#include <stdexcept>

#include "signs/bitmap.h"

namespace loa::signs {
namespace {

constexpr int kShades = 16;  // from the ground's colour (0) to the LED's (15), for smooth dots

using Rgb = std::array<int, 3>;
constexpr Rgb kGround{10, 10, 12};
// In the order of Colour: off, red, green, yellow.
constexpr std::array<Rgb, 4> kLeds{{{40, 34, 34}, {255, 52, 36}, {60, 240, 80}, {255, 190, 40}}};

std::array<png_byte, kLeds.size() * kShades * 3> palette() {
  std::array<png_byte, kLeds.size() * kShades * 3> entries{};
  std::size_t next = 0;
  for (const Rgb& led : kLeds) {
    for (int shade = 0; shade < kShades; ++shade) {
      for (std::size_t channel = 0; channel < 3; ++channel) {
        const int ground = kGround.at(channel);
        entries.at(next++) =
            static_cast<png_byte>(ground + (led.at(channel) - ground) * shade / (kShades - 1));
      }
    }
  }
  return entries;
}

// The share of the pixel (x, y) of a `scale` x `scale` square that its dot covers, in shades.
int shade_at(int x, int y, int scale) {
  if (scale < 3) return kShades - 1;  // no room for a dot
  const double centre = scale / 2.0;
  const double radius = scale * 0.44;
  const double distance = std::hypot(x + 0.5 - centre, y + 0.5 - centre);
  const double cover = std::fmin(std::fmax(radius - distance + 0.5, 0.0), 1.0);
  return static_cast<int>(std::lround(cover * (kShades - 1)));
}

std::vector<png_byte> draw(const Bitmap& bitmap, int scale) {
  std::vector<png_byte> dot;
  for (int y = 0; y < scale; ++y) {
    for (int x = 0; x < scale; ++x) {
      dot.push_back(static_cast<png_byte>(shade_at(x, y, scale)));
    }
  }
  std::vector<png_byte> image;
  image.reserve(static_cast<std::size_t>(bitmap.width()) * static_cast<std::size_t>(scale) *
                static_cast<std::size_t>(bitmap.height()) * static_cast<std::size_t>(scale));
  for (int y = 0; y < bitmap.height() * scale; ++y) {
    const auto dot_row = dot.begin() + std::ptrdiff_t{y % scale} * scale;
    for (int x = 0; x < bitmap.width(); ++x) {
      const int first = static_cast<int>(bitmap.at(x, y / scale)) * kShades;
      for (int column = 0; column < scale; ++column) {
        image.push_back(static_cast<png_byte>(first + dot_row[column]));
      }
    }
  }
  return image;
}

}  // namespace

std::string to_png(const Bitmap& bitmap, int scale) {
  if (scale < 1 || scale > 16 || bitmap.width() == 0 || bitmap.height() == 0) {
    throw std::invalid_argument("a PNG needs a bitmap with pixels and a scale of 1..16");
  }
  const auto pixels = draw(bitmap, scale);
  const auto colours = palette();
  // libpng's simplified interface: the other one reports errors by longjmp, over our destructors.
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(bitmap.width() * scale);
  image.height = static_cast<png_uint_32>(bitmap.height() * scale);
  image.format = PNG_FORMAT_RGB_COLORMAP;
  image.colormap_entries = static_cast<png_uint_32>(colours.size() / 3);
  std::string bytes(PNG_IMAGE_PNG_SIZE_MAX(image), '\0');
  png_alloc_size_t size = bytes.size();
  if (png_image_write_to_memory(&image, bytes.data(), &size, 0, pixels.data(), 0, colours.data()) ==
      0) {
    throw std::runtime_error(std::string("libpng: ") + image.message);
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace loa::signs
