// Text to pixels: characters, face and layout put together.
#include "signs/typesetter.h"

#include <algorithm>

#include "signs/layout.h"
#include "signs/text.h"

namespace loa::signs {

struct Typesetter::Impl {
  Face face;

  // As many as a bitmap has rows for.
  int bounded(int lines) const { return std::clamp(lines, 1, 64 / face.board_height()); }
  Line line(const std::string& text) { return face.set(drawable(text)); }

  // The lines of all pages, without those that light nothing.
  static std::vector<Part> parts(const Line& line, int width) {
    auto parts = break_line(line, width);
    std::erase_if(parts, [&](Part part) { return !has_ink(line, part); });
    return parts;
  }

  Bitmap page(const Line& line, const std::vector<Part>& parts, std::size_t first, int width,
              int lines, Colour colour) const {
    const int height = face.board_height();
    Bitmap page(width, height * lines);
    const std::size_t end = std::min(first + static_cast<std::size_t>(lines), parts.size());
    int y = first < end ? (lines - static_cast<int>(end - first)) * height / 2 : 0;
    for (std::size_t i = first; i < end; ++i, y += height) {
      draw(page, line, parts[i], (width - span_of(line, parts[i]).width()) / 2, y, colour);
    }
    return page;
  }
};

Typesetter::Typesetter(int height, Lettering lettering)
    : impl_(new Impl{Face(height, lettering)}) {}
Typesetter::~Typesetter() = default;
Typesetter::Typesetter(Typesetter&&) noexcept = default;

int Typesetter::height() const { return impl_->face.board_height(); }

Bitmap Typesetter::strip(const std::string& text, Colour colour) {
  const Line line = impl_->line(text);
  const Part all{0, line.size()};
  Bitmap bitmap(span_of(line, all).width(), height());
  draw(bitmap, line, all, 0, 0, colour);
  return bitmap;
}

int Typesetter::width(const std::string& text) {
  const Line line = impl_->line(text);
  const Part all{0, line.size()};
  return has_ink(line, all) ? span_of(line, all).width() : 0;
}

std::vector<Bitmap> Typesetter::pages(const std::string& text, Colour colour, int width,
                                      int lines) {
  const Line line = impl_->line(text);
  const auto parts = Impl::parts(line, width);
  lines = impl_->bounded(lines);
  std::vector<Bitmap> pages;
  if (!colour.lit()) return pages;
  for (std::size_t i = 0; i < parts.size(); i += static_cast<std::size_t>(lines)) {
    pages.push_back(impl_->page(line, parts, i, width, lines, colour));
  }
  return pages;
}

Bitmap Typesetter::page(const std::string& text, Colour colour, int width, int lines,
                        std::size_t number) {
  const Line line = impl_->line(text);
  lines = impl_->bounded(lines);
  return impl_->page(line, Impl::parts(line, width), number * static_cast<std::size_t>(lines),
                     width, lines, colour);
}

std::size_t Typesetter::page_count(const std::string& text, int width, int lines) {
  const auto on_a_page = static_cast<std::size_t>(impl_->bounded(lines));
  return (Impl::parts(impl_->line(text), width).size() + on_a_page - 1) / on_a_page;
}

int letter_height(int rows) {
  int best = 0;
  for (const int height : Face::kHeights) {
    if (height <= rows) best = height;
  }
  return best;
}

}  // namespace loa::signs
