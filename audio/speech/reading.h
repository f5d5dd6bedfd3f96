// One pass over the tokens of a text: where it stands, what it has said, and the rules it asks in
// turn. Each rule looks at a bounded number of tokens, so that reading is linear.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "audio/speech/abbreviations.h"
#include "audio/speech/scribe.h"
#include "audio/speech/tokens.h"

namespace loa::audio::speech {

struct Reading {
  const Tokens& tokens;
  const Abbreviations& abbreviations;
  Scribe out;
  std::size_t at = 0;
  // Behind the last number, short phone number and Roman numeral that were read; 0 before any.
  std::size_t number_end = 0;
  std::size_t phone_end = 0;
  std::size_t roman_end = 0;

  // Kind and text of a token that need not be there. `from` is a token's index.
  bool is(std::size_t from, Token::Kind kind) const {
    return from < tokens.size() && tokens[from].is(kind);
  }
  bool is(std::size_t from, std::string_view text) const {
    return from < tokens.size() && tokens[from].is(text);
  }
  std::string_view text(std::size_t from) const {
    return from < tokens.size() ? tokens[from].text : std::string_view{};
  }
  // The text from one token up to, but without, another: tokens lie side by side.
  std::string_view text(std::size_t from, std::size_t end) const;
  // Past a space, if there is one.
  std::size_t over_space(std::size_t from) const {
    return is(from, Token::Kind::space) ? from + 1 : from;
  }
  bool is_dash(std::size_t from) const { return is(from, "-") || is(from, "–"); }
};

// Each reads what stands at `reading.at` and steps over it, or leaves everything as it is and
// returns false.
bool read_address(Reading& reading);
bool read_abbreviation(Reading& reading);
bool read_phone(Reading& reading);
bool read_document(Reading& reading);
bool read_number(Reading& reading);
bool read_roman(Reading& reading);
bool read_word(Reading& reading);
bool read_mark(Reading& reading);

// A unit of measure from token `from` on: how it is said, and the token behind it.
struct UnitFound {
  std::string words;
  std::size_t end = 0;
};
std::optional<UnitFound> unit_at(const Reading& reading, std::size_t from);

// What is said for something that stands in the text, up to the token `end`.
struct Said {
  enum class Kind { plain, measured, time, day };
  std::string words;
  std::size_t end = 0;
  Kind kind = Kind::plain;
  double value = 0;  // of what is plain or measured
};
std::optional<Said> date_at(const Reading& reading, std::size_t from, bool second_of_range);
std::optional<Said> time_at(const Reading& reading, std::size_t from);
Said amount_at(const Reading& reading, std::size_t from);

}  // namespace loa::audio::speech
