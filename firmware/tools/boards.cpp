#include "firmware/tools/boards.h"

#include <fmt/format.h>

#include "firmware/link/messages.h"
#include "firmware/targets/f103/layout.h"
#include "firmware/targets/f405/layout.h"

namespace loa::firmware::tools {

std::span<const BoardFacts> boards() {
  static const BoardFacts kBoards[] = {
      {"hub12-f103",
       static_cast<std::uint8_t>(link::Target::hub12_f103),
       f103::kRunning,
       f103::kConfig,
       {&kP10, 1},
       PanelMap::kMaxPanels * 512},
      {"hub75-f405", static_cast<std::uint8_t>(link::Target::hub75_f405), f405::kRunning,
       f405::kConfig, kHub75Kinds, 128 * 32},
  };
  return kBoards;
}

const BoardFacts* board_named(std::string_view name) {
  for (const BoardFacts& board : boards()) {
    if (board.name == name) return &board;
  }
  return nullptr;
}

std::string target_name(std::uint8_t target) {
  for (const BoardFacts& board : boards()) {
    if (board.target == target) return std::string(board.name);
  }
  return fmt::format("target {}", target);
}

}  // namespace loa::firmware::tools
