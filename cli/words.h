// The words for states, reasons and levels that the command line shows.
#pragma once

#include <string>

#include "base/language.h"

namespace loa::cli {

// "played" → "đã phát"; a code that is not known is shown as it is.
std::string word_for(const std::string& code);
// 1 → "khẩn cấp"; "" for 0.
std::string level_word(int level);
// 75.2 → "1:15".
std::string length_word(double seconds);

// Says on stderr why a command does not go on, and gives the code that it ends with.
int refuse(const base::Text& why, int code);

}  // namespace loa::cli
