// The boards that there is firmware for, by name.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "firmware/core/board_config.h"
#include "firmware/targets/region.h"

namespace loa::firmware::tools {

struct BoardFacts {
  std::string_view name;
  std::uint8_t target;  // link::Target
  Region running;       // its header first
  Region config;
  std::span<const PanelKind> kinds;
  int most_pixels;
};

std::span<const BoardFacts> boards();
const BoardFacts* board_named(std::string_view name);
// "hub12-f103", or "target 7" for one that is not known.
std::string target_name(std::uint8_t target);

}  // namespace loa::firmware::tools
