// One line of characters, each at its place, and where the line may be broken.
#pragma once

#include <string>
#include <vector>

#include "signs/bitmap.h"
#include "signs/face.h"

namespace loa::signs {

struct Placed {
  const Glyph* glyph;
  int pen;  // column, from the start of the line
  bool space;
};
using Line = std::vector<Placed>;

// A part of a line: characters from .. until - 1.
struct Part {
  std::size_t from;
  std::size_t until;
};

// `face` must have loaded `text`, and its glyphs must stay. Ends before a column beyond 65,535.
Line lay_out(const Face& face, const std::u32string& text);

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

// Draws a part with its first column at `x`; what reaches out of the bitmap is cut.
void draw(Bitmap& bitmap, const Line& line, Part part, int x, Colour colour);

}  // namespace loa::signs
