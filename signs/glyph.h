// One character's pixels.
#pragma once

#include <cstdint>
#include <vector>

namespace loa::signs {

// Rows count down from the top of the board, which is row 0.
struct Glyph {
  int left = 0;  // first column, from the pen; negative for a mark over what stands before
  int top = 0;   // first row; negative, or top + height beyond the board: cut there
  int width = 0;
  int height = 0;
  int advance = 0;                // of the pen; 0 for a mark
  std::vector<std::uint8_t> lit;  // width * height, row by row, 1 where lit
};

// The same with every pixel two columns wide (x | x >> 1): a column wider, and so is its advance.
Glyph smeared(const Glyph& glyph);

}  // namespace loa::signs
