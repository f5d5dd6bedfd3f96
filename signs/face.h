// The letters' pictures: one face for each board height, read through FreeType.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace loa::signs {

// One character's pixels. Rows count down from the top of the board, which is row 0.
struct Glyph {
  int left = 0;  // first column, from the pen; negative for a mark over what stands before
  int top = 0;   // first row; negative, or top + height beyond the board: cut there
  int width = 0;
  int height = 0;
  int advance = 0;  // of the pen; 0 for a mark
  bool mark = false;
  std::vector<std::uint8_t> lit;  // width * height, row by row, 1 where lit
};

// GNU Unifont at 16 rows, DejaVu Sans Bold at 32: docs/boards.md says why. One thread.
class Face {
 public:
  // Reads the letters of Vietnamese and ASCII. Throws as Typesetter does. Blocks on the file.
  explicit Face(int board_height);
  // Makes the characters of `text` ready, reading the file if some were not met before. Never
  // throws for what the file does not have, or if it is gone: that is a box. References from before
  // may end.
  void load(const std::u32string& text);
  // A character that load() was given since; else a box.
  const Glyph& glyph(char32_t character) const;
  // Characters without a picture, U+FFFD among them, look like this.
  const Glyph& box() const { return box_; }
  int board_height() const { return height_; }

 private:
  // As load(), but throws if the file cannot be used.
  void read(const std::u32string& text);

  int height_;
  Glyph box_;
  std::unordered_map<char32_t, Glyph> glyphs_;
};

}  // namespace loa::signs
