// ColorLight 5A-75B and its kind: no IP, only Ethernet frames with a type of one byte. As the
// Falcon Player (FPP, src/channeloutput/ColorLight-5a-75.cpp) and PanelPlayer (protocol/readme.md)
// describe them:
//
//     0..5   to 11:22:33:44:55:66    6..11  from 22:22:33:44:55:66
//     12..   0A   brightness of red, green and blue, 255, 60 zeros
//            55   a row: its number 2, offset 2, pixels 2, 08 88, three bytes a pixel
//            01   show what has come: 07, 98 bytes with the brightness at 21 and 24..26, 5 at 22
//            07   who is there? 258 zeros; the card answers with 08 05 and what it is
#include "signs/drivers/big_endian.h"
#include "signs/drivers/pixel_protocol.h"

namespace loa::signs::drivers {
namespace {

constexpr std::string_view kAddresses("\x11\x22\x33\x44\x55\x66\x22\x22\x33\x44\x55\x66", 12);
constexpr std::size_t kMostPixels = 497;  // a frame holds 1,500 bytes
constexpr std::size_t kBrightnessBytes = 64;
constexpr std::size_t kShowBytes = 98;
constexpr std::size_t kQuestionBytes = 258;

class Colorlight final : public PixelProtocol {
 public:
  explicit Colorlight(ColourOrder order) : order_(order) {}

  std::vector<std::string> frame(const Bitmap& picture, int percent) override {
    const auto level = static_cast<unsigned>((percent * 255 + 50) / 100);
    std::vector<std::string> packets{brightness(level)};
    const std::string bytes = in_order(rgb_bytes(picture, 100));
    const auto width = static_cast<std::size_t>(picture.width());
    for (int y = 0; y < picture.height(); ++y) {
      const auto row =
          std::string_view(bytes).substr(static_cast<std::size_t>(y) * width * 3, width * 3);
      for (std::size_t x = 0; x < width; x += kMostPixels) {
        packets.push_back(part(static_cast<unsigned>(y), x, row.substr(x * 3, kMostPixels * 3)));
      }
    }
    packets.push_back(show(level));
    return packets;
  }

  std::string question() const override {
    std::string out(kAddresses);
    put8(out, 0x07);
    out.resize(out.size() + kQuestionBytes);
    return out;
  }
  bool is_answer(std::string_view packet) const override {
    return packet.size() > kAddresses.size() + 2 &&
           packet.substr(kAddresses.size()).starts_with("\x08\x05");
  }

 private:
  std::string in_order(const std::string& rgb) const {
    std::string bytes = rgb;
    for (std::size_t i = 0; i + 2 < rgb.size(); i += 3) {
      for (std::size_t part = 0; part < 3; ++part) bytes[i + part] = rgb[i + order_[part]];
    }
    return bytes;
  }
  static std::string brightness(unsigned level) {
    std::string out(kAddresses);
    put8(out, 0x0A);
    for (int i = 0; i < 3; ++i) put8(out, level);
    put8(out, 0xFF);
    out.resize(kAddresses.size() + 1 + kBrightnessBytes);
    return out;
  }
  static std::string part(unsigned row, std::size_t offset, std::string_view pixels) {
    std::string out(kAddresses);
    put8(out, 0x55);
    put8(out, row >> 8U);
    put8(out, row & 0xFFU);
    put16(out, static_cast<unsigned>(offset));
    put16(out, static_cast<unsigned>(pixels.size() / 3));
    put8(out, 0x08);
    put8(out, 0x88);
    return out.append(pixels);
  }
  static std::string show(unsigned level) {
    std::string out(kAddresses);
    put8(out, 0x01);
    put8(out, 0x07);
    std::string data(kShowBytes, '\0');
    data[21] = static_cast<char>(level);
    data[22] = 5;
    for (std::size_t i = 24; i <= 26; ++i) data[i] = static_cast<char>(level);
    return out + data;
  }

  ColourOrder order_;
};

}  // namespace

std::optional<ColourOrder> colour_order(std::string_view letters) {
  constexpr std::string_view kLetters = "rgb";
  ColourOrder order{};
  if (letters.size() != kLetters.size()) return std::nullopt;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (letters.find(kLetters[i]) == std::string_view::npos) return std::nullopt;
    order[i] = static_cast<std::uint8_t>(kLetters.find(letters[i]));
  }
  return order;
}

std::unique_ptr<PixelProtocol> make_colorlight(ColourOrder order) {
  return std::make_unique<Colorlight>(order);
}

}  // namespace loa::signs::drivers
