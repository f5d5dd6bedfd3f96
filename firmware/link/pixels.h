// How pixels are packed on the link: column by column, so that a window into a strip is a run of
// bytes. In a column one plane follows the other; in a plane bit 0 of the first byte is the top
// row; 1 is lit.
#pragma once

#include <cstddef>
#include <cstdint>

namespace loa::firmware::link {

// The number of planes, of one bit each. `mono` is whatever colour the panel has; red_green and rgb
// have a plane for each colour; rgb12 has four for each, the highest bit of red first, then the
// rest of red, green and blue: 16 shades, of which each has a sixteenth of the light more than the
// one before.
enum class Format : std::uint8_t { mono = 1, red_green = 2, rgb = 3, rgb12 = 12 };

constexpr std::size_t column_bytes(Format format, std::uint8_t height) {
  return static_cast<std::size_t>(format) * (height / 8U);
}

}  // namespace loa::firmware::link
