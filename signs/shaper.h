// Where an outline face wants its letters: kerning, and marks over their letters, by HarfBuzz.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "signs/font_file.h"

struct hb_font_t;

namespace loa::signs {

struct Shaped {
  unsigned index;         // of the glyph in the file; 0 for what it does not have
  std::size_t character;  // the first character of the text that it stands for
  int advance;            // pixels
  int right;              // pixels from the pen
  int up;
};

// One thread.
class Shaper {
 public:
  // `file` outlives it.
  explicit Shaper(const FontFile& file);
  // From left to right in the order of the text, whatever the script; no ligatures, so that every
  // letter stands for itself.
  std::vector<Shaped> shape(const std::u32string& text) const;

 private:
  struct Closer {
    void operator()(hb_font_t* font) const;
  };
  std::unique_ptr<hb_font_t, Closer> font_;
};

}  // namespace loa::signs
