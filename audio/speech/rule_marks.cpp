// Punctuation and signs.
#include <algorithm>
#include <array>

#include "audio/speech/letters.h"
#include "audio/speech/reading.h"

namespace loa::audio::speech {
namespace {

using Kind = Token::Kind;

struct Sign {
  std::string_view written;
  std::string_view words;
};

constexpr Sign kSigns[]{{"&", "và"},
                        {"%", "phần trăm"},
                        {"‰", "phần nghìn"},
                        {"=", "bằng"},
                        {"<", "nhỏ hơn"},
                        {">", "lớn hơn"},
                        {"≤", "nhỏ hơn hoặc bằng"},
                        {"≥", "lớn hơn hoặc bằng"},
                        {"×", "nhân"},
                        {"°", "độ"},
                        {"$", "đô la"},
                        {"€", "ơ rô"},
                        {"@", "a còng"}};

// What an amount may be for one of: 50.000đ/kg, 2 lần/ngày.
constexpr std::array<std::string_view, 28> kPer{
    "kg",   "ha",    "m2",  "m3",   "km",  "tấn",  "tạ",   "yến", "lít",  "người",
    "hộ",   "tháng", "năm", "ngày", "giờ", "phút", "lượt", "lần", "buổi", "vụ",
    "tuần", "quý",   "kWh", "con",  "cây", "sào",  "công", "xã"};

constexpr std::size_t kNear = 6;  // tokens

bool is_pause(std::string_view mark) {
  return mark == "," || mark == ";" || mark == ":" || mark == "!" || mark == "?";
}

bool is_quote(std::string_view mark) {
  static constexpr std::array<std::string_view, 9> kQuotes{"“", "”", "\"", "‘", "’",
                                                           "'", "«", "»",  "„"};
  return std::ranges::find(kQuotes, mark) != kQuotes.end();
}

bool is_bracket(std::string_view mark) {
  static constexpr std::array<std::string_view, 6> kBrackets{"(", ")", "[", "]", "{", "}"};
  return std::ranges::find(kBrackets, mark) != kBrackets.end();
}

void read_points(Reading& reading) {
  std::size_t end = reading.at;
  while (reading.is(end, ".")) ++end;
  const bool several = end - reading.at > 1;
  reading.at = end;
  if (several) return reading.out.pause("...");
  reading.out.pause(".");
  if (reading.is(end, "/") && reading.is(end + 1, ".")) reading.at = end + 2;  // ends a document
}

// "Ủy ban nhân dân (UBND)": what is in the brackets has just been said.
bool read_explained(Reading& reading) {
  const std::size_t at = reading.at;
  if (!reading.is(at, "(") || !reading.is(at + 1, Kind::word) || !reading.is(at + 2, ")")) {
    return false;
  }
  const auto* words = reading.abbreviations.find(Use::anywhere, reading.text(at + 1));
  if (words == nullptr || !reading.out.said(lower(*words))) return false;
  reading.out.space();
  reading.at = at + 3;
  return true;
}

bool is_between_words(const Reading& reading) {
  return reading.at > 0 && reading.is(reading.at - 1, Kind::word) &&
         reading.is(reading.at + 1, Kind::word);
}

void read_dash(Reading& reading) {
  const bool apart = reading.at == 0 || reading.is(reading.at - 1, Kind::space);
  const bool below_zero = apart && reading.is(reading.at + 1, Kind::digits);
  const bool lasts = reading.is(reading.at, "–");
  const bool joins = !lasts && is_between_words(reading);
  ++reading.at;
  if (below_zero && !reading.out.at_line_start()) return reading.out.say("âm");
  if (joins) return reading.out.hyphen();
  lasts ? reading.out.soft_pause() : reading.out.space();
}

void read_slash(Reading& reading) {
  const std::size_t next = reading.over_space(reading.at + 1);
  const bool near = reading.number_end > 0 && reading.at - reading.number_end <= kNear;
  const auto unit = unit_at(reading, next);
  ++reading.at;
  const bool per =
      std::ranges::find(kPer, reading.text(next)) != kPer.end() || (unit && unit->end == next + 2);
  if (!near || !per) return reading.out.soft_pause();
  reading.number_end = 0;
  reading.out.say("một");
  if (!unit) return;
  reading.out.say(unit->words);
  reading.at = unit->end;
}

void read_plus(Reading& reading) {
  const bool sum = reading.is(reading.over_space(reading.at + 1), Kind::digits);
  ++reading.at;
  if (sum) return reading.out.say("cộng");
  if (!reading.out.at_line_start()) reading.out.say("và");
}

bool read_apostrophe(Reading& reading) {
  const auto mark = reading.text(reading.at);
  if ((mark != "'" && mark != "’") || !is_between_words(reading)) return false;
  ++reading.at;
  reading.out.space();
  return true;
}

bool read_sign(Reading& reading) {
  const auto* sign = std::ranges::find(kSigns, reading.text(reading.at), &Sign::written);
  if (sign == std::end(kSigns)) return false;
  ++reading.at;
  reading.out.say(sign->words);
  return true;
}

}  // namespace

bool read_mark(Reading& reading) {
  const auto mark = reading.text(reading.at);
  if (mark == ".") {
    read_points(reading);
  } else if (reading.is_dash(reading.at)) {
    read_dash(reading);
  } else if (mark == "/") {
    read_slash(reading);
  } else if (mark == "+") {
    read_plus(reading);
  } else if (!read_explained(reading) && !read_apostrophe(reading) && !read_sign(reading)) {
    ++reading.at;
    if (is_pause(mark) || mark == "…") {
      reading.out.pause(mark);
    } else if (is_quote(mark)) {
      reading.out.quote(mark);
    } else {
      // Bullets, stars and lines of decoration part words and are not heard.
      is_bracket(mark) ? reading.out.soft_pause() : reading.out.space();
    }
  }
  return true;
}

}  // namespace loa::audio::speech
