// Pictures as the link of our own boards packs them (firmware/link/pixels.h).
#pragma once

#include <cstdint>
#include <vector>

#include "firmware/link/pixels.h"
#include "signs/board.h"

namespace loa::signs::drivers {

// Column by column; as high as `height`, what is missing below is dark.
std::vector<std::uint8_t> pack_columns(const Bitmap& picture, firmware::link::Format format,
                                       std::uint8_t height);

// What a board of that format shows: the palette that pictures are made for.
Palette palette_of(firmware::link::Format format);

}  // namespace loa::signs::drivers
