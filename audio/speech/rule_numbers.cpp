// Numbers with what goes with them: units, percentages, money, ranges of anything.
#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "audio/speech/letters.h"
#include "audio/speech/numerals.h"
#include "audio/speech/reading.h"

namespace loa::audio::speech {
namespace {

using Kind = Token::Kind;

constexpr std::size_t kMostParts = 12;
constexpr std::size_t kLongCardinal = 7;  // digits; a longer one without points is a code
constexpr std::size_t kCodeGroup = 3;

struct Part {
  char before;  // '.' or ',' (the first has none)
  std::string_view digits;
};

// 1.234,5 in its parts, up to the token behind them.
struct Parts {
  std::vector<Part> list;
  std::size_t from;
  std::size_t end_of(std::size_t count) const { return from + 2 * count - 1; }
};

Parts parts_at(const Reading& reading, std::size_t from) {
  Parts parts{{{'\0', reading.text(from)}}, from};
  for (std::size_t i = from + 1; parts.list.size() < kMostParts; i += 2) {
    const bool point = reading.is(i, ".") || reading.is(i, ",");
    if (!point || !reading.is(i + 1, Kind::digits)) break;
    parts.list.push_back({reading.text(i).front(), reading.text(i + 1)});
  }
  return parts;
}

// How many parts from the first on are thousands set apart by `point`: 3 for 3.500.000.
std::size_t thousands(const Parts& parts, char point) {
  const auto first = parts.list.front().digits;
  if (first.size() > 3 || first.starts_with('0')) return 1;
  std::size_t count = 1;
  while (count < parts.list.size() && parts.list[count].before == point &&
         parts.list[count].digits.size() == 3) {
    ++count;
  }
  return count;
}

std::string joined(const Parts& parts, std::size_t count) {
  std::string digits;
  for (std::size_t i = 0; i < count; ++i) digits += parts.list[i].digits;
  return digits;
}

double value_in(const std::string& text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Said with_decimals(const Parts& parts, std::size_t whole, char comma) {
  const std::string digits = joined(parts, whole);
  Said said{cardinal(digits), parts.end_of(whole), Said::Kind::plain, value_in(digits)};
  if (whole < parts.list.size() && parts.list[whole].before == comma) {
    const auto rest = parts.list[whole].digits;
    said.words += " phẩy " + decimals(rest);
    said.value = value_in(digits + "." + std::string(rest));
    said.end = parts.end_of(whole + 1);
  }
  return said;
}

// 12.5, 2.1.3
Said with_points(const Parts& parts) {
  Said said{cardinal(parts.list.front().digits), parts.end_of(1), Said::Kind::plain, 0};
  said.value = value_in(std::string(parts.list.front().digits));
  for (std::size_t i = 1; i < parts.list.size() && parts.list[i].before == '.'; ++i) {
    said.words += " chấm " + decimals(parts.list[i].digits);
    said.end = parts.end_of(i + 1);
  }
  return said;
}

// A code without points: read digit by digit in groups.
std::string code_words(std::string_view digits) {
  std::string words;
  for (std::size_t i = 0; i < digits.size(); i += kCodeGroup) {
    // No group of a single digit at the end.
    const auto count = digits.size() - i == kCodeGroup + 1 ? kCodeGroup + 1 : kCodeGroup;
    if (i > 0) words += ", ";
    words += one_by_one(digits.substr(i, count));
    if (count > kCodeGroup) break;
  }
  return words;
}

bool is_code(std::string_view digits) {
  if (digits.size() < kLongCardinal) return digits.size() > 2 && digits.starts_with('0');
  return digits.starts_with('0') || !digits.ends_with("000") || digits.size() > 15;
}

std::string bare_words(const Reading& reading, std::string_view digits) {
  if (is_code(digits)) return code_words(digits);
  if (digits == "1" && reading.out.said("thứ")) return "nhất";
  if (digits == "4" && (reading.out.said("thứ") || reading.out.said("tháng"))) return "tư";
  if (reading.out.said("số")) return numbered(digits);
  // Ngày 5 tháng 9: the first ten days have a word of their own.
  return cardinal(digits);
}

Said figure_at(const Reading& reading, std::size_t from) {
  const Parts parts = parts_at(reading, from);
  const std::size_t by_points = thousands(parts, '.');
  if (by_points > 1) return with_decimals(parts, by_points, ',');
  const std::size_t by_commas = thousands(parts, ',');
  const bool decimal_point = by_commas == 2 && parts.list.size() > 2 && parts.list[2].before == '.';
  if (by_commas > 2 || decimal_point) return with_decimals(parts, by_commas, '.');
  const bool list =
      parts.list.size() > 2 && parts.list[1].before == ',' && parts.list[2].before == ',';
  if (parts.list.size() > 1 && parts.list[1].before == ',' && !list) {
    return with_decimals(parts, 1, ',');
  }
  if (parts.list.size() > 1 && !list) return with_points(parts);
  const auto digits = parts.list.front().digits;
  return {bare_words(reading, digits), from + 1, Said::Kind::plain, value_in(std::string(digits))};
}

// The 5 of "ngày 5 tháng 9".
bool is_early_day(const Reading& reading, std::size_t from) {
  const auto value = value_of(reading.text(from)).value_or(0);
  const std::size_t word = reading.over_space(from + 1);
  return value >= 1 && value <= 10 && reading.is(word, "tháng") && word == from + 2 &&
         reading.out.said("ngày");
}

std::optional<Said> quantity_at(const Reading& reading, std::size_t from, bool second) {
  if (auto said = time_at(reading, from)) return said;
  if (auto said = date_at(reading, from, second)) return said;
  return amount_at(reading, from);
}

// "5–10", "8h-11h", "15/7 - 20/7": where the second begins; 0 where there is none.
std::size_t second_of_range(const Reading& reading, std::size_t end) {
  const std::size_t dash = reading.over_space(end);
  const std::size_t second = reading.over_space(dash + 1);
  const bool even = (dash == end) == (second == dash + 1);
  return reading.is_dash(dash) && even && reading.is(second, Kind::digits) ? second : 0;
}

bool goes_up(const Said& first, const Said& second) {
  const auto counted = [](const Said& said) {
    return said.kind == Said::Kind::plain || said.kind == Said::Kind::measured;
  };
  if (counted(first) && counted(second)) return first.value < second.value;
  return counted(first) == counted(second);
}

void say_range(Reading& reading, const Said& first, std::size_t second_from) {
  const auto second = quantity_at(reading, second_from, first.kind == Said::Kind::day);
  if (!second) return;
  reading.out.say(goes_up(first, *second) ? "đến " + second->words : second->words);
  reading.at = second->end;
}

}  // namespace

std::string_view Reading::text(std::size_t from, std::size_t end) const {
  if (from >= end || end > tokens.size()) return {};
  const auto first = tokens[from].text;
  const auto last = tokens[end - 1].text;
  return {first.data(), static_cast<std::size_t>(last.data() + last.size() - first.data())};
}

std::optional<UnitFound> unit_at(const Reading& reading, std::size_t from) {
  constexpr std::size_t kMostTokens = 4;  // km/h, m2, °C
  for (std::size_t end = std::min(from + kMostTokens, reading.tokens.size()); end > from; --end) {
    const auto* words = reading.abbreviations.find(Use::unit, reading.text(from, end));
    if (words == nullptr || reading.is(end, Kind::word) || reading.is(end, Kind::digits)) continue;
    return UnitFound{*words, end};
  }
  return std::nullopt;
}

Said amount_at(const Reading& reading, std::size_t from) {
  Said said = figure_at(reading, from);
  if (from > 0 && reading.is(from - 1, Kind::word)) return said;  // QL1A is no ampere
  const std::size_t behind = reading.over_space(said.end);
  const auto unit = unit_at(reading, behind);
  if (!unit) return said;
  const auto digits = reading.text(from);
  if (said.end == from + 1 && is_code(digits)) said.words = cardinal(digits);  // 3500000đ
  said.words += " " + unit->words;
  said.end = unit->end;
  said.kind = Said::Kind::measured;
  return said;
}

bool read_number(Reading& reading) {
  if (!reading.is(reading.at, Kind::digits)) return false;
  const auto first = quantity_at(reading, reading.at, false);
  const bool early = is_early_day(reading, reading.at);
  reading.out.say(early ? "mồng " + first->words : first->words);
  reading.at = first->end;
  const std::size_t second = second_of_range(reading, first->end);
  if (second > 0) say_range(reading, *first, second);
  reading.number_end = reading.at;
  return true;
}

}  // namespace loa::audio::speech
