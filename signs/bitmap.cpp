// Pixels of a board.
#include "signs/bitmap.h"

#include <algorithm>
#include <stdexcept>

namespace loa::signs {

Bitmap::Bitmap(int width, int height) : width_(width), height_(height) {
  if (width < 0 || width > 65535 || height < 0 || height > 1024) {
    throw std::invalid_argument("a bitmap is 0..65535 pixels wide and 0..1024 high");
  }
  pixels_.resize(columns() * static_cast<std::size_t>(height));
}

Colour Bitmap::at(int x, int y) const {
  if (x < 0 || x >= width_ || y < 0 || y >= height_) return Colour::off;
  return pixels_[start(y) + static_cast<std::size_t>(x)];
}

void Bitmap::set(int x, int y, Colour colour) {
  if (x < 0 || x >= width_ || y < 0 || y >= height_) return;
  pixels_[start(y) + static_cast<std::size_t>(x)] = colour;
}

Bitmap Bitmap::window(int left, int width) const {
  Bitmap result(width, height_);
  // Wide arithmetic: `left` comes from outside and may be anything.
  const std::int64_t end = std::int64_t{left} + width;
  const int from = std::max(left, 0);
  const int until = static_cast<int>(std::min<std::int64_t>(end, width_));
  if (from >= until) return result;
  for (int y = 0; y < height_; ++y) {
    const auto source = row(y);
    std::copy(source.begin() + from, source.begin() + until, result.row(y).begin() + (from - left));
  }
  return result;
}

void Bitmap::put(const Bitmap& picture, int x, int y) {
  const std::int64_t right = std::min<std::int64_t>(width_, std::int64_t{x} + picture.width_);
  const std::int64_t bottom = std::min<std::int64_t>(height_, std::int64_t{y} + picture.height_);
  const int left = std::max(x, 0);
  if (left >= right) return;
  for (int to = std::max(y, 0); to < bottom; ++to) {
    const auto source = picture.row(to - y).begin() + (left - x);
    std::copy_n(source, right - left, row(to).begin() + left);
  }
}

bool Bitmap::blank() const {
  return std::none_of(pixels_.begin(), pixels_.end(), [](Colour pixel) { return pixel.lit(); });
}

}  // namespace loa::signs
