// The board in motion, for people: a GIF with the look of LEDs.
#pragma once

#include <string>
#include <vector>

#include "signs/bitmap.h"

namespace loa::signs {

struct GifFrame {
  Bitmap bitmap;
  int centiseconds = 0;  // how long it stands; viewers do not show less than 2
};

// GIF bytes, repeated for ever. Frames are of one size, at least one of them; scale is 1..8. At
// most 15 different LED colours besides dark: the nearest of those for more. Throws
// std::invalid_argument otherwise.
std::string to_gif(const std::vector<GifFrame>& frames, int scale);

}  // namespace loa::signs
