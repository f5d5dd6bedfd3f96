// What a Vietnamese syllable looks like, so that words are told from acronyms.
#pragma once

#include <string>
#include <string_view>

namespace loa::audio::speech {

// Whether `word` (lower case, NFC) can be read as one Vietnamese syllable: onset, rime, and a tone
// that the coda allows ("cát" and "tin" are syllables, "cat" and "ubnd" are none).
bool is_syllable(std::string_view word);

// Vietnamese written without its marks, as in addresses: "ninhbinh" → "ninh binh", in as few
// syllables as will do. Empty where it cannot be cut up, or is longer than 40 bytes.
std::string cut_into_syllables(std::string_view unmarked);

}  // namespace loa::audio::speech
