// Text to pixels.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "signs/bitmap.h"
#include "signs/face.h"

namespace loa::signs {

// Lays text out in lines of one height (Face::kHeights). Characters stand from left to right in the
// order of the text, whatever their script. One thread; blocks as Face does, some 40 ms on a desk.
//
// Control characters become spaces; bytes that are not UTF-8, and characters that the face does not
// have, a box; longer text than fits 65,535 pixels is cut, and so are more than four marks on one
// character. Nothing here throws for its text.
class Typesetter {
 public:
  // Throws as Face does.
  explicit Typesetter(int height, Lettering lettering = {});
  ~Typesetter();
  Typesetter(Typesetter&&) noexcept;

  // One line.
  Bitmap strip(const std::string& text, Colour colour);
  // Its width; 0 if it lights nothing.
  int width(const std::string& text);

  // The same text in pictures of `width` pixels and `lines` lines, centred, broken between words; a
  // word that is wider is broken where it must. None for a text that lights nothing. No more
  // lines than 64 rows hold.
  std::vector<Bitmap> pages(const std::string& text, Colour colour, int width, int lines = 1);
  // One of them; blank beyond the last.
  Bitmap page(const std::string& text, Colour colour, int width, int lines, std::size_t number);
  std::size_t page_count(const std::string& text, int width, int lines = 1);

  int height() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The largest height that has letters and fits `rows`; 0 below 16.
int letter_height(int rows);

}  // namespace loa::signs
