// The letters' pictures at one board height, set in a line.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "signs/glyph.h"

namespace loa::signs {

// Bitmap faces, for 16 rows. At 24, 32 and 48 rows it is always DejaVu Sans Bold: docs/boards.md
// says why.
enum class SmallFace { unifont, x9x15 };
struct Lettering {
  SmallFace small = SmallFace::unifont;
  bool bold = false;  // 16 rows only: strokes two columns wide
  friend bool operator==(const Lettering&, const Lettering&) = default;
};

// A character at its place.
struct Placed {
  const Glyph* glyph;
  int pen;   // column, from the start of the line
  int drop;  // rows below the glyph's own
  bool space;
  bool mark;  // stands over what is before it
};
using Line = std::vector<Placed>;

// One thread. The line of letters ends before a column beyond 65,535.
class Face {
 public:
  // Heights that have letters.
  static constexpr int kHeights[] = {16, 24, 32, 48};

  // std::invalid_argument for another height; std::runtime_error naming the Debian package if the
  // file is missing or damaged. Blocks on the file.
  explicit Face(int board_height, Lettering lettering = {});
  ~Face();
  Face(Face&&) noexcept;

  // Never throws for its text: what the file does not have is a box, and so is what was not met
  // before when the file is gone. Blocks on the file for characters that were not met before. The
  // line's glyphs stay until the next call.
  Line set(const std::u32string& text);
  // A character by itself, as set() would have it.
  const Glyph& glyph(char32_t character);
  // Characters without a picture, U+FFFD among them, look like this.
  const Glyph& box() const;
  int board_height() const;

  class Letters;

 private:
  std::unique_ptr<Letters> letters_;
};

}  // namespace loa::signs
