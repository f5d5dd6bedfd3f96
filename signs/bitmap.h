// Pixels of a board: what is lit, in which colour.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "signs/colour.h"

namespace loa::signs {

class Bitmap {
 public:
  Bitmap() = default;
  // Width 0..65535, height 0..1024, all off. Throws std::invalid_argument beyond that.
  Bitmap(int width, int height);
  int width() const { return width_; }
  int height() const { return height_; }
  // Outside the bitmap everything is off, and set() does nothing.
  Colour at(int x, int y) const;
  void set(int x, int y, Colour colour);
  // One row, from its leftmost pixel; `y` must be within the bitmap.
  std::span<const Colour> row(int y) const { return {pixels_.data() + start(y), columns()}; }
  std::span<Colour> row(int y) { return {pixels_.data() + start(y), columns()}; }
  // Columns left .. left + width - 1, any of which may lie outside; all rows.
  Bitmap window(int left, int width) const;
  // Puts `picture` over what is here, its first pixel at (x, y); what reaches out is cut.
  void put(const Bitmap& picture, int x, int y);
  bool blank() const;
  friend bool operator==(const Bitmap&, const Bitmap&) = default;

 private:
  std::size_t columns() const { return static_cast<std::size_t>(width_); }
  std::size_t start(int y) const { return static_cast<std::size_t>(y) * columns(); }

  int width_ = 0;
  int height_ = 0;
  std::vector<Colour> pixels_;  // row by row
};

// PNG bytes; each LED is drawn as a `scale` x `scale` square with a dot, 1..16. Unlit LEDs are
// faintly visible. Throws std::invalid_argument for another scale and for a bitmap without pixels.
std::string to_png(const Bitmap& bitmap, int scale);
// Half-block characters (U+2580, U+2584, U+2588) and spaces, two rows a line, lines end in '\n';
// with ANSI colours if asked, each line ending in the terminal's own colours.
std::string to_terminal(const Bitmap& bitmap, bool colours);

}  // namespace loa::signs
