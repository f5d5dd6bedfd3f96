// ANSI E1.31-2018, "sACN": root, framing and DMP layers of a data packet, and the synchronization
// packet that makes receivers show all universes at once.
#include <stdexcept>

#include "signs/drivers/big_endian.h"
#include "signs/drivers/pixel_protocol.h"

namespace loa::signs::drivers {
namespace {

// 170 whole pixels; the last 2 slots of a universe stay unused, as receivers expect.
constexpr std::size_t kSlotsAUniverse = 510;
constexpr std::size_t kSourceName = 64;
constexpr std::uint32_t kRootData = 0x00000004;
constexpr std::uint32_t kRootExtended = 0x00000008;
constexpr std::uint32_t kFramingData = 0x00000002;
constexpr std::uint32_t kFramingSync = 0x00000001;
constexpr unsigned kDmpSetProperty = 0x02;

// Flags 0x7 and the length from here to the end.
void put_length(std::string& out, std::size_t length) {
  put16(out, 0x7000U | static_cast<unsigned>(length));
}

class E131 final : public PixelProtocol {
 public:
  E131(int universe, int priority, std::string cid)
      : universe_(static_cast<unsigned>(universe)),
        priority_(static_cast<unsigned>(priority)),
        cid_(std::move(cid)) {
    if (cid_.size() != 16) throw std::invalid_argument("a CID has 16 bytes");
  }

  std::vector<std::string> frame(const Bitmap& picture, int percent) override {
    const std::string bytes = rgb_bytes(picture, percent);
    std::vector<std::string> packets;
    ++sequence_;
    for (std::size_t offset = 0; offset < bytes.size(); offset += kSlotsAUniverse) {
      const auto universe = universe_ + static_cast<unsigned>(offset / kSlotsAUniverse);
      packets.push_back(
          data_packet(universe, std::string_view(bytes).substr(offset, kSlotsAUniverse)));
    }
    packets.push_back(sync_packet());
    return packets;
  }

 private:
  std::string root(std::size_t framing, std::uint32_t vector) const {
    std::string out;
    put16(out, 0x0010);
    put16(out, 0);
    out.append("ASC-E1.17\0\0\0", 12);
    put_length(out, 2 + 4 + cid_.size() + framing);
    put32(out, vector);
    return out + cid_;
  }

  std::string data_packet(unsigned universe, std::string_view slots) const {
    const std::size_t dmp = 2 + 1 + 1 + 2 + 2 + 2 + 1 + slots.size();
    const std::size_t framing = 2 + 4 + kSourceName + 1 + 2 + 1 + 1 + 2 + dmp;
    std::string out = root(framing, kRootData);
    put_length(out, framing);
    put32(out, kFramingData);
    std::string name = "Loa";
    name.resize(kSourceName);
    out += name;
    put8(out, priority_);
    put16(out, universe_);  // of synchronization
    put8(out, sequence_);
    put8(out, 0);  // options
    put16(out, universe);
    put_length(out, dmp);
    put8(out, kDmpSetProperty);
    put8(out, 0xA1);
    put16(out, 0);
    put16(out, 1);
    put16(out, static_cast<unsigned>(slots.size() + 1));
    put8(out, 0);  // DMX start code
    return out.append(slots);
  }

  std::string sync_packet() const {
    constexpr std::size_t kFraming = 2 + 4 + 1 + 2 + 2;
    std::string out = root(kFraming, kRootExtended);
    put_length(out, kFraming);
    put32(out, kFramingSync);
    put8(out, sequence_);
    put16(out, universe_);
    put16(out, 0);
    return out;
  }

  unsigned universe_;
  unsigned priority_;
  std::string cid_;
  std::uint8_t sequence_ = 0;
};

}  // namespace

std::unique_ptr<PixelProtocol> make_e131(int universe, int priority, std::string cid) {
  return std::make_unique<E131>(universe, priority, std::move(cid));
}

}  // namespace loa::signs::drivers
