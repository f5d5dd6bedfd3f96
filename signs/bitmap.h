// Pixels of a board: what is lit, in which colour.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace loa::signs {

enum class Colour : std::uint8_t { off = 0, red = 1, green = 2, yellow = 3 };

class Bitmap {
 public:
  Bitmap() = default;
  // Width 0..65535, height 0..64, all off. Throws std::invalid_argument beyond that.
  Bitmap(int width, int height);
  int width() const { return width_; }
  int height() const { return height_; }
  // Outside the bitmap everything is off, and set() does nothing.
  Colour at(int x, int y) const;
  void set(int x, int y, Colour colour);
  // Columns left .. left + width - 1, any of which may lie outside; all rows.
  Bitmap window(int left, int width) const;
  bool blank() const;
  friend bool operator==(const Bitmap&, const Bitmap&) = default;

 private:
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
