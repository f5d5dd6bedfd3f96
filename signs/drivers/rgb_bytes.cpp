#include "signs/drivers/pixel_protocol.h"

namespace loa::signs::drivers {

std::string rgb_bytes(const Bitmap& picture, int percent) {
  std::string bytes;
  bytes.reserve(static_cast<std::size_t>(picture.width() * picture.height()) * 3);
  const auto scaled = [percent](std::uint8_t value) {
    return static_cast<char>((value * percent + 50) / 100);
  };
  for (int y = 0; y < picture.height(); ++y) {
    for (const Colour colour : picture.row(y)) {
      bytes.push_back(scaled(colour.r()));
      bytes.push_back(scaled(colour.g()));
      bytes.push_back(scaled(colour.b()));
    }
  }
  return bytes;
}

}  // namespace loa::signs::drivers
