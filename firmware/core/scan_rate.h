// How often a board of panels can be refreshed. The cycles are counted in the images that run
// (docs/firmware.md), with some to spare: scripts/firmware-cycles fails when they are not enough.
#pragma once

#include <cstdint>

#include "firmware/core/hub12_pixels.h"
#include "firmware/core/hub75_pixels.h"

namespace loa::firmware {

// Of each phase so many cycles are dark: an interrupt's way in and out, and the latch.
inline constexpr std::uint32_t kDwellMargin = 400;

// HUB12: for shifting one panel's share of a row, and for what a dwell costs once.
inline constexpr std::uint32_t kHub12CyclesAPanel = 2600;
inline constexpr std::uint32_t kHub12CyclesADwell = 600;
// HUB75: for one clock of the chain, and for what a dwell costs once.
inline constexpr std::uint32_t kHub75CyclesAClock = 12;
inline constexpr std::uint32_t kHub75CyclesADwell = 800;

constexpr std::uint32_t hub12_dwell_cycles(int panels) {
  return kHub12CyclesADwell + kHub12CyclesAPanel * static_cast<std::uint32_t>(panels);
}
constexpr std::uint32_t hub75_dwell_cycles(int clocks) {
  return kHub75CyclesADwell + kHub75CyclesAClock * static_cast<std::uint32_t>(clocks);
}

// Frames a second in each of which there is time for `cycles` of `core_hz`: the highest of 400,
// 200, 100, 50, 25.
constexpr std::uint16_t rate_for(std::uint32_t core_hz, std::uint32_t cycles) {
  std::uint16_t rate = 400;
  while (rate > 25 && cycles * rate > core_hz) rate /= 2;
  return rate;
}
// The scan takes at most three fifths of the core.
constexpr std::uint16_t frame_rate(std::uint32_t core_hz, int panels) {
  return rate_for(core_hz / 5 * 3, kHub12Passes * hub12_dwell_cycles(panels));
}
// It takes at most three quarters of the shortest dwell, and so less than a quarter of the core.
constexpr std::uint16_t hub75_frame_rate(std::uint32_t core_hz, int rows, int clocks) {
  const std::uint32_t ticks = static_cast<std::uint32_t>(rows) * ((1U << kHub75Depth) - 1);
  return rate_for(core_hz / 4 * 3, ticks * hub75_dwell_cycles(clocks));
}

}  // namespace loa::firmware
