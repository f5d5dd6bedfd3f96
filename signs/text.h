// A slogan's text, brought to characters that can be drawn one after the other.
#pragma once

#include <string>

namespace loa::signs {

// NFC. Bytes that are not UTF-8 become U+FFFD; controls, line ends and all kinds of spaces become
// U+0020; characters without a picture of their own (joiners, direction marks, variation selectors)
// are left out; of the marks on one character the first four are kept. At most 65,535 characters.
std::u32string drawable(const std::string& utf8);

// A combining mark: stands over the character before it.
bool is_mark(char32_t character);

}  // namespace loa::signs
