// The letters that Vietnamese has beyond ASCII, made by rule and not by list.
#pragma once

#include <string>
#include <vector>

namespace loa::signs::test {

// 12 vowels times 6 tones without the 6 plain ones, and đ: 67, NFC.
std::u32string vietnamese_letters(bool capitals);

// The letters that a reader tells apart by their marks alone: one string a base letter (a, e, i, o,
// u, y, d), the plain ASCII letter among them.
std::vector<std::u32string> families(bool capitals);

std::string to_utf8(const std::u32string& text);

}  // namespace loa::signs::test
