// Distributed Display Protocol.
//
//     0      flags: 0x40 version 1, 0x01 push: show what has come
//     1      sequence 1..15
//     2      data type: 0x0B, RGB of 8 bits
//     3      destination: 1, the default output
//     4..7   offset of the data in the frame, bytes
//     8..9   length of the data
#include "signs/drivers/big_endian.h"
#include "signs/drivers/pixel_protocol.h"

namespace loa::signs::drivers {
namespace {

constexpr std::size_t kMostData = 1440;
constexpr unsigned kVersion = 0x40;
constexpr unsigned kPush = 0x01;
constexpr unsigned kRgb8 = 0x0B;

class Ddp final : public PixelProtocol {
 public:
  std::vector<std::string> frame(const Bitmap& picture, int percent) override {
    const std::string bytes = rgb_bytes(picture, percent);
    std::vector<std::string> packets;
    for (std::size_t offset = 0; offset < bytes.size(); offset += kMostData) {
      const auto data = std::string_view(bytes).substr(offset, kMostData);
      const bool last = offset + data.size() == bytes.size();
      packets.push_back(packet(static_cast<std::uint32_t>(offset), data, last));
    }
    return packets;
  }

 private:
  std::string packet(std::uint32_t offset, std::string_view data, bool last) {
    sequence_ = sequence_ % 15 + 1;
    std::string out;
    put8(out, kVersion | (last ? kPush : 0U));
    put8(out, sequence_);
    put8(out, kRgb8);
    put8(out, 1);
    put32(out, offset);
    put16(out, static_cast<unsigned>(data.size()));
    return out.append(data);
  }

  unsigned sequence_ = 0;
};

}  // namespace

std::unique_ptr<PixelProtocol> make_ddp() { return std::make_unique<Ddp>(); }

}  // namespace loa::signs::drivers
