// One slogan on the list.
#include "signs/entry.h"

#include <algorithm>

#include "signs/qr.h"

namespace loa::signs {
namespace {

constexpr int kNarrowest = 16;  // columns of words beside a QR code

std::optional<Bitmap> qr_beside(const Slogan& slogan, Geometry size) {
  if (slogan.qr.empty() || size.palette != Palette::rgb) return std::nullopt;
  return qr_code(slogan.qr, std::min(size.height, size.width - kNarrowest), Colour::white);
}

Slogan bounded(Slogan slogan, Palette palette) {
  slogan.colour = nearest(slogan.colour, palette);
  slogan.speed = std::clamp(slogan.speed, 1, 400);
  slogan.repeat = std::clamp(slogan.repeat, 1, 100);
  slogan.dwell = std::clamp<base::Duration>(slogan.dwell, std::chrono::milliseconds{100},
                                            std::chrono::hours{1});
  return slogan;
}

}  // namespace

LetterSizes::LetterSizes(Geometry size, Lettering lettering)
    : size_(size), large_(letter_height(size.height), lettering) {
  if (size.height >= 32) small_.emplace(16, lettering);
}

LetterSizes::Block LetterSizes::block_for(Effect effect) {
  if (effect != Effect::page || !small_) return {&large_, 1};
  return {&*small_, size_.height / 16};
}

Entry::Entry(Slogan slogan, const Moment& now, LetterSizes& letters)
    : slogan_(bounded(std::move(slogan), letters.size().palette)),
      text_(slogan_.text),
      letters_(&letters),
      block_(letters.block_for(slogan_.effect)),
      widest_(text_.widest(now)),
      qr_(qr_beside(slogan_, letters.size())),
      width_(letters.size().width - (qr_ ? qr_->width() : 0)) {
  if (sideways()) {
    extent_ = block_.typesetter->width(widest_);
    steps_ = extent_ > 0 ? 1 : 0;
  } else {
    pages_ = block_.typesetter->page_count(widest_, width_, block_.lines);
    // One more, blank, drives the last page away.
    steps_ = pages_ > 0 && vertical() ? pages_ + 1 : pages_;
  }
}

bool Entry::sideways() const {
  return slogan_.effect == Effect::scroll || slogan_.effect == Effect::scroll_right;
}
bool Entry::vertical() const {
  return slogan_.effect == Effect::scroll_up || slogan_.effect == Effect::scroll_down;
}

Course Entry::course(std::size_t step) const {
  const bool leaves = vertical() && step == pages_;
  return {slogan_.effect, slogan_.speed, leaves ? base::Duration{0} : slogan_.dwell,
          extent_,        width_,        letters_->size().height};
}

Bitmap Entry::picture(std::size_t step, const std::string& text) const {
  Typesetter& typesetter = *block_.typesetter;
  if (sideways()) return typesetter.strip(text, slogan_.colour);
  const int height = letters_->size().height;
  Bitmap picture(width_, height);
  const std::size_t count = typesetter.page_count(text, width_, block_.lines);
  if (count == 0 || step >= pages_) return picture;
  // The words of the moment may need fewer pages than were laid out.
  const Bitmap page =
      typesetter.page(text, slogan_.colour, width_, block_.lines, std::min(step, count - 1));
  picture.put(page, 0, (height - page.height()) / 2);
  return picture;
}

Bitmap Entry::framed(Bitmap area) const {
  if (!qr_) return area;
  Bitmap frame(letters_->size().width, letters_->size().height);
  frame.put(*qr_, 0, (frame.height() - qr_->height()) / 2);
  frame.put(area, qr_->width(), 0);
  return frame;
}

}  // namespace loa::signs
