// Outline faces: HarfBuzz says which glyph stands where, FreeType draws it for one bit.
#include <unordered_map>

#include "signs/letters.h"
#include "signs/shaper.h"

namespace loa::signs {
namespace {

// The file stays open: it is mapped, and takes memory only where it is read.
class OutlineLetters final : public Face::Letters {
 public:
  explicit OutlineLetters(const FontSource& source)
      : Letters(source), file_(source), shaper_(file_) {}
  Line set(const std::u32string& text) override;
  const Glyph& glyph(char32_t character) override {
    return at(character == U'\uFFFD' ? 0 : file_.index(character));
  }

 private:
  const Glyph& at(unsigned index);
  Placed placed(const Shaped& shaped, const std::u32string& text, int pen);
  int advance_of(const Shaped& shaped, const Placed& placed) const {
    if (placed.glyph == &box()) return box().advance;
    return shaped.advance > 0 ? shaped.advance + source().spacing : 0;
  }

  FontFile file_;
  Shaper shaper_;
  std::unordered_map<unsigned, Glyph> glyphs_;
};

Line OutlineLetters::set(const std::u32string& text) {
  if (glyphs_.size() > kMostKept) glyphs_.clear();
  Line line;
  int pen = 0;
  std::size_t before = text.size();
  for (const Shaped& shaped : shaper_.shape(text)) {
    Placed next = placed(shaped, text, pen);
    next.mark = shaped.character == before;
    if (!add(line, next)) break;
    before = shaped.character;
    pen += advance_of(shaped, next);
  }
  return line;
}

Placed OutlineLetters::placed(const Shaped& shaped, const std::u32string& text, int pen) {
  const char32_t character = text[shaped.character];
  const bool box = shaped.index == 0 || character == U'\uFFFD';
  return {box ? &this->box() : &at(shaped.index), pen + (box ? 0 : shaped.right),
          box ? 0 : -shaped.up, character == U' ', false};
}

const Glyph& OutlineLetters::at(unsigned index) {
  if (index == 0) return box();
  if (const auto found = glyphs_.find(index); found != glyphs_.end()) return found->second;
  auto glyph = file_.glyph(index);
  if (glyph && glyph->advance > 0) glyph->advance += source().spacing;
  return glyphs_.emplace(index, glyph ? *std::move(glyph) : box()).first->second;
}

}  // namespace

std::unique_ptr<Face::Letters> outline_letters(const FontSource& source) {
  return std::make_unique<OutlineLetters>(source);
}

}  // namespace loa::signs
