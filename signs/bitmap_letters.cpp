// Bitmap faces: one picture for each character, one after the other.
#include <algorithm>
#include <stdexcept>
#include <unordered_map>

#include "signs/letters.h"
#include "signs/text.h"

namespace loa::signs {
namespace {

// What nearly every slogan is made of.
std::u32string everyday_characters() {
  std::u32string text = U"ĂÂĐÊÔƠƯăâđêôơưÀÁÃẠÈÉẼẸÌÍĨỊÒÓÕỌÙÚŨỤÝàáãèéìíĩòóõùúũýạẹẽịọụ–“”…°";
  for (char32_t c = 0x20; c < 0x7F; ++c) text += c;
  for (char32_t c = 0x1EA0; c <= 0x1EF9; ++c) text += c;  // Latin Extended Additional, Vietnamese
  return text;
}

// The file is open only while glyphs are read: Unifont keeps 1.7 MB in memory, a slogan's glyphs a
// few kilobytes.
class BitmapLetters final : public Face::Letters {
 public:
  BitmapLetters(const FontSource& source, bool bold) : Letters(source), bold_(bold) {
    read(everyday_characters());
  }
  Line set(const std::u32string& text) override;
  const Glyph& glyph(char32_t character) override {
    load({character});
    return known(character);
  }

 private:
  void load(const std::u32string& text);
  void read(const std::u32string& text);
  std::u32string missing_in(const std::u32string& text) const;
  Glyph made(const FontFile& file, char32_t character) const;
  const Glyph& known(char32_t character) const {
    const auto found = glyphs_.find(character);
    return found == glyphs_.end() ? box() : found->second;
  }

  bool bold_;
  std::unordered_map<char32_t, Glyph> glyphs_;
};

Line BitmapLetters::set(const std::u32string& text) {
  if (glyphs_.size() > kMostKept) glyphs_.clear();
  load(text);
  Line line;
  int pen = 0;
  for (const char32_t character : text) {
    const Glyph& glyph = known(character);
    if (!add(line, {&glyph, pen, 0, character == U' ', is_mark(character)})) break;
    pen += glyph.advance;
  }
  return line;
}

void BitmapLetters::load(const std::u32string& text) try {
  read(text);
} catch (const std::runtime_error&) {
  // The file went away under us: known() gives boxes, and the next load() tries again.
}

void BitmapLetters::read(const std::u32string& text) {
  const std::u32string missing = missing_in(text);
  if (missing.empty()) return;
  const FontFile file(source());
  for (const char32_t character : missing) glyphs_.emplace(character, made(file, character));
}

// In the order of the file: going back in a compressed file means reading it from its start.
std::u32string BitmapLetters::missing_in(const std::u32string& text) const {
  std::u32string missing;
  std::copy_if(text.begin(), text.end(), std::back_inserter(missing),
               [&](char32_t character) { return !glyphs_.contains(character); });
  std::sort(missing.begin(), missing.end());
  missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
  return missing;
}

Glyph BitmapLetters::made(const FontFile& file, char32_t character) const {
  const unsigned index = character == U'\uFFFD' ? 0 : file.index(character);
  auto glyph = index == 0 ? std::nullopt : file.glyph(index);
  if (!glyph) return box();
  if (is_mark(character)) {
    // Drawn in a cell of its own; it belongs over the character before it.
    glyph->left -= glyph->advance;
    glyph->advance = 0;
  }
  return bold_ ? smeared(*glyph) : *glyph;
}

}  // namespace

std::unique_ptr<Face::Letters> bitmap_letters(const FontSource& source, bool bold) {
  return std::make_unique<BitmapLetters>(source, bold);
}

}  // namespace loa::signs
