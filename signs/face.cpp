// Which file has the letters of which height, and what both kinds of faces share.
#include "signs/face.h"

#include <algorithm>
#include <stdexcept>

#include "signs/letters.h"

namespace loa::signs {
namespace {

constexpr const char* kUnifont = "/usr/share/fonts/X11/misc/unifont.pcf.gz";
constexpr const char* k9x15 = "/usr/share/fonts/X11/misc/9x15.pcf.gz";
constexpr const char* kDejaVu = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf";
constexpr FontSource kOutlines[] = {{24, kDejaVu, "fonts-dejavu-core", true, 18, 20, 1, 12},
                                    {32, kDejaVu, "fonts-dejavu-core", true, 23, 26, 1, 16},
                                    {48, kDejaVu, "fonts-dejavu-core", true, 36, 40, 2, 24}};
constexpr FontSource kSmallUnifont{16, kUnifont, "xfonts-unifont", false, 16, 14, 0, 8};
constexpr FontSource kSmall9x15{16, k9x15, "xfonts-base", false, 15, 13, 0, 9};

const FontSource& source_for(int board_height, SmallFace small) {
  if (board_height == 16) return small == SmallFace::unifont ? kSmallUnifont : kSmall9x15;
  for (const FontSource& source : kOutlines) {
    if (source.board_height == board_height) return source;
  }
  throw std::invalid_argument("there are letters for 16, 24, 32 and 48 rows");
}

Glyph make_box(const FontSource& source) {
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

std::unique_ptr<Face::Letters> letters_for(const FontSource& source, bool bold) {
  return source.outline ? outline_letters(source) : bitmap_letters(source, bold);
}

}  // namespace

Glyph smeared(const Glyph& glyph) {
  if (glyph.width == 0) return glyph;
  Glyph wide = glyph;
  ++wide.width;
  if (wide.advance > 0) ++wide.advance;
  wide.lit.assign(static_cast<std::size_t>(wide.width) * static_cast<std::size_t>(wide.height), 0);
  std::size_t next = 0;
  for (int y = 0; y < glyph.height; ++y) {
    for (int x = 0; x < glyph.width; ++x) {
      if (glyph.lit[next++] == 0) continue;
      const auto at = static_cast<std::size_t>(y) * static_cast<std::size_t>(wide.width) +
                      static_cast<std::size_t>(x);
      wide.lit[at] = wide.lit[at + 1] = 1;
    }
  }
  return wide;
}

Face::Letters::Letters(const FontSource& source) : source_(&source), box_(make_box(source)) {}

bool Face::Letters::add(Line& line, const Placed& placed) {
  // A mark at the very start reaches out to the left of the line, by less than 64 columns.
  constexpr int kMostColumns = 65535 - 64;
  const Glyph& glyph = *placed.glyph;
  if (placed.pen + std::max(glyph.left + glyph.width, glyph.advance) > kMostColumns) return false;
  line.push_back(placed);
  return true;
}

Face::Face(int board_height, Lettering lettering)
    : letters_(letters_for(source_for(board_height, lettering.small), lettering.bold)) {}
Face::~Face() = default;
Face::Face(Face&&) noexcept = default;

Line Face::set(const std::u32string& text) { return letters_->set(text); }
const Glyph& Face::glyph(char32_t character) { return letters_->glyph(character); }
const Glyph& Face::box() const { return letters_->box(); }
int Face::board_height() const { return letters_->source().board_height; }

}  // namespace loa::signs
