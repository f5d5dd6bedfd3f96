// One line of characters.
#include "signs/layout.h"

#include <algorithm>

namespace loa::signs {
namespace {

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
  while (until < line.size() && until > from + 1 && line[until].mark) --until;
  while (until < line.size() && line[until].mark) ++until;
  return until;
}

// `until`, or the end of the last whole word before it.
std::size_t at_word_end(const Line& line, std::size_t from, std::size_t until) {
  if (until == line.size() || line[until].space) return until;
  std::size_t end = until;
  while (end > from && !line[end - 1].space) --end;
  return end == from ? until : end;
}

void draw(Bitmap& bitmap, const Glyph& glyph, int x, int y, Colour colour) {
  std::size_t next = 0;
  for (int row = 0; row < glyph.height; ++row) {
    for (int column = 0; column < glyph.width; ++column) {
      if (glyph.lit[next++] != 0) bitmap.set(x + column, y + row, colour);
    }
  }
}

}  // namespace

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

bool has_ink(const Line& line, Part part) {
  const auto inked = [](const Placed& placed) {
    const auto& lit = placed.glyph->lit;
    return std::find(lit.begin(), lit.end(), 1) != lit.end();
  };
  return std::any_of(line.begin() + static_cast<std::ptrdiff_t>(part.from),
                     line.begin() + static_cast<std::ptrdiff_t>(part.until), inked);
}

void draw(Bitmap& bitmap, const Line& line, Part part, int x, int y, Colour colour) {
  const int shift = x - span_of(line, part).left;
  for (std::size_t i = part.from; i < part.until; ++i) {
    const Glyph& glyph = *line[i].glyph;
    draw(bitmap, glyph, line[i].pen + glyph.left + shift, y + glyph.top + line[i].drop, colour);
  }
}

}  // namespace loa::signs
