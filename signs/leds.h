// How LEDs look in a picture of the board: round dots on a dark ground. For PNG and GIF.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "signs/bitmap.h"

namespace loa::signs {

using Rgb = std::array<std::uint8_t, 3>;

inline constexpr int kShades = 16;  // from the ground (0) to the LED's own colour (15)

// For each pixel of a `scale` x `scale` square, row by row, the share that its dot covers, in
// shades. Below 3 there is no room for a dot: all of it.
std::vector<std::uint8_t> led_dot(int scale);

// An LED's colour to the eye, mixed with the ground. Unlit LEDs are faintly visible.
Rgb led_colour(Colour colour, int shade);

}  // namespace loa::signs
