// Where a board is, as configurations and the command line write it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loa::signs::drivers {

// "serial:/dev/ttyUSB0", "serial:/dev/ttyUSB0@57600", "tcp:HOST:PORT", "unix:/PATH".
struct LineAddress {
  enum class Kind { serial, tcp, unix_socket } kind = Kind::tcp;
  std::string name;     // a device, a host name or address, a path
  unsigned number = 0;  // baud or port
  friend bool operator==(const LineAddress&, const LineAddress&) = default;
};
// `port` and `baud` where the text names none; a port of 0 must be named. Nothing for another text.
std::optional<LineAddress> line_address(std::string_view text, std::uint16_t port = 0,
                                        unsigned baud = 115'200);

// "HOST" or "HOST:PORT"; an IPv6 address in brackets.
struct HostAddress {
  std::string host;
  std::uint16_t port = 0;
  friend bool operator==(const HostAddress&, const HostAddress&) = default;
};
std::optional<HostAddress> host_address(std::string_view text, std::uint16_t port);

}  // namespace loa::signs::drivers
