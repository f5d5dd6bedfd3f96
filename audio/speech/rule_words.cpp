// Words: short forms, Roman numerals, headings in capitals, acronyms that nobody knows.
#include <algorithm>
#include <array>

#include "audio/speech/letters.h"
#include "audio/speech/numerals.h"
#include "audio/speech/reading.h"
#include "audio/speech/syllable.h"
#include "base/unicode.h"

namespace loa::audio::speech {
namespace {

using Kind = Token::Kind;

constexpr std::size_t kFormTokens = 7;   // of a short form: "VH-XH", "TT HĐND"
constexpr std::size_t kReadable = 4;     // letters from which syllables are looked for
constexpr std::size_t kMostSpelled = 8;  // letters; who writes more means a word

constexpr std::array<const char*, 24> kBeforeRoman{
    "quý", "khóa", "khoá", "chương", "mục",  "tiểu mục", "phần", "kỳ",
    "kì",  "hạng", "loại", "cấp",    "kỷ",   "đại hội",  "tập",  "vùng",
    "thứ", "lần",  "đợt",  "bậc",    "nhóm", "phụ lục",  "khối", "bảng"};

bool is_number(const Reading& reading, std::size_t at) { return reading.is(at, Kind::digits); }

// Whether a short form for use in front of something has it behind it.
bool has_name_behind(const Reading& reading, std::size_t end) {
  const std::size_t next = reading.over_space(end);
  return is_number(reading, next) ||
         (reading.is(next, Kind::word) && starts_upper(reading.text(next)));
}

bool has_number_behind(const Reading& reading, std::size_t end) {
  const std::size_t next = reading.over_space(end);
  return is_number(reading, next) && !reading.text(next).starts_with('0');
}

const std::string* short_form(const Reading& reading, std::size_t end) {
  const auto written = reading.text(reading.at, end);
  if (has_number_behind(reading, end)) {
    if (const auto* words = reading.abbreviations.find(Use::before_number, written)) return words;
  }
  if (has_name_behind(reading, end)) {
    if (const auto* words = reading.abbreviations.find(Use::before_name, written)) return words;
  }
  return reading.abbreviations.find(Use::anywhere, written);
}

// T2 is Monday, T2/2025 is February.
bool breaks_number(const Reading& reading, std::size_t end) {
  if (!is_number(reading, end - 1)) return false;
  return reading.is(end, Kind::word) || is_number(reading, end) ||
         ((reading.is(end, "/") || reading.is(end, ".") || reading.is(end, ",")) &&
          is_number(reading, end + 1));
}

// "quý I, II và III": only what parts a list lies between it and the numeral before.
bool goes_on_a_list(const Reading& reading) {
  if (reading.roman_end == 0 || reading.at - reading.roman_end > 4) return false;
  for (std::size_t i = reading.roman_end; i < reading.at; ++i) {
    const bool parts = reading.is(i, Kind::space) || reading.is(i, ",") || reading.is(i, "và") ||
                       reading.is(i, "đến") || reading.is(i, "hoặc");
    if (!parts) return false;
  }
  return true;
}

bool is_roman_place(const Reading& reading) {
  if (goes_on_a_list(reading)) return true;
  const bool heads = reading.out.at_line_start() &&
                     (reading.is(reading.at + 1, ".") || reading.is(reading.at + 1, ")"));
  return heads || std::ranges::any_of(kBeforeRoman,
                                      [&](const char* word) { return reading.out.said(word); });
}

void read_capitals(Reading& reading, std::string_view word) {
  const std::string lowered = lower(word);
  const std::size_t letters = base::count_characters(word);
  if (is_syllable(lowered) || letters > kMostSpelled) return reading.out.copy(lowered);
  const std::string cut = letters >= kReadable ? cut_into_syllables(lowered) : std::string();
  reading.out.say(cut.empty() ? letter_names(word) : cut);
}

}  // namespace

bool read_abbreviation(Reading& reading) {
  const std::size_t most = std::min(reading.at + kFormTokens, reading.tokens.size());
  for (std::size_t end = most; end > reading.at; --end) {
    const auto* words = short_form(reading, end);
    if (words == nullptr || breaks_number(reading, end)) continue;
    reading.out.say(*words);
    reading.at = end;
    return true;
  }
  return false;
}

bool read_roman(Reading& reading) {
  if (!reading.is(reading.at, Kind::word)) return false;
  const auto value = roman(reading.text(reading.at));
  if (!value || is_number(reading, reading.at + 1) || !is_roman_place(reading)) return false;
  reading.out.say(cardinal(*value));
  ++reading.at;
  if (reading.is(reading.at, "/") && reading.text(reading.at + 1).size() == 4 &&
      is_number(reading, reading.at + 1)) {
    reading.out.say("năm " + cardinal(reading.text(reading.at + 1)));
    reading.at += 2;
  }
  const std::size_t dash = reading.over_space(reading.at);
  const std::size_t next = reading.over_space(dash + 1);
  reading.roman_end = reading.at;
  if (reading.is_dash(dash) && roman(reading.text(next))) {
    reading.out.say("đến");
    reading.at = reading.roman_end = next;
  }
  return true;
}

bool read_word(Reading& reading) {
  if (!reading.is(reading.at, Kind::word)) return false;
  const auto word = reading.text(reading.at);
  ++reading.at;
  const bool voiceless = !has_vowel(word);
  if (voiceless) {
    const auto* unit = reading.abbreviations.find(Use::unit, word);
    reading.out.say(unit != nullptr && base::count_characters(word) > 1 ? *unit
                                                                        : letter_names(word));
  } else if (base::count_characters(word) > 1 && is_all_upper(word)) {
    read_capitals(reading, word);
  } else {
    reading.out.copy(word == "I" ? "i" : word);  // no Roman numeral for the next reader
  }
  return true;
}

}  // namespace loa::audio::speech
