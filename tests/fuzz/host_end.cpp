// Whatever a board answers, the host's end keeps its window and hands each answer out once. The
// input is frames as in board_end.cpp; the session's byte is made right unless it is zero.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>

#include "firmware/link/host_end.h"

namespace {

using namespace loa::firmware::link;

constexpr std::uint32_t kNonce = 76;
constexpr std::uint8_t kSession = kNonce % 255 + 1;

struct Station final : HostEvents {
  HostEnd end{{}, *this};
  std::multiset<std::uint8_t> on_the_way;

  void connected(const Identity& identity) override {
    if (identity.width == 0 || identity.page_bytes == 0 || identity.window == 0) std::abort();
  }
  void answered(Type, std::uint8_t count, const Ack&) override {
    const auto found = on_the_way.find(count);
    if (found == on_the_way.end()) std::abort();
    on_the_way.erase(found);
  }
  void noticed(std::uint8_t) override {}
  void lost(Loss) override { on_the_way.clear(); }
  void misunderstood() override {}

  void send() {
    while (end.can_send(1)) {
      const std::uint8_t level = 1;
      on_the_way.insert(end.send(Type::brightness, Bytes(&level, 1)));
      if (on_the_way.size() > HostEnd::kWindow) std::abort();
    }
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Station station;
  Millis now = 0;
  station.end.connect(now, kNonce);
  Bytes rest(data, size);
  while (rest.size() > 4) {
    std::uint8_t out[4 * kMaxWire];
    station.end.step(now);
    station.end.take(now, out);
    const std::size_t length = std::min<std::size_t>(rest[0], rest.size() - 4);
    if (rest[0] == 0xFF) {
      station.end.receive(now, rest.subspan(1));
      break;
    }
    const Seq seq{rest[2] != 0 ? kSession : std::uint8_t{0}, rest[3]};
    std::uint8_t wire[kMaxWire];
    const std::size_t made = encode_frame(rest[1], seq, rest.subspan(4, length), wire);
    station.end.receive(now, {wire, made});
    station.send();
    now += 50;
    rest = rest.subspan(4 + length);
  }
  return 0;
}
