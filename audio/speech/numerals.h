// Numbers in words. Northern standard: mốt, tư, lăm; linh; nghìn. Digits are ASCII throughout.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace loa::audio::speech {

// "105" → "một trăm linh năm". Leading zeros say nothing. More than 18 digits are read one by one.
std::string cardinal(std::string_view digits);
std::string cardinal(int number);

// One by one: "0912" → "không chín một hai".
std::string one_by_one(std::string_view digits);

// As one_by_one() where the number begins with 0 ("06", the number of a document), else cardinal().
std::string numbered(std::string_view digits);

// What follows the decimal comma: "5" → "năm", "25" → "hai mươi lăm"; with a leading zero, or of
// three digits and more, one by one.
std::string decimals(std::string_view digits);

// The value of `text`; nothing where it is longer than 9 digits or no number.
std::optional<int> value_of(std::string_view digits);

// Canonical Roman numerals from I to XXXIX, upper case.
std::optional<int> roman(std::string_view text);

}  // namespace loa::audio::speech
