// Written official Vietnamese → words as a speaker on air would say them. docs/doc-chu.md tells the
// rules to operators; tests/audio/speech/cases.tsv is the list of what is read how.
#pragma once

#include <string>
#include <string_view>

#include "audio/speech/abbreviations.h"

namespace loa::audio::speech {

// Raise it when anything is said differently: what was made before is then made anew.
inline constexpr int kNormaliserVersion = 1;

// What is said for `written`: UTF-8 in NFC, words and punctuation alone, no digits; "\n" ends a
// line of its own, "\n\n" a paragraph. Takes any bytes, never throws but for memory, linear in
// their number. What it gives stays as it is when given again. Any thread.
std::string spoken(std::string_view written,
                   const Abbreviations& abbreviations = Abbreviations::built_in());

}  // namespace loa::audio::speech
