// Letters and blanks as protocols know them; people's texts are base/unicode.h's.
#pragma once

#include <string>
#include <string_view>

namespace loa::base {

// A to Z in small letters; every other byte stays.
std::string in_small_letters(std::string_view text);

// Without `blanks` at either end.
std::string_view trimmed(std::string_view text, std::string_view blanks = " \t");

}  // namespace loa::base
