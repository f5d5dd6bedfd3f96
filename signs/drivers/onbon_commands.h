// What a BX-5E or BX-6E card is told: the data of its frames. From the maker's published
// description of the dynamic area (onbonlab/BX-V-VI); docs/boards.md says how it was read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signs/board.h"

namespace loa::signs::drivers {

struct OnbonModel {
  std::string_view name;  // "5E1"
  std::uint16_t device;
  bool sixth;  // BX-6E: bitmaps in words of 32 bits, another layout of the area
};
std::optional<OnbonModel> onbon_model(std::string_view name);
std::optional<OnbonModel> onbon_model(std::uint16_t device);

struct OnbonContent {
  std::vector<Bitmap> pages;  // each as large as the board; not empty
  enum class Mode : std::uint8_t { stand = 0x01, move_left = 0x04, move_right = 0x26 };
  Mode mode = Mode::stand;
  int speed_level = 1;  // 1 is the fastest
  friend bool operator==(const OnbonContent&, const OnbonContent&) = default;
};

std::string onbon_ping();
// 0..15, at every hour.
std::string onbon_brightness(int level);
// Puts `content` in the dynamic area 0, which covers the board, and plays it at once and alone.
std::string onbon_area(const OnbonModel& model, const Geometry& geometry,
                       const OnbonContent& content);
// One page's pixels: 0 is lit, rows padded with 1.
std::string onbon_pixels(const OnbonModel& model, const Bitmap& page, Palette palette);

}  // namespace loa::signs::drivers
