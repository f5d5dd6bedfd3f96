// Whatever a host sends, the board's end answers or ignores it, and what it shows stays within its
// memory. The input is frames to be sent whole: a byte of length, then type, session, count and
// payload; a length of 0xFF puts the rest on the line as it is.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "tests/firmware/board_bench.h"

namespace {

using loa::firmware::link::Bytes;

struct Desk {
  loa::firmware::FlashModel messages{1024, 8};
  loa::firmware::BoardBench bench{messages};
  loa::firmware::link::BoardEnd end{bench.board};

  void put(Bytes bytes) {
    for (const std::uint8_t byte : bytes) end.receive(bench.now, byte);
    while (end.take(bench.now) >= 0) {
    }
    bench.now += 7;
    bench.board.step(bench.now, end.host_present(bench.now), end.idle());
    bench.frames.next();
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace loa::firmware;
  Desk desk;
  Bytes rest(data, size);
  while (rest.size() > 4) {
    const std::size_t length = std::min<std::size_t>(rest[0], rest.size() - 4);
    if (rest[0] == 0xFF) {
      desk.put(rest.subspan(1));
      break;
    }
    std::uint8_t wire[link::kMaxWire];
    const std::size_t sent =
        link::encode_frame(rest[1], {rest[2], rest[3]}, rest.subspan(4, length), wire);
    desk.put({wire, sent});
    rest = rest.subspan(4 + length);
  }
  const auto status = desk.bench.board.status();
  if (status.strip != 0 && desk.bench.strips.shown_begin().columns == 0) std::abort();
  return 0;
}
