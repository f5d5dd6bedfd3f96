#include "protocol/evidence_parts.h"

#include <algorithm>
#include <charconv>

namespace loa::protocol {
namespace {

// Fewer than an int64 has, with a tenth.
constexpr std::size_t kMostDigits = 16;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool belongs_to_a_number(char c) {
  return is_digit(c) || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
}

struct Found {
  EvidenceMark mark;
  std::int64_t number;
};

// Only what number_text() writes the same again.
std::optional<Found> number_in(std::string_view text) {
  std::string digits(text);
  auto mark = EvidenceMark::whole;
  if (text.size() > 2 && text[text.size() - 2] == '.') {
    mark = EvidenceMark::tenths;
    digits.erase(digits.size() - 2, 1);
  }
  if (digits.size() > kMostDigits) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  if (number_text(mark, number) != text) return std::nullopt;
  return Found{mark, number};
}

}  // namespace

bool is_mark(char c) { return c >= '\1' && c <= '\3'; }

std::string number_text(EvidenceMark mark, std::int64_t number) {
  if (mark != EvidenceMark::tenths) return std::to_string(number);
  const bool negative = number < 0;
  // Without a negation that overflows.
  const auto size =
      negative ? ~static_cast<std::uint64_t>(number) + 1 : static_cast<std::uint64_t>(number);
  return (negative ? "-" : "") + std::to_string(size / 10) + "." + std::to_string(size % 10);
}

std::optional<EvidenceParts> take_apart(std::string_view evidence, std::uint64_t frames_played) {
  if (std::any_of(evidence.begin(), evidence.end(), [](char c) { return c >= 0 && c <= '\3'; }))
    return std::nullopt;
  const auto played = std::to_string(frames_played);
  EvidenceParts parts;
  for (std::size_t at = 0; at < evidence.size();) {
    std::size_t end = at;
    while (end < evidence.size() && belongs_to_a_number(evidence[end])) ++end;
    const auto text = evidence.substr(at, end - at);
    if (text.empty()) {
      parts.words += evidence[at++];
      continue;
    }
    at = end;
    const auto found = number_in(text);
    if (text == played) {
      parts.words += static_cast<char>(EvidenceMark::frames_played);
    } else if (found) {
      parts.words += static_cast<char>(found->mark);
      parts.numbers.push_back(found->number);
    } else {
      parts.words += text;
    }
  }
  return parts;
}

}  // namespace loa::protocol
