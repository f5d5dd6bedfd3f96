#include "schedules/intake/cell_text.h"

#include <array>

#include "base/unicode.h"

namespace loa::schedules::intake {
namespace {

constexpr std::string_view kUnreadable = "\xEF\xBF\xBD";
constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
constexpr std::array<std::string_view, 6> kBlanks = {
    " ", "\n", "\t", "\xE2\x80\x8B", "\xEF\xBB\xBF", "\xE2\x80\xAF"};

std::string repaired(std::string_view raw) {
  std::string result;
  while (const auto bad = base::first_invalid_utf8(raw)) {
    result += raw.substr(0, *bad);
    result += kUnreadable;
    raw.remove_prefix(*bad + 1);
  }
  result += raw;
  return result;
}

std::string without_controls(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (text.substr(i).starts_with(kNoBreakSpace)) {
      result += ' ';
      ++i;
    } else if (byte == 0xC2 && i + 1 < text.size() &&
               static_cast<unsigned char>(text[i + 1]) < 0xA0) {
      ++i;  // U+0080 to U+009F
    } else if ((byte >= 0x20 && byte != 0x7F) || byte == '\n' || byte == '\t') {
      result += text[i];
    }
  }
  return result;
}

std::string_view without_blanks(std::string_view text) {
  for (bool again = true; again;) {
    again = false;
    for (const auto blank : kBlanks) {
      if (text.starts_with(blank)) {
        text.remove_prefix(blank.size());
        again = true;
      }
      if (text.ends_with(blank)) {
        text.remove_suffix(blank.size());
        again = true;
      }
    }
  }
  return text;
}

}  // namespace

std::string cell_text(std::string_view raw) {
  return base::to_nfc(without_blanks(without_controls(repaired(raw))));
}

}  // namespace loa::schedules::intake
