// One line of characters.
#include "signs/layout.h"

#include <algorithm>

namespace loa::signs {
namespace {

constexpr int kMostColumns = 65535;

Span span_of(const Placed& placed) {
  const Glyph& glyph = *placed.glyph;
  const int ink = placed.pen + glyph.left;
  return {std::min(ink, placed.pen), std::max(ink + glyph.width, placed.pen + glyph.advance)};
}

// The longest run from `from` that fits, at least one character, and never a mark without its base.
std::size_t longest_fit(const Line& line, std::size_t from, int width) {
  const int left = span_of(line[from]).left;
  std::size_t until = from + 1;
  while (until < line.size() && span_of(line[until]).right - left <= width) ++until;
  while (until < line.size() && until > from + 1 && line[until].glyph->mark) --until;
  while (until < line.size() && line[until].glyph->mark) ++until;
  return until;
}

// `until`, or the end of the last whole word before it.
std::size_t at_word_end(const Line& line, std::size_t from, std::size_t until) {
  if (until == line.size() || line[until].space) return until;
  std::size_t end = until;
  while (end > from && !line[end - 1].space) --end;
  return end == from ? until : end;
}

}  // namespace

Line lay_out(const Face& face, const std::u32string& text) {
  Line line;
  int pen = 0;
  for (const char32_t character : text) {
    const Glyph& glyph = face.glyph(character);
    const Placed placed{&glyph, pen, character == U' '};
    // A mark at the very start reaches out to the left of the line, by less than 64 columns.
    if (span_of(placed).right > kMostColumns - 64) break;
    line.push_back(placed);
    pen += glyph.advance;
  }
  return line;
}

Span span_of(const Line& line, Part part) {
  if (part.from == part.until) return {0, 0};
  Span whole = span_of(line[part.from]);
  for (std::size_t i = part.from + 1; i < part.until; ++i) {
    const Span one = span_of(line[i]);
    whole = {std::min(whole.left, one.left), std::max(whole.right, one.right)};
  }
  return whole;
}

std::vector<Part> break_line(const Line& line, int width) {
  std::vector<Part> parts;
  for (std::size_t from = 0; from < line.size();) {
    if (line[from].space) {
      ++from;
      continue;
    }
    const std::size_t next = at_word_end(line, from, longest_fit(line, from, width));
    std::size_t until = next;
    while (line[until - 1].space) --until;
    parts.push_back({from, until});
    from = next;
  }
  return parts;
}

void draw(Bitmap& bitmap, const Line& line, Part part, int x, Colour colour) {
  const int shift = x - span_of(line, part).left;
  for (std::size_t i = part.from; i < part.until; ++i) {
    const Glyph& glyph = *line[i].glyph;
    std::size_t next = 0;
    for (int row = 0; row < glyph.height; ++row) {
      for (int column = 0; column < glyph.width; ++column) {
        if (glyph.lit[next++] == 0) continue;
        bitmap.set(line[i].pen + glyph.left + column + shift, glyph.top + row, colour);
      }
    }
  }
}

}  // namespace loa::signs
