#include "centre/place.h"

#include <algorithm>
#include <cmath>

#include "base/unicode.h"

namespace loa::centre {
namespace {

constexpr double kMillion = 1e6;

bool is_tag(std::string_view word) {
  const auto parts = [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == ',' || c == ':';
  };
  return !word.empty() && word.size() <= kLongestTag && !base::first_invalid_utf8(word) &&
         !base::has_control_characters(word) && std::ranges::none_of(word, parts);
}

// The rest of `target` behind `prefix`.
std::optional<std::string_view> after(std::string_view target, std::string_view prefix) {
  if (!target.starts_with(prefix)) return std::nullopt;
  return target.substr(prefix.size());
}

}  // namespace

std::vector<std::string> words_between_commas(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find(',', begin), text.size());
    if (end > begin) words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

std::optional<Position> position_at(double latitude, double longitude) {
  const bool there = std::abs(latitude) <= 90 && std::abs(longitude) <= 180;  // false for NaN
  if (!there) return std::nullopt;
  return Position{std::llround(latitude * kMillion), std::llround(longitude * kMillion)};
}

std::optional<std::vector<std::string>> tags_from(std::vector<std::string> words) {
  for (auto& word : words) {
    if (base::first_invalid_utf8(word)) return std::nullopt;
    word = base::to_nfc(word);
  }
  std::ranges::sort(words);
  words.erase(std::unique(words.begin(), words.end()), words.end());
  if (words.size() > kMostTags || !std::ranges::all_of(words, is_tag)) return std::nullopt;
  return words;
}

bool is_meant(std::string_view target, std::string_view station, const Where& where) {
  if (const auto tag = after(target, "tag:"))
    return std::ranges::find(where.place.tags, *tag) != where.place.tags.end();
  if (const auto code = after(target, "commune:")) return !code->empty() && where.commune == *code;
  if (const auto name = after(target, "province:"))
    return !name->empty() && where.province == *name;
  return target == station;
}

}  // namespace loa::centre
