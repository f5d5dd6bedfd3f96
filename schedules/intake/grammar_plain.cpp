#include "schedules/intake/grammar_plain.h"

#include <algorithm>

#include "base/unicode.h"

namespace loa::schedules::intake {
namespace {

constexpr std::size_t kLongestSlug = 56;  // leaves room for "-pl" and a number in 64

bool is_alnum(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

std::string match_key(std::string_view text) {
  auto key = plain_text(text);
  std::erase_if(key, [](char c) { return !is_alnum(c); });
  return key;
}

std::string slug_of(std::string_view text) {
  std::string slug;
  for (const char c : plain_text(text)) {
    if (slug.size() >= kLongestSlug) break;
    if (is_alnum(c)) {
      slug += c;
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug.empty() ? "muc" : slug;
}

std::string trimmed(std::string_view text) {
  const auto plain = to_plain(text);
  const auto first = plain.text.find_first_not_of(" \n");
  if (first == std::string::npos) return {};
  const auto last = plain.text.find_last_not_of(" \n");
  const auto from = plain.from[first];
  // (One character may fold to several bytes; the next one begins where `from` changes. Combining
  // marks that fold to nothing go with what they stand on.)
  auto next = last + 1;
  while (next < plain.text.size() && plain.from[next] == plain.from[last]) ++next;
  return std::string(text.substr(from, plain.from[next] - from));
}

base::Place place_within(const base::Place& place, std::string_view text, std::size_t at) {
  if (place.line == 0) return place;
  auto within = place;
  const auto before = text.substr(0, at);
  const auto last_break = before.rfind('\n');
  if (last_break == std::string_view::npos) {
    within.column += static_cast<int>(base::count_characters(before));
  } else {
    within.line += static_cast<int>(std::ranges::count(before, '\n'));
    within.column = static_cast<int>(base::count_characters(before.substr(last_break + 1))) + 1;
  }
  return within;
}

}  // namespace loa::schedules::intake
