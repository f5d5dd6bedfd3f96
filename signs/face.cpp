// The letters' pictures, by FreeType.
#include "signs/face.h"

#include <fmt/core.h>
#include <ft2build.h>
#include FT_FREETYPE_H

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <type_traits>

#include "signs/text.h"

namespace loa::signs {
namespace {

struct Source {
  int board_height;
  const char* file;
  const char* package;  // Debian's
  int pixels;    // the size asked of an outline face: the largest at which Ẳ and ỵ both fit
  int baseline;  // rows above it
  int spacing;   // columns beyond what the face asks: on LEDs Ẳ and Ẵ would touch at their feet
  int box_width;
};
constexpr Source kSources[] = {
    {16, "/usr/share/fonts/X11/misc/unifont.pcf.gz", "xfonts-unifont", 16, 14, 0, 8},
    {32, "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf", "fonts-dejavu-core", 23, 26, 1,
     16},
};
constexpr std::size_t kMostKept = 4096;  // glyphs, before a new text; some 2 MB at 32 rows

const Source& source_for(int board_height) {
  for (const Source& source : kSources) {
    if (source.board_height == board_height) return source;
  }
  throw std::invalid_argument("a board is 16 or 32 rows high");
}

struct Closer {
  void operator()(FT_Library library) const { FT_Done_FreeType(library); }
  void operator()(FT_Face face) const { FT_Done_Face(face); }
};
template <typename T>
using Handle = std::unique_ptr<std::remove_pointer_t<T>, Closer>;

// Open only while glyphs are read: Unifont keeps 1.7 MB in memory, a slogan's glyphs a few
// kilobytes.
class OpenFace {
 public:
  explicit OpenFace(const Source& source) {
    FT_Library library = nullptr;
    check(FT_Init_FreeType(&library), source);
    library_.reset(library);
    FT_Face face = nullptr;
    check(FT_New_Face(library, source.file, 0, &face), source);
    face_.reset(face);
    check(FT_Set_Pixel_Sizes(face, 0, static_cast<FT_UInt>(source.pixels)), source);
  }
  FT_UInt index(char32_t character) const { return FT_Get_Char_Index(face_.get(), character); }
  // Null if the file is damaged there.
  FT_GlyphSlot render(FT_UInt index) const {
    const FT_Int32 flags = FT_LOAD_RENDER | FT_LOAD_TARGET_MONO;
    if (FT_Load_Glyph(face_.get(), index, flags) != 0) return nullptr;
    return face_->glyph->bitmap.pixel_mode == FT_PIXEL_MODE_MONO ? face_->glyph : nullptr;
  }

 private:
  static void check(FT_Error error, const Source& source) {
    if (error == 0) return;
    throw std::runtime_error(
        fmt::format("cannot use the face {} (Debian package {}): FreeType error {}", source.file,
                    source.package, error));
  }
  Handle<FT_Library> library_;
  Handle<FT_Face> face_;
};

Glyph glyph_from(FT_GlyphSlot slot, const Source& source, char32_t character) {
  Glyph glyph;
  const FT_Bitmap& bitmap = slot->bitmap;
  glyph.width = static_cast<int>(bitmap.width);
  glyph.height = static_cast<int>(bitmap.rows);
  glyph.left = slot->bitmap_left;
  glyph.top = source.baseline - slot->bitmap_top;
  glyph.advance = std::max(static_cast<int>(slot->advance.x >> 6), 0);
  glyph.mark = is_mark(character);
  if (glyph.mark) {
    // Unifont draws a mark in a cell of its own, outlines draw it before the pen.
    glyph.left -= glyph.advance;
    glyph.advance = 0;
  } else if (glyph.advance > 0) {
    glyph.advance += source.spacing;
  }
  for (int y = 0; y < glyph.height; ++y) {
    const unsigned char* row = bitmap.buffer + std::ptrdiff_t{y} * bitmap.pitch;
    for (int x = 0; x < glyph.width; ++x) {
      glyph.lit.push_back((row[x / 8] >> (7 - x % 8)) & 1);
    }
  }
  return glyph;
}

Glyph make_box(const Source& source) {
  Glyph box;
  box.left = 1;
  box.width = source.box_width - 2;
  box.height = source.box_width * 5 / 4;
  box.top = source.baseline - box.height;
  box.advance = source.box_width;
  for (int y = 0; y < box.height; ++y) {
    for (int x = 0; x < box.width; ++x) {
      const bool edge = x == 0 || y == 0 || x == box.width - 1 || y == box.height - 1;
      box.lit.push_back(edge ? 1 : 0);
    }
  }
  return box;
}

// What nearly every slogan is made of.
std::u32string everyday_characters() {
  std::u32string text = U"ĂÂĐÊÔƠƯăâđêôơưÀÁÃẠÈÉẼẸÌÍĨỊÒÓÕỌÙÚŨỤÝàáãèéìíĩòóõùúũýạẹẽịọụ–“”…";
  for (char32_t c = 0x20; c < 0x7F; ++c) text += c;
  for (char32_t c = 0x1EA0; c <= 0x1EF9; ++c) text += c;  // Latin Extended Additional, Vietnamese
  return text;
}

// Those of `text` that `known` does not have, in the order of the file: going back in a compressed
// file means reading it from its start.
std::u32string missing_in(const std::unordered_map<char32_t, Glyph>& known,
                          const std::u32string& text) {
  std::u32string missing;
  std::copy_if(text.begin(), text.end(), std::back_inserter(missing),
               [&](char32_t character) { return known.count(character) == 0; });
  std::sort(missing.begin(), missing.end());
  missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
  return missing;
}

}  // namespace

Face::Face(int board_height) : height_(board_height), box_(make_box(source_for(board_height))) {
  read(everyday_characters());
}

void Face::read(const std::u32string& text) {
  const std::u32string missing = missing_in(glyphs_, text);
  if (missing.empty()) return;
  const Source& source = source_for(height_);
  const OpenFace face(source);
  for (const char32_t character : missing) {
    const FT_UInt index = character == U'\uFFFD' ? 0 : face.index(character);
    const FT_GlyphSlot slot = index == 0 ? nullptr : face.render(index);
    glyphs_.emplace(character, slot != nullptr ? glyph_from(slot, source, character) : box_);
  }
}

void Face::load(const std::u32string& text) try {
  if (glyphs_.size() > kMostKept) glyphs_.clear();
  read(text);
} catch (const std::runtime_error&) {
  // The file went away under us; glyph() gives boxes, and the next load() tries again.
}

const Glyph& Face::glyph(char32_t character) const {
  const auto found = glyphs_.find(character);
  return found == glyphs_.end() ? box_ : found->second;
}

}  // namespace loa::signs
