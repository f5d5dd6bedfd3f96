#include "audio/speech/normalise.h"

#include <algorithm>

#include "audio/speech/clean.h"
#include "audio/speech/letters.h"
#include "audio/speech/reading.h"
#include "base/unicode.h"

namespace loa::audio::speech {
namespace {

using Kind = Token::Kind;
using Rule = bool (*)(Reading&);

// The first that knows what to do. Numbers with letters in them go before plain ones.
constexpr Rule kRules[]{read_address, read_abbreviation, read_phone, read_document,
                        read_number,  read_roman,        read_word,  read_mark};

// A line of a text that was broken at the margin goes on in the next; a shorter one is a heading.
constexpr std::size_t kMarginLetters = 60;

// Over line breaks and the spaces among them; how many breaks there were.
std::size_t over_lines(Reading& reading) {
  std::size_t breaks = 0;
  for (; reading.is(reading.at, Kind::line) || reading.is(reading.at, Kind::space); ++reading.at) {
    if (reading.is(reading.at, Kind::line)) breaks += reading.text(reading.at).size();
  }
  return breaks;
}

void read_line(Reading& reading, std::size_t begin) {
  const bool full = base::count_characters(reading.text(begin, reading.at)) >= kMarginLetters;
  const std::size_t breaks = over_lines(reading);
  if (reading.at == reading.tokens.size()) return;
  const auto next = reading.text(reading.at);
  const bool small = reading.is(reading.at, Kind::word) && !starts_upper(next);
  const bool goes_on = breaks == 1 && !reading.out.paused() &&
                       (small || (full && reading.is(reading.at, Kind::word)));
  goes_on ? reading.out.space() : reading.out.line(breaks > 1);
}

void read_one(Reading& reading) {
  for (const Rule rule : kRules) {
    if (rule(reading)) return;
  }
}

}  // namespace

std::string spoken(std::string_view written, const Abbreviations& abbreviations) {
  const std::string text = cleaned(written);
  const Tokens tokens = tokens_of(text);
  Reading reading{tokens, abbreviations, {}};
  std::size_t line_begin = 0;
  while (reading.at < tokens.size()) {
    if (reading.is(reading.at, Kind::line)) {
      read_line(reading, line_begin);
      line_begin = reading.at;
    } else if (reading.is(reading.at, Kind::space)) {
      reading.out.space();
      ++reading.at;
    } else {
      read_one(reading);
    }
  }
  return reading.out.finish();
}

}  // namespace loa::audio::speech
