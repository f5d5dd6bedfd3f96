// Clean text cut into words, numbers, spaces, line breaks and marks.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace loa::audio::speech {

struct Token {
  enum class Kind : std::uint8_t { word, digits, space, line, mark };
  Kind kind = Kind::mark;
  std::string_view text;  // a run of letters, of digits, of spaces, of lines; one mark

  bool is(Kind k) const { return kind == k; }
  bool is(std::string_view t) const { return text == t; }
};

using Tokens = std::vector<Token>;

// `text` is cleaned() and outlives the tokens, which cover all of it.
Tokens tokens_of(std::string_view text);

}  // namespace loa::audio::speech
