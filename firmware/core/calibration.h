// Patterns by which somebody on a ladder sees that every LED works and every panel is where the map
// says.
#pragma once

#include <cstdint>
#include <span>

#include "firmware/core/panel_map.h"
#include "firmware/link/messages.h"

namespace loa::firmware {

// Draws `pattern` (not `off`) as it is at `now` into a picture of the map's size. Rows and columns
// move on ten times a second. `panels`: each panel shows its place in the chain, from 1, in a frame
// that is open at its foot.
void draw_calibration(link::Calibration pattern, link::Millis now, const PanelMap& map,
                      link::Format format, std::span<std::uint8_t> picture);

}  // namespace loa::firmware
