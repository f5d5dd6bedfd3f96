// The board that a configuration names.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/timers.h"
#include "signs/board.h"

namespace boost::asio {
class io_context;
}

namespace loa::signs::drivers {

enum class BoardKind { simulated, firmware, onbon, ddp, e131, artnet, colorlight };
std::string_view name_of(BoardKind kind);

inline constexpr std::uint16_t kOnbonPort = 5005;  // TCP

struct BoardSettings {
  BoardKind kind = BoardKind::simulated;
  Geometry geometry;
  // firmware and onbon: LineAddress; ddp, e131, artnet: HostAddress; colorlight: the name of a
  // network interface; simulated: none.
  std::string address;
  bool half_duplex = false;   // firmware: an RS-485 line
  std::string model;          // onbon: "5E1", "5E2", "5E3", "6E1", "6E2" or "6E3"
  int universe = 1;           // e131 (1..63999), artnet (0..32767): the first one
  int priority = 100;         // e131, 0..200
  std::string order = "rgb";  // colorlight: of the colours' bytes, which the card decides
};

// A key of the configuration that cannot be right.
struct BoardFault {
  std::string key;
  base::Text why;
};
// Without I/O: whether addresses are written rightly, and the board can be driven so at all.
std::vector<BoardFault> faults_of(const BoardSettings& settings);

// Opens in the background what must be opened; what fails is in health(). `loop` and `timers`
// outlive the board. Only settings without faults.
std::unique_ptr<Board> make_board(const BoardSettings& settings, boost::asio::io_context& loop,
                                  base::Timers& timers);

// Another number each time, for the greeting of a board of ours.
std::uint32_t random_nonce();

}  // namespace loa::signs::drivers
