// The two ways to letters: bitmap faces, one picture a character, and outline faces, shaped.
// Private to face.cpp, bitmap_letters.cpp and outline_letters.cpp.
#pragma once

#include "signs/face.h"
#include "signs/font_file.h"

namespace loa::signs {

class Face::Letters {
 public:
  explicit Letters(const FontSource& source);
  virtual ~Letters() = default;
  // As Face::set() and Face::glyph().
  virtual Line set(const std::u32string& text) = 0;
  virtual const Glyph& glyph(char32_t character) = 0;
  const Glyph& box() const { return box_; }
  const FontSource& source() const { return *source_; }

 protected:
  // False where the line would be longer than a bitmap: it is not added.
  static bool add(Line& line, const Placed& placed);
  static constexpr std::size_t kMostKept = 4096;  // glyphs, before a new text; 2 MB at 32 rows

 private:
  const FontSource* source_;
  Glyph box_;
};

std::unique_ptr<Face::Letters> bitmap_letters(const FontSource& source, bool bold);
std::unique_ptr<Face::Letters> outline_letters(const FontSource& source);

}  // namespace loa::signs
