#include "audio/speech/tokens.h"

#include "audio/speech/letters.h"

namespace loa::audio::speech {
namespace {

Token::Kind kind_of(char32_t point) {
  if (point < 0x80 && is_digit(static_cast<char>(point))) return Token::Kind::digits;
  if (is_letter(point) || is_mark(point)) return Token::Kind::word;
  if (point == U' ') return Token::Kind::space;
  if (point == U'\n') return Token::Kind::line;
  return Token::Kind::mark;
}

bool goes_on(Token::Kind kind, Token::Kind next) {
  return kind == next && kind != Token::Kind::mark;
}

}  // namespace

Tokens tokens_of(std::string_view text) {
  Tokens tokens;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto point = point_at(text, i);
    const auto kind = kind_of(point.value);
    if (tokens.empty() || !goes_on(tokens.back().kind, kind)) {
      tokens.push_back({kind, {}});
      begin = i;
    }
    i += point.bytes;
    tokens.back().text = text.substr(begin, i - begin);
  }
  return tokens;
}

}  // namespace loa::audio::speech
