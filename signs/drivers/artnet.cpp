// Art-Net 4: ArtDmx for each universe, ArtSync when all have come, ArtPoll to see who is there.
#include "signs/drivers/big_endian.h"
#include "signs/drivers/pixel_protocol.h"

namespace loa::signs::drivers {
namespace {

constexpr std::size_t kSlots = 510;  // 170 whole pixels
constexpr unsigned kProtocol = 14;
constexpr unsigned kOpPoll = 0x2000;
constexpr unsigned kOpPollReply = 0x2100;
constexpr unsigned kOpDmx = 0x5000;
constexpr unsigned kOpSync = 0x5200;
constexpr std::string_view kId("Art-Net\0", 8);

// The operation's number is the one thing in little-endian order.
std::string header(unsigned operation) {
  std::string out(kId);
  put8(out, operation & 0xFFU);
  put8(out, operation >> 8U);
  return out;
}

std::string header_with_protocol(unsigned operation) {
  std::string out = header(operation);
  put16(out, kProtocol);
  return out;
}

class Artnet final : public PixelProtocol {
 public:
  explicit Artnet(int universe) : universe_(static_cast<unsigned>(universe)) {}

  std::vector<std::string> frame(const Bitmap& picture, int percent) override {
    const std::string bytes = rgb_bytes(picture, percent);
    std::vector<std::string> packets;
    sequence_ = sequence_ % 255 + 1;
    for (std::size_t offset = 0; offset < bytes.size(); offset += kSlots) {
      const auto universe = universe_ + static_cast<unsigned>(offset / kSlots);
      packets.push_back(dmx(universe, std::string_view(bytes).substr(offset, kSlots)));
    }
    std::string sync = header_with_protocol(kOpSync);
    put16(sync, 0);
    packets.push_back(std::move(sync));
    return packets;
  }

  std::string question() const override {
    std::string poll = header_with_protocol(kOpPoll);
    put16(poll, 0);
    return poll;
  }
  bool is_answer(std::string_view packet) const override {
    return packet.starts_with(header(kOpPollReply));
  }

 private:
  std::string dmx(unsigned universe, std::string_view slots) const {
    const bool odd = slots.size() % 2 != 0;
    std::string out = header_with_protocol(kOpDmx);
    put8(out, sequence_);
    put8(out, 0);
    put8(out, universe & 0xFFU);
    put8(out, universe >> 8U);
    put16(out, static_cast<unsigned>(slots.size() + (odd ? 1 : 0)));
    out.append(slots);
    if (odd) put8(out, 0);
    return out;
  }

  unsigned universe_;
  unsigned sequence_ = 0;
};

}  // namespace

std::unique_ptr<PixelProtocol> make_artnet(int universe) {
  return std::make_unique<Artnet>(universe);
}

}  // namespace loa::signs::drivers
