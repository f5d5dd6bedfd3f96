// Pixels of a board.
#include "signs/bitmap.h"

#include <algorithm>
#include <stdexcept>

namespace loa::signs {

Bitmap::Bitmap(int width, int height) : width_(width), height_(height) {
  if (width < 0 || width > 65535 || height < 0 || height > 64) {
    throw std::invalid_argument("a bitmap is 0..65535 pixels wide and 0..64 high");
  }
  pixels_.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
}

Colour Bitmap::at(int x, int y) const {
  if (x < 0 || x >= width_ || y < 0 || y >= height_) return Colour::off;
  return pixels_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
                 static_cast<std::size_t>(x)];
}

void Bitmap::set(int x, int y, Colour colour) {
  if (x < 0 || x >= width_ || y < 0 || y >= height_) return;
  pixels_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
          static_cast<std::size_t>(x)] = colour;
}

Bitmap Bitmap::window(int left, int width) const {
  Bitmap result(width, height_);
  // Wide arithmetic: `left` comes from outside and may be anything.
  const std::int64_t end = std::int64_t{left} + width;
  const int from = std::max(left, 0);
  const int until = static_cast<int>(std::min<std::int64_t>(end, width_));
  if (from >= until) return result;
  for (int y = 0; y < height_; ++y) {
    const auto source = pixels_.begin() + std::ptrdiff_t{y} * width_;
    const auto target = result.pixels_.begin() + std::ptrdiff_t{y} * width + (from - left);
    std::copy(source + from, source + until, target);
  }
  return result;
}

bool Bitmap::blank() const {
  return std::all_of(pixels_.begin(), pixels_.end(),
                     [](Colour pixel) { return pixel == Colour::off; });
}

}  // namespace loa::signs
