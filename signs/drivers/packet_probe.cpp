#include "signs/drivers/packet_probe.h"

#include <fmt/format.h>

#include "signs/drivers/big_endian.h"
#include "signs/drivers/pixel_protocol.h"

namespace loa::signs::drivers {
namespace {

constexpr std::size_t kShortName = 26;
constexpr std::size_t kLongName = 44;
constexpr unsigned kDdpQuery = 0x42;  // version 1, query
constexpr unsigned kDdpReply = 0x44;  // version 1, reply
constexpr unsigned kDdpStatus = 251;
constexpr std::size_t kDdpHeader = 10;
constexpr std::size_t kMostWords = 200;
// In ColorLight's answer, counted from behind the Ethernet header.
constexpr std::size_t kEthernetHeader = 14;
constexpr std::size_t kVersionAt = 2;
constexpr std::size_t kWidth = 21;
constexpr std::size_t kHeight = 23;

unsigned byte_at(std::string_view packet, std::size_t at) {
  return static_cast<std::uint8_t>(packet[at]);
}
int number_at(std::string_view packet, std::size_t at) {
  return static_cast<int>(byte_at(packet, at) << 8U | byte_at(packet, at + 1));
}

// What a stranger sends is shown on a terminal: no control sequences.
std::string words_of(std::string_view bytes) {
  std::string words;
  for (const char byte : bytes.substr(0, kMostWords)) {
    if (byte == '\0') break;
    words += byte < ' ' || byte > '~' ? ' ' : byte;
  }
  return words;
}

std::optional<PacketAnswer> artnet_node(std::string_view packet) {
  if (!make_artnet(0)->is_answer(packet)) return std::nullopt;
  if (packet.size() < kLongName + 64) return PacketAnswer{"Art-Net"};
  const std::string name = words_of(packet.substr(kLongName, 64));
  return PacketAnswer{"Art-Net: " +
                      (name.empty() ? words_of(packet.substr(kShortName, 18)) : name)};
}

std::optional<PacketAnswer> ddp_status(std::string_view packet) {
  if (packet.size() < kDdpHeader) return std::nullopt;
  if ((byte_at(packet, 0) & kDdpReply) != kDdpReply) return std::nullopt;
  return PacketAnswer{"DDP: " + words_of(packet.substr(kDdpHeader))};
}

std::optional<PacketAnswer> colorlight_card(std::string_view packet) {
  if (!make_colorlight({})->is_answer(packet)) return std::nullopt;
  const auto data = packet.substr(kEthernetHeader);
  if (data.size() < kHeight + 2) return PacketAnswer{"ColorLight"};
  return PacketAnswer{
      fmt::format("ColorLight {}.{}", byte_at(data, kVersionAt), byte_at(data, kVersionAt + 1)),
      number_at(data, kWidth), number_at(data, kHeight)};
}

}  // namespace

PacketQuestion artnet_question() { return {make_artnet(0)->question(), artnet_node}; }

PacketQuestion ddp_question() {
  std::string packet;
  put8(packet, kDdpQuery);
  put8(packet, 1);
  put8(packet, 0);
  put8(packet, kDdpStatus);
  put32(packet, 0);
  put16(packet, 0);
  return {std::move(packet), ddp_status};
}

PacketQuestion colorlight_question() { return {make_colorlight({})->question(), colorlight_card}; }

}  // namespace loa::signs::drivers
