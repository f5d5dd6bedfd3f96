// Codes that people read from a screen or hear over the telephone, and type once.
#pragma once

#include <string>

namespace loa::entrance {

// A new one: 10 letters and digits, 45 bits.
std::string new_code();
// "abcde fghjk" → "ABCDEFGHJK": what people make of it when they type it.
std::string plain_code(const std::string& typed);
// "ABCDE-FGHJK", to be read aloud and typed.
std::string shown_code(const std::string& code);

}  // namespace loa::entrance
