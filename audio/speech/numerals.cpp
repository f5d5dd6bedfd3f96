#include "audio/speech/numerals.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

namespace loa::audio::speech {
namespace {

constexpr std::array<const char*, 10> kDigits{"không", "một", "hai", "ba",  "bốn",
                                              "năm",   "sáu", "bảy", "tám", "chín"};
constexpr std::size_t kMostDigits = 18;

const char* digit(int value) { return kDigits[static_cast<std::size_t>(value)]; }

void add(std::string& words, std::string_view word) {
  if (word.empty()) return;
  if (!words.empty()) words += ' ';
  words += word;
}

// 1 to 99.
std::string below_hundred(int value) {
  const int tens = value / 10;
  const int ones = value % 10;
  if (tens == 0) return digit(ones);
  std::string words = tens == 1 ? "mười" : digit(tens) + std::string(" mươi");
  if (ones == 0) return words;
  if (ones == 1 && tens > 1) return words + " mốt";
  if (ones == 4 && tens > 1) return words + " tư";
  if (ones == 5) return words + " lăm";
  return words + " " + digit(ones);
}

// 1 to 999; `inside`: something greater was said before, so that the hundreds are told even if 0.
std::string below_thousand(int value, bool inside) {
  std::string words;
  if (value >= 100 || inside) words = digit(value / 100) + std::string(" trăm");
  const int rest = value % 100;
  if (rest == 0) return words;
  if (rest < 10 && !words.empty()) add(words, "linh");
  add(words, below_hundred(rest));
  return words;
}

std::string_view without_zeros(std::string_view digits) {
  const auto first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? std::string_view{} : digits.substr(first);
}

int group_at(std::string_view digits, std::size_t from_end) {
  int value = 0;
  for (std::size_t i = 0, at = digits.size(); i < digits.size(); ++i, --at) {
    if (at <= from_end + 3 && at > from_end) value = value * 10 + (digits[i] - '0');
  }
  return value;
}

}  // namespace

std::string cardinal(std::string_view all) {
  static constexpr std::array<const char*, 6> kScales{"",   "nghìn",    "triệu",
                                                      "tỷ", "nghìn tỷ", "triệu tỷ"};
  const std::string_view digits = without_zeros(all);
  if (digits.empty()) return digit(0);
  if (digits.size() > kMostDigits) return one_by_one(all);
  std::string words;
  for (std::size_t scale = (digits.size() - 1) / 3 + 1; scale-- > 0;) {
    const int value = group_at(digits, scale * 3);
    if (value == 0) continue;
    add(words, below_thousand(value, !words.empty()));
    add(words, kScales[scale]);
  }
  return words;
}

std::string cardinal(int number) { return cardinal(std::to_string(number)); }

std::string one_by_one(std::string_view digits) {
  std::string words;
  for (const char c : digits) add(words, digit(c - '0'));
  return words;
}

std::string numbered(std::string_view digits) {
  return digits.starts_with('0') ? one_by_one(digits) : cardinal(digits);
}

std::string decimals(std::string_view digits) {
  if (digits.size() > 2 || digits.starts_with('0')) return one_by_one(digits);
  return cardinal(digits);
}

std::optional<int> value_of(std::string_view digits) {
  if (digits.empty() || digits.size() > 9) return std::nullopt;
  int value = 0;
  const auto* end = digits.data() + digits.size();
  const auto parsed = std::from_chars(digits.data(), end, value);
  if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  return value;
}

std::optional<int> roman(std::string_view text) {
  static constexpr std::array<const char*, 10> kOnes{"",  "I",  "II",  "III",  "IV",
                                                     "V", "VI", "VII", "VIII", "IX"};
  const auto tens = std::min(text.find_first_not_of('X'), text.size());
  if (tens == std::string_view::npos || tens > 3) return std::nullopt;
  // IX begins with no X, so the tens are all X in front.
  const auto found = std::ranges::find(kOnes, text.substr(tens));
  if (found == kOnes.end() || text.empty()) return std::nullopt;
  return static_cast<int>(tens) * 10 + static_cast<int>(found - kOnes.begin());
}

}  // namespace loa::audio::speech
