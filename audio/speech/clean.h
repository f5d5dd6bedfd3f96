// Bytes from anywhere → text that the rules can read.
#pragma once

#include <string>
#include <string_view>

namespace loa::audio::speech {

// Valid UTF-8 in NFC without control characters, emoji, unusual spaces, digits of other scripts and
// decoration. Bytes that are no UTF-8 become a space. Spaces are ' ', line breaks '\n', bullets
// '•', long dashes '–', the degree '°'; m² is m2, ½ is 1/2, № is "số". Linear; takes any bytes;
// clean text stays as it is.
std::string cleaned(std::string_view bytes);

}  // namespace loa::audio::speech
