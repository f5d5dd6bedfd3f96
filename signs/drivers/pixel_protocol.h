// Protocols that carry a whole picture as red, green and blue bytes, in datagrams without answers:
// DDP, E1.31 (sACN), Art-Net, ColorLight. Each makes packets and knows nothing of sockets.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signs/bitmap.h"

namespace loa::signs::drivers {

class PixelProtocol {
 public:
  virtual ~PixelProtocol() = default;
  // The packets of one picture, in order. The last ones make the receiver show all of it at once.
  // `percent`: 0..100, already applied to the picture where the protocol has no brightness.
  virtual std::vector<std::string> frame(const Bitmap& picture, int percent) = 0;
  // Asks the receiver to answer; "" where the protocol cannot.
  virtual std::string question() const { return ""; }
  // Whether a packet that came is such an answer.
  virtual bool is_answer(std::string_view /*packet*/) const { return false; }
};

// Row by row from the top left pixel, three bytes a pixel, scaled to `percent`.
std::string rgb_bytes(const Bitmap& picture, int percent);

// Distributed Display Protocol: UDP 4048, 10-byte header, 1,440 bytes a packet, push with the last.
// http://www.3waylabs.com/ddp/
std::unique_ptr<PixelProtocol> make_ddp();
inline constexpr std::uint16_t kDdpPort = 4048;

// ANSI E1.31-2018: UDP 5568, 170 pixels a universe from `universe` on, synchronized by the first.
// `cid` are the 16 bytes that tell this sender from others.
std::unique_ptr<PixelProtocol> make_e131(int universe, int priority, std::string cid);
inline constexpr std::uint16_t kE131Port = 5568;

// Art-Net 4: UDP 6454, 170 pixels a universe from `universe` on, an ArtSync after each picture.
std::unique_ptr<PixelProtocol> make_artnet(int universe);
inline constexpr std::uint16_t kArtnetPort = 6454;

// Which of red (0), green (1) and blue (2) comes first, second and third.
using ColourOrder = std::array<std::uint8_t, 3>;
// "rgb", "bgr" and so on, each letter once; nothing for another text.
std::optional<ColourOrder> colour_order(std::string_view letters);

// ColorLight 5A-75B: Ethernet frames of its own, a row or part of one each, then one to show them.
std::unique_ptr<PixelProtocol> make_colorlight(ColourOrder order);

}  // namespace loa::signs::drivers
