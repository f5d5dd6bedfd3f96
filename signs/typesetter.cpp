// Text to pixels: characters, face and layout put together.
#include "signs/face.h"
#include "signs/layout.h"
#include "signs/sign.h"
#include "signs/text.h"

namespace loa::signs {

struct Typesetter::Impl {
  Face face;

  Line line(const std::string& text) {
    const std::u32string characters = drawable(text);
    face.load(characters);
    return lay_out(face, characters);
  }
};

Typesetter::Typesetter(int height) : impl_(new Impl{Face(height)}) {}
Typesetter::~Typesetter() = default;
Typesetter::Typesetter(Typesetter&&) noexcept = default;

Bitmap Typesetter::strip(const std::string& text, Colour colour) {
  const Line line = impl_->line(text);
  const Part all{0, line.size()};
  Bitmap bitmap(span_of(line, all).width(), impl_->face.board_height());
  draw(bitmap, line, all, 0, colour);
  return bitmap;
}

std::vector<Bitmap> Typesetter::pages(const std::string& text, Colour colour, int width) {
  const Line line = impl_->line(text);
  std::vector<Bitmap> pages;
  for (const Part part : break_line(line, width)) {
    Bitmap page(width, impl_->face.board_height());
    draw(page, line, part, (width - span_of(line, part).width()) / 2, colour);
    if (!page.blank()) pages.push_back(std::move(page));
  }
  return pages;
}

}  // namespace loa::signs
