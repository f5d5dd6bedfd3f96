// One slogan on the list, laid out: its steps and their pictures. Private to playlist.cpp.
#pragma once

#include <string>
#include <vector>

#include "signs/board.h"
#include "signs/course.h"
#include "signs/fields.h"
#include "signs/typesetter.h"

namespace loa::signs {

// The letters for one rectangle.
class LetterSizes {
 public:
  LetterSizes(Geometry size, Lettering lettering);
  struct Block {
    Typesetter* typesetter;
    int lines;
  };
  // As many lines of small letters as fit for Effect::page, else one line of the largest.
  Block block_for(Effect effect);
  const Geometry& size() const { return size_; }

 private:
  Geometry size_;
  Typesetter large_;
  std::optional<Typesetter> small_;  // where two lines fit
};

class Entry {
 public:
  // `letters` outlives it.
  Entry(Slogan slogan, const Moment& now, LetterSizes& letters);

  const Slogan& slogan() const { return slogan_; }
  std::string text(const Moment& now) const { return text_.at(now); }
  // What its steps were laid out for; with another the entry must be made anew.
  const std::string& widest() const { return widest_; }
  std::string widest(const Moment& now) const { return text_.widest(now); }
  // When its words may differ next.
  std::optional<base::Steady> next_words(const Moment& now) const { return text_.next_change(now); }

  // 0 for a slogan that lights nothing. Steps are run in turn.
  std::size_t steps() const { return steps_; }
  Course course(std::size_t step) const;
  // What `step` shows with the words `text`.
  Bitmap picture(std::size_t step, const std::string& text) const;
  // Puts a step's area and the QR code where they stand.
  Bitmap framed(Bitmap area) const;

 private:
  bool sideways() const;
  bool vertical() const;

  Slogan slogan_;
  FieldText text_;
  LetterSizes* letters_;
  LetterSizes::Block block_;
  std::string widest_;
  std::optional<Bitmap> qr_;
  int width_;  // of the words' area
  int extent_ = 0;
  std::size_t pages_ = 0;
  std::size_t steps_ = 0;
};

}  // namespace loa::signs
