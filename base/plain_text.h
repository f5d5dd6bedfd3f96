// Text as people type it who do without marks: lower case, without diacritics, with one kind of
// space, dash and apostrophe. "Thứ Hai – 5 giờ" is "thu hai - 5 gio".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace loa::base {

struct Plain {
  std::string text;
  // For each byte of `text`, and for its end, the byte of the original where it comes from.
  std::vector<std::size_t> from;
};

// `text` is UTF-8 in any normal form; bytes that are not UTF-8 become '?'. Zero-width characters
// are left away; '\n' stays.
Plain to_plain(std::string_view text);
std::string plain_text(std::string_view text);

}  // namespace loa::base
