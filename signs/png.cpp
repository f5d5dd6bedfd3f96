// A board's picture as PNG, with the look of LEDs.
#include <png.h>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "signs/bitmap.h"
#include "signs/leds.h"

namespace loa::signs {
namespace {

// One row of a square for each colour that was met: copied, not mixed again for every LED.
class Squares {
 public:
  explicit Squares(int scale) : scale_(scale), dot_(led_dot(scale)) {}
  void append(std::string& image, Colour colour, int dot_row) {
    auto& square = squares_[colour];
    if (square.empty()) square = drawn(colour);
    const auto bytes = static_cast<std::size_t>(scale_) * 3;
    image.append(square, static_cast<std::size_t>(dot_row) * bytes, bytes);
  }

 private:
  std::string drawn(Colour colour) const {
    std::string square;
    for (const auto shade : dot_) {
      for (const auto part : led_colour(colour, shade)) square += static_cast<char>(part);
    }
    return square;
  }
  int scale_;
  std::vector<std::uint8_t> dot_;
  std::map<Colour, std::string> squares_;
};

std::string drawn(const Bitmap& bitmap, int scale) {
  Squares squares(scale);
  std::string image;
  for (int y = 0; y < bitmap.height() * scale; ++y) {
    for (const Colour colour : bitmap.row(y / scale)) squares.append(image, colour, y % scale);
  }
  return image;
}

}  // namespace

std::string to_png(const Bitmap& bitmap, int scale) {
  if (scale < 1 || scale > 16 || bitmap.width() == 0 || bitmap.height() == 0) {
    throw std::invalid_argument("a PNG needs a bitmap with pixels and a scale of 1..16");
  }
  const std::string pixels = drawn(bitmap, scale);
  // libpng's simplified interface: the other one reports errors by longjmp, over our destructors.
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(bitmap.width() * scale);
  image.height = static_cast<png_uint_32>(bitmap.height() * scale);
  image.format = PNG_FORMAT_RGB;
  std::string bytes(PNG_IMAGE_PNG_SIZE_MAX(image), '\0');
  png_alloc_size_t size = bytes.size();
  if (png_image_write_to_memory(&image, bytes.data(), &size, 0, pixels.data(), 0, nullptr) == 0) {
    throw std::runtime_error(std::string("libpng: ") + image.message);
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace loa::signs
