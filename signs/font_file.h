// A font file, read through FreeType. All of FreeType is behind this and signs/shaper.h.
#pragma once

#include <memory>
#include <optional>

#include "signs/glyph.h"

struct FT_LibraryRec_;
struct FT_FaceRec_;

namespace loa::signs {

struct FontSource {
  int board_height;     // rows
  const char* file;     // where Debian puts it
  const char* package;  // Debian's
  bool outline;
  int pixels;    // the size asked of it: the largest at which Ẳ and ỵ both fit the board
  int baseline;  // rows above it
  int spacing;   // columns beyond what the face asks: on LEDs Ẳ and Ẵ would touch at their feet
  int box_width;
};

// Open as long as it lives. One thread.
class FontFile {
 public:
  // Throws std::runtime_error naming the Debian package if the file is missing or damaged. Blocks.
  explicit FontFile(const FontSource& source);
  // 0 for what the file does not have.
  unsigned index(char32_t character) const;
  // One bit a pixel, placed on the board's rows; nothing if the file is damaged there. Blocks on
  // the file.
  std::optional<Glyph> glyph(unsigned index) const;
  const FontSource& source() const { return *source_; }
  FT_FaceRec_* handle() const { return face_.get(); }

 private:
  void check(int error) const;
  struct Closer {
    void operator()(FT_LibraryRec_* library) const;
    void operator()(FT_FaceRec_* face) const;
  };
  const FontSource* source_;
  std::unique_ptr<FT_LibraryRec_, Closer> library_;
  std::unique_ptr<FT_FaceRec_, Closer> face_;
};

}  // namespace loa::signs
