// Text as people mean it: UTF-8 checks and the composed form (NFC) that Vietnamese is kept in.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace loa::base {

// The offset of the first byte that is not part of valid UTF-8; nothing if all is well.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

// Unicode normalization form C (UAX #15). `text` is valid UTF-8 (else it comes back unchanged).
std::string to_nfc(std::string_view text);

// The longest start of `text` of at most `most` bytes that cuts no character; of what is no UTF-8
// `most` bytes, so that whoever goes on behind it comes to an end.
std::string_view utf8_start(std::string_view text, std::size_t most);

// How many code points. `text` is valid UTF-8.
std::size_t count_characters(std::string_view text);

// The first `most` code points, or all. `text` is valid UTF-8.
std::string_view first_characters(std::string_view text, std::size_t most);

// Whether there is a control character (Cc) other than the line break and the tab.
bool has_control_characters(std::string_view text);

}  // namespace loa::base
