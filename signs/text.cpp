// A slogan's text, by utf8proc.
#include "signs/text.h"

#include <utf8proc.h>

#include <vector>

#include "base/bytes.h"

namespace loa::signs {
namespace {

constexpr std::size_t kMostCharacters = 65535;
// Vietnamese needs two. A bound keeps canonical ordering, which is quadratic in a run of marks,
// cheap.
constexpr int kMostMarks = 4;
constexpr utf8proc_int32_t kReplacement = 0xFFFD;

utf8proc_int32_t next_character(const std::string& utf8, std::size_t& position) {
  utf8proc_int32_t character = 0;
  const auto length =
      utf8proc_iterate(base::bytes_of(utf8) + position,
                       static_cast<utf8proc_ssize_t>(utf8.size() - position), &character);
  position += length > 0 ? static_cast<std::size_t>(length) : 1;
  return length > 0 ? character : kReplacement;
}

// What stands for `character`: itself, a space, or 0 for nothing.
utf8proc_int32_t substitute(utf8proc_int32_t character) {
  switch (utf8proc_category(character)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return ' ';
    case UTF8PROC_CATEGORY_CF:
      return 0;
    default:
      return utf8proc_get_property(character)->ignorable ? 0 : character;
  }
}

// Also what is not drawn over its neighbour but takes part in canonical ordering.
bool belongs_to_a_run(utf8proc_int32_t character) {
  return is_mark(static_cast<char32_t>(character)) ||
         utf8proc_get_property(character)->combining_class != 0;
}

void append_utf8(std::string& out, utf8proc_int32_t character) {
  utf8proc_uint8_t bytes[4];
  const auto length = utf8proc_encode_char(character, bytes);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
}

std::string cleaned(const std::string& utf8) {
  std::string clean;
  std::size_t kept = 0;
  int marks = 0;
  for (std::size_t position = 0; position < utf8.size() && kept < kMostCharacters;) {
    const auto character = substitute(next_character(utf8, position));
    if (character == 0) continue;
    marks = belongs_to_a_run(character) ? marks + 1 : 0;
    if (marks > kMostMarks) continue;
    append_utf8(clean, character);
    ++kept;
  }
  return clean;
}

}  // namespace

bool is_mark(char32_t character) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(character))) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_ME:
      return true;
    default:
      return false;
  }
}

std::u32string drawable(const std::string& utf8) {
  const std::string clean = cleaned(utf8);
  const auto* bytes = base::bytes_of(clean);
  const auto size = static_cast<utf8proc_ssize_t>(clean.size());
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  const auto needed = utf8proc_decompose(bytes, size, nullptr, 0, options);
  if (needed <= 0) return {};
  // One more: utf8proc documents that normalising may write a terminating zero.
  std::vector<utf8proc_int32_t> characters(static_cast<std::size_t>(needed) + 1);
  utf8proc_decompose(bytes, size, characters.data(), needed, options);
  const auto count = utf8proc_normalize_utf32(characters.data(), needed, options);
  std::u32string text;
  for (utf8proc_ssize_t i = 0; i < count; ++i) {
    text += static_cast<char32_t>(characters[static_cast<std::size_t>(i)]);
  }
  return text;
}

}  // namespace loa::signs
