// Times of day: 17h30, 5g00, 7 giờ 05, 05:30.
#include <algorithm>
#include <array>

#include "audio/speech/numerals.h"
#include "audio/speech/reading.h"

namespace loa::audio::speech {
namespace {

using Kind = Token::Kind;

int clock_number(const Reading& reading, std::size_t at, int most) {
  if (!reading.is(at, Kind::digits) || reading.text(at).size() > 2) return -1;
  const int value = value_of(reading.text(at)).value_or(-1);
  return value <= most ? value : -1;
}

Said clock_words(int hour, int minute, std::size_t end) {
  std::string words = cardinal(hour) + " giờ";
  if (minute > 0) words += " " + cardinal(minute) + " phút";
  return {std::move(words), end, Said::Kind::time};
}

// Past the word or sign for minutes behind the number of them.
std::size_t over_minutes(const Reading& reading, std::size_t at) {
  static constexpr std::array<const char*, 5> kSigns{"'", "’", "p", "ph", "phút"};
  const auto is_sign = [&](std::size_t i) {
    return std::ranges::any_of(kSigns, [&](const char* sign) { return reading.is(i, sign); });
  };
  if (is_sign(at)) return at + 1;
  return reading.is(at, Kind::space) && reading.is(at + 1, "phút") ? at + 2 : at;
}

// 17h30, 17h, 5g30; 72h is a length.
std::optional<Said> by_letter(const Reading& reading, std::size_t from) {
  const auto letter = reading.text(from + 1);
  const bool hours = letter == "h" || letter == "H" || letter == "giờ";
  if (!hours && letter != "g") return std::nullopt;
  const int hour = clock_number(reading, from, 24);
  const int minute = clock_number(reading, from + 2, 59);
  if (hour >= 0 && minute >= 0) {
    return clock_words(hour, minute, over_minutes(reading, from + 3));
  }
  if (!hours || reading.is(from + 2, Kind::digits)) return std::nullopt;
  return Said{cardinal(reading.text(from)) + " giờ", from + 2, Said::Kind::time};
}

// 7 giờ 05
std::optional<Said> by_word(const Reading& reading, std::size_t from) {
  const std::size_t word = reading.over_space(from + 1);
  if (!reading.is(word, "giờ") || !reading.is(word + 1, Kind::space)) return std::nullopt;
  const int hour = clock_number(reading, from, 24);
  const int minute = clock_number(reading, word + 2, 59);
  if (hour < 0 || minute < 0 || reading.text(word + 2).size() != 2) return std::nullopt;
  if (reading.is(word + 3, "/") || reading.is(word + 3, "%") || reading.is(word + 3, ",")) {
    // 7 giờ 15/7 is a time and a date; a list is a list.
    if (!reading.is(word + 3, ",") || reading.is(word + 4, Kind::digits)) return std::nullopt;
  }
  return clock_words(hour, minute, over_minutes(reading, word + 3));
}

// 05:30, 05:30:15
std::optional<Said> by_colon(const Reading& reading, std::size_t from) {
  const int hour = clock_number(reading, from, 24);
  const int minute = clock_number(reading, from + 2, 59);
  if (!reading.is(from + 1, ":") || hour < 0 || minute < 0 || reading.text(from + 2).size() != 2) {
    return std::nullopt;
  }
  auto said = clock_words(hour, minute, from + 3);
  const int second = clock_number(reading, from + 4, 59);
  if (reading.is(from + 3, ":") && second >= 0) {
    said.words += " " + cardinal(second) + " giây";
    said.end = from + 5;
  }
  return said;
}

}  // namespace

std::optional<Said> time_at(const Reading& reading, std::size_t from) {
  if (auto said = by_letter(reading, from)) return said;
  if (auto said = by_word(reading, from)) return said;
  return by_colon(reading, from);
}

}  // namespace loa::audio::speech
