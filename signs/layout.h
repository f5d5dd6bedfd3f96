// Where a line of characters may be broken, and its pixels.
#pragma once

#include <vector>

#include "signs/bitmap.h"
#include "signs/face.h"

namespace loa::signs {

// A part of a line: characters from .. until - 1.
struct Part {
  std::size_t from;
  std::size_t until;
};

// Columns that a part covers: what the pen passes, and what reaches out of it.
struct Span {
  int left;
  int right;
  int width() const { return right - left; }
};
Span span_of(const Line& line, Part part);

// Parts not wider than `width`, without the spaces at their ends, broken between words. A word that
// is wider is broken between characters; a character that is wider stands alone.
std::vector<Part> break_line(const Line& line, int width);

// Whether a part lights anything.
bool has_ink(const Line& line, Part part);

// Draws a part with its first column at `x` and the board's first row at `y`; what reaches out of
// the bitmap is cut.
void draw(Bitmap& bitmap, const Line& line, Part part, int x, int y, Colour colour);

}  // namespace loa::signs
