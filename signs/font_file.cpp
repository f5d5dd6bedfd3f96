// A font file, by FreeType.
#include "signs/font_file.h"

#include <fmt/core.h>
#include <ft2build.h>
#include FT_FREETYPE_H

#include <algorithm>
#include <stdexcept>

namespace loa::signs {

void FontFile::Closer::operator()(FT_Library library) const { FT_Done_FreeType(library); }
void FontFile::Closer::operator()(FT_Face face) const { FT_Done_Face(face); }

FontFile::FontFile(const FontSource& source) : source_(&source) {
  FT_Library library = nullptr;
  check(FT_Init_FreeType(&library));
  library_.reset(library);
  FT_Face face = nullptr;
  check(FT_New_Face(library, source.file, 0, &face));
  face_.reset(face);
  check(FT_Set_Pixel_Sizes(face, 0, static_cast<FT_UInt>(source.pixels)));
}

void FontFile::check(int error) const {
  if (error == 0) return;
  throw std::runtime_error(
      fmt::format("cannot use the face {} (Debian package {}): FreeType error {}", source_->file,
                  source_->package, error));
}

unsigned FontFile::index(char32_t character) const {
  return FT_Get_Char_Index(face_.get(), character);
}

std::optional<Glyph> FontFile::glyph(unsigned index) const {
  const FT_Int32 flags = FT_LOAD_RENDER | FT_LOAD_TARGET_MONO;
  if (FT_Load_Glyph(face_.get(), index, flags) != 0) return std::nullopt;
  const FT_GlyphSlot slot = face_->glyph;
  const FT_Bitmap& bitmap = slot->bitmap;
  if (bitmap.pixel_mode != FT_PIXEL_MODE_MONO) return std::nullopt;
  Glyph glyph;
  glyph.width = static_cast<int>(bitmap.width);
  glyph.height = static_cast<int>(bitmap.rows);
  glyph.left = slot->bitmap_left;
  glyph.top = source_->baseline - slot->bitmap_top;
  glyph.advance = std::max(static_cast<int>(slot->advance.x >> 6), 0);
  for (int y = 0; y < glyph.height; ++y) {
    const unsigned char* row = bitmap.buffer + std::ptrdiff_t{y} * bitmap.pitch;
    for (int x = 0; x < glyph.width; ++x) {
      glyph.lit.push_back((row[x / 8] >> (7 - x % 8)) & 1);
    }
  }
  return glyph;
}

}  // namespace loa::signs
