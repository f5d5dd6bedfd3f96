// Folding by Unicode's own data (utf8proc); only what Unicode does not decompose is listed here.
#include "base/plain_text.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/bytes.h"

namespace loa::base {
namespace {

// What one character is, where Unicode's decomposition does not say so; 0 for "nothing".
std::optional<char> special(utf8proc_int32_t c) {
  if (c == 0x0111 || c == 0x0110 || c == 0x00D0 || c == 0x00F0) return 'd';  // đ, and ð for it
  if (c >= 0x2010 && c <= 0x2015) return '-';
  if (c == 0x2212 || c == 0xFE63 || c == 0xFF0D) return '-';
  if (c == 0x2018 || c == 0x2019 || c == 0x2032 || c == 0x00B4 || c == 0x02B9) return '\'';
  if (c == 0x201C || c == 0x201D || c == 0x2033) return '"';
  if (c == 0x200B || c == 0x200C || c == 0x200D || c == 0xFEFF || c == 0x00AD) return '\0';
  if (c == 0x2192 || c == 0x2794) return '>';
  if (c == '\t' || c == '\r') return ' ';
  if (c != ' ' && utf8proc_category(c) == UTF8PROC_CATEGORY_ZS) return ' ';
  return std::nullopt;
}

void append(std::string& out, utf8proc_int32_t c) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto length = utf8proc_encode_char(c, bytes.data());
  for (utf8proc_ssize_t i = 0; i < length; ++i) {
    out += static_cast<char>(bytes[static_cast<std::size_t>(i)]);
  }
}

void append_folded(std::string& out, utf8proc_int32_t c) {
  if (const auto known = special(c)) {
    if (*known != '\0') out += *known;
    return;
  }
  std::array<utf8proc_int32_t, 16> parts{};
  int last_class = 0;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                                      UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
  const auto count = utf8proc_decompose_char(
      c, parts.data(), static_cast<utf8proc_ssize_t>(parts.size()), options, &last_class);
  if (count < 0 || static_cast<std::size_t>(count) > parts.size()) return append(out, c);
  for (utf8proc_ssize_t i = 0; i < count; ++i) append(out, parts[static_cast<std::size_t>(i)]);
}

}  // namespace

Plain to_plain(std::string_view text) {
  Plain plain;
  plain.text.reserve(text.size());
  plain.from.reserve(text.size() + 1);
  std::size_t at = 0;
  while (at < text.size()) {
    const auto c = static_cast<unsigned char>(text[at]);
    utf8proc_int32_t point = c;
    utf8proc_ssize_t length = 1;
    if (c >= 0x80) {
      length = utf8proc_iterate(bytes_of(text) + at,
                                static_cast<utf8proc_ssize_t>(text.size() - at), &point);
      if (length <= 0) point = '?';
    }
    if (point >= 'A' && point <= 'Z') point += 'a' - 'A';
    append_folded(plain.text, point);
    plain.from.resize(plain.text.size(), at);
    at += static_cast<std::size_t>(std::max<utf8proc_ssize_t>(length, 1));
  }
  plain.from.push_back(text.size());
  return plain;
}

std::string plain_text(std::string_view text) { return to_plain(text).text; }

}  // namespace loa::base
