#include "daemon/config_board.h"

#include <algorithm>

namespace loa::daemon {
namespace {

using signs::Palette;
using signs::drivers::BoardKind;

void read_size(base::Fields& fields, signs::Geometry& geometry) {
  geometry.width = static_cast<int>(fields.integer_or("width", geometry.width, 16, 1024));
  geometry.height = static_cast<int>(fields.integer_or("height", geometry.height, 16, 64));
  constexpr int kHeights[] = {16, 24, 32, 48, 64};
  if (std::find(std::begin(kHeights), std::end(kHeights), geometry.height) == std::end(kHeights)) {
    fields.error(
        "height", "height",
        {"bảng cao 16, 24, 32, 48 hoặc 64 điểm", "a board is 16, 24, 32, 48 or 64 rows high"});
    geometry.height = 16;
  }
  geometry.palette = fields.choice_or(
      "colours", geometry.palette,
      {{"one", Palette::one}, {"red-green", Palette::red_green}, {"rgb", Palette::rgb}});
}

}  // namespace

signs::drivers::BoardSettings read_board_driver(base::Fields& fields) {
  signs::drivers::BoardSettings board;
  read_size(fields, board.geometry);
  board.kind = fields.choice_or("kind", board.kind,
                                {{"simulated", BoardKind::simulated},
                                 {"firmware", BoardKind::firmware},
                                 {"onbon", BoardKind::onbon},
                                 {"ddp", BoardKind::ddp},
                                 {"e131", BoardKind::e131},
                                 {"artnet", BoardKind::artnet},
                                 {"colorlight", BoardKind::colorlight}});
  board.address = fields.string_or("address", "", 256);
  board.half_duplex = fields.boolean_or("halfDuplex", false);
  board.model = fields.string_or("model", "", 16);
  board.universe = static_cast<int>(fields.integer_or("universe", board.universe, 0, 63'999));
  board.priority = static_cast<int>(fields.integer_or("priority", board.priority, 0, 200));
  board.order = fields.string_or("order", board.order, 8);
  for (const auto& fault : signs::drivers::faults_of(board)) {
    fields.error(fault.key, "board-" + fault.key, fault.why);
  }
  return board;
}

}  // namespace loa::daemon
