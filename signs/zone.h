// A rectangle of the board with slogans of its own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/language.h"
#include "signs/board.h"

namespace loa::signs {

struct Zone {
  std::string name;
  int x = 0;
  int y = 0;
  int width = 0;   // from 16 up
  int height = 0;  // from 16 up
  friend bool operator==(const Zone&, const Zone&) = default;
};

// Why such zones cannot be on such a board: one is too small or reaches out of it, two overlap or
// have one name. Nothing if they can.
std::optional<base::Text> zones_fault(const Geometry& geometry, const std::vector<Zone>& zones);

}  // namespace loa::signs
