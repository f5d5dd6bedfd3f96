#include "signs/drivers/make_board.h"

#include <fmt/format.h>

#include "base/crypto.h"
#include "signs/drivers/asio_line.h"
#include "signs/drivers/firmware_board.h"
#include "signs/drivers/onbon_board.h"
#include "signs/drivers/packets.h"
#include "signs/drivers/pixel_board.h"

namespace loa::signs::drivers {
namespace {

constexpr unsigned kOnbonBaud = 57'600;
constexpr int kPixelsAUniverse = 170;

std::optional<LineAddress> line_of(const BoardSettings& settings) {
  if (settings.kind == BoardKind::onbon) {
    return line_address(settings.address, kOnbonPort, kOnbonBaud);
  }
  return line_address(settings.address);
}

std::uint16_t port_of(BoardKind kind) {
  if (kind == BoardKind::ddp) return kDdpPort;
  return kind == BoardKind::e131 ? kE131Port : kArtnetPort;
}

std::uint16_t answers_of(BoardKind kind) { return kind == BoardKind::artnet ? kArtnetPort : 0; }

// Interface names end up in a structure of 16 bytes.
bool is_interface(const std::string& name) {
  return !name.empty() && name.size() < 16 && name.find('/') == std::string::npos;
}

bool good_address(const BoardSettings& settings) {
  switch (settings.kind) {
    case BoardKind::simulated:
      return settings.address.empty();
    case BoardKind::firmware:
    case BoardKind::onbon:
      return line_of(settings).has_value();
    case BoardKind::colorlight:
      return is_interface(settings.address);
    case BoardKind::ddp:
    case BoardKind::e131:
    case BoardKind::artnet:
      break;
  }
  return host_address(settings.address, port_of(settings.kind)).has_value();
}

base::Text address_help(BoardKind kind) {
  switch (kind) {
    case BoardKind::simulated:
      return {"bảng mô phỏng không có địa chỉ", "a simulated board has no address"};
    case BoardKind::firmware:
    case BoardKind::onbon:
      return {"địa chỉ phải có dạng serial:/dev/ttyUSB0, tcp:MÁY:CỔNG hoặc unix:/TỆP",
              "the address must look like serial:/dev/ttyUSB0, tcp:HOST:PORT or unix:/FILE"};
    case BoardKind::colorlight:
      return {"địa chỉ phải là tên cổng mạng, như eth1",
              "the address must be a network interface, such as eth1"};
    case BoardKind::ddp:
    case BoardKind::e131:
    case BoardKind::artnet:
      break;
  }
  return {"địa chỉ phải có dạng MÁY hoặc MÁY:CỔNG", "the address must look like HOST or HOST:PORT"};
}

std::optional<BoardFault> universe_fault(const BoardSettings& settings) {
  const bool e131 = settings.kind == BoardKind::e131;
  if (!e131 && settings.kind != BoardKind::artnet) return std::nullopt;
  const int pixels = settings.geometry.width * settings.geometry.height;
  const int last = settings.universe + (pixels - 1) / kPixelsAUniverse;
  const int least = e131 ? 1 : 0;
  const int most = e131 ? 63'999 : 32'767;
  if (settings.universe >= least && last <= most) return std::nullopt;
  return BoardFault{"universe",
                    {fmt::format("vũ trụ đầu và cuối ({} đến {}) phải nằm trong {} đến {}",
                                 settings.universe, last, least, most),
                     fmt::format("the universes {} to {} must lie within {} to {}",
                                 settings.universe, last, least, most)}};
}

std::unique_ptr<Board> make_pixel_board(const BoardSettings& settings, base::Timers& timers) {
  PixelBoardOptions options{settings.geometry, settings.address};
  if (settings.kind == BoardKind::colorlight) {
    return std::make_unique<PixelBoard>(options, timers,
                                        make_colorlight(*colour_order(settings.order)),
                                        make_ethernet(settings.address));
  }
  std::unique_ptr<PixelProtocol> protocol = make_ddp();
  if (settings.kind == BoardKind::e131) {
    protocol =
        make_e131(settings.universe, settings.priority, *base::from_hex(base::random_hex(16)));
  } else if (settings.kind == BoardKind::artnet) {
    protocol = make_artnet(settings.universe);
  }
  auto address = *host_address(settings.address, port_of(settings.kind));
  return std::make_unique<PixelBoard>(options, timers, std::move(protocol),
                                      make_udp(std::move(address), answers_of(settings.kind)));
}

}  // namespace

std::uint32_t random_nonce() {
  const auto bytes = *base::from_hex(base::random_hex(4));
  std::uint32_t number = 0;
  for (const char byte : bytes) number = number << 8U | static_cast<std::uint8_t>(byte);
  return number;
}

std::string_view name_of(BoardKind kind) {
  constexpr std::string_view kNames[] = {"simulated", "firmware", "onbon",     "ddp",
                                         "e131",      "artnet",   "colorlight"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::vector<BoardFault> faults_of(const BoardSettings& settings) {
  std::vector<BoardFault> faults;
  if (!good_address(settings)) faults.push_back({"address", address_help(settings.kind)});
  if (settings.kind == BoardKind::onbon && !onbon_model(settings.model)) {
    faults.push_back({"model",
                      {"loại card phải là 5E1, 5E2, 5E3, 6E1, 6E2 hoặc 6E3",
                       "the card's model must be 5E1, 5E2, 5E3, 6E1, 6E2 or 6E3"}});
  }
  if (!colour_order(settings.order)) {
    faults.push_back({"order",
                      {"thứ tự màu phải gồm r, g và b, mỗi chữ một lần, như \"rgb\" hay \"bgr\"",
                       "the order must have r, g and b once each, such as \"rgb\" or \"bgr\""}});
  }
  if (auto fault = universe_fault(settings)) faults.push_back(std::move(*fault));
  return faults;
}

std::unique_ptr<Board> make_board(const BoardSettings& settings, boost::asio::io_context& loop,
                                  base::Timers& timers) {
  if (settings.kind == BoardKind::simulated) {
    return std::make_unique<SimulatedBoard>(settings.geometry);
  }
  if (settings.kind == BoardKind::onbon) {
    const auto address = *line_of(settings);
    OnbonBoardOptions options{settings.geometry, *onbon_model(settings.model), settings.address};
    return std::make_unique<OnbonBoard>(std::move(options), timers, make_line(loop, address));
  }
  if (settings.kind != BoardKind::firmware) return make_pixel_board(settings, timers);
  const auto address = *line_of(settings);
  FirmwareBoardOptions options{settings.geometry, {}, settings.address};
  options.link.half_duplex = settings.half_duplex;
  if (address.kind == LineAddress::Kind::serial) options.link.bytes_per_s = address.number / 10;
  return std::make_unique<FirmwareBoard>(std::move(options), timers, make_line(loop, address),
                                         random_nonce);
}

}  // namespace loa::signs::drivers
