#include "audio/speech/letters.h"

#include <utf8proc.h>

#include <map>

#include "base/bytes.h"

namespace loa::audio::speech {
namespace {

const std::map<std::string, std::string, std::less<>>& names() {
  static const std::map<std::string, std::string, std::less<>> kNames{
      {"b", "bê"},     {"c", "xê"},  {"d", "dê"},    {"đ", "đê"},  {"f", "ép"}, {"g", "gờ"},
      {"h", "hát"},    {"j", "gi"},  {"k", "ca"},    {"l", "lờ"},  {"m", "mờ"}, {"n", "nờ"},
      {"p", "pê"},     {"q", "quy"}, {"r", "rờ"},    {"s", "ét"},  {"t", "tê"}, {"v", "vê"},
      {"w", "vê kép"}, {"x", "ích"}, {"y", "i dài"}, {"z", "dét"}, {"ă", "á"},  {"â", "ớ"}};
  return kNames;
}

utf8proc_int32_t code(char32_t point) { return static_cast<utf8proc_int32_t>(point); }

bool is_one(char32_t point, utf8proc_category_t first, utf8proc_category_t last) {
  const auto category = utf8proc_category(code(point));
  return category >= first && category <= last;
}

}  // namespace

Point point_at(std::string_view text, std::size_t offset) {
  utf8proc_int32_t value = 0;
  const auto rest = static_cast<utf8proc_ssize_t>(text.size() - offset);
  const auto bytes = utf8proc_iterate(base::bytes_of(text) + offset, rest, &value);
  if (bytes <= 0) return {0xFFFD, 1, false};
  return {static_cast<char32_t>(value), static_cast<std::size_t>(bytes), true};
}

void append(std::string& text, char32_t point) {
  utf8proc_uint8_t bytes[4];
  const auto count = utf8proc_encode_char(code(point), bytes);
  for (utf8proc_ssize_t i = 0; i < count; ++i) text += static_cast<char>(bytes[i]);
}

bool is_letter(char32_t point) { return is_one(point, UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LO); }
bool is_mark(char32_t point) { return is_one(point, UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_ME); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char32_t point) {
  return is_letter(point) && utf8proc_tolower(code(point)) != code(point);
}
bool is_lower(char32_t point) {
  return is_letter(point) && utf8proc_toupper(code(point)) != code(point);
}

std::string lower(std::string_view text) {
  std::string lowered;
  lowered.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto point = point_at(text, i);
    append(lowered, static_cast<char32_t>(utf8proc_tolower(code(point.value))));
    i += point.bytes;
  }
  return lowered;
}

bool is_all_upper(std::string_view word) {
  bool any = false;
  for (std::size_t i = 0; i < word.size();) {
    const auto point = point_at(word, i);
    if (is_lower(point.value)) return false;
    any = any || is_upper(point.value);
    i += point.bytes;
  }
  return any;
}

bool starts_upper(std::string_view word) {
  return !word.empty() && is_upper(point_at(word, 0).value);
}

bool has_vowel(std::string_view word) {
  static constexpr std::string_view kConsonants = "bcdfghjklmnpqrstvwxz";
  const std::string lowered = lower(word);
  for (std::size_t i = 0; i < lowered.size();) {
    const auto point = point_at(lowered, i);
    const bool consonant =
        point.value == U'đ' ||
        (point.value < 0x80 &&
         kConsonants.find(static_cast<char>(point.value)) != std::string_view::npos);
    if (!consonant) return true;
    i += point.bytes;
  }
  return false;
}

std::string letter_names(std::string_view word) {
  std::string all;
  const std::string lowered = lower(word);
  for (std::size_t i = 0; i < lowered.size();) {
    const auto [point, bytes, valid] = point_at(lowered, i);
    const std::string_view letter = std::string_view(lowered).substr(i, bytes);
    i += bytes;
    if (is_mark(point)) continue;
    const auto name = names().find(letter);
    if (!all.empty()) all += ' ';
    all += name == names().end() ? letter : std::string_view(name->second);
  }
  return all;
}

}  // namespace loa::audio::speech
