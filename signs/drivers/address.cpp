#include "signs/drivers/address.h"

#include <charconv>

namespace loa::signs::drivers {
namespace {

std::optional<unsigned> number(std::string_view text, unsigned most) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (value == 0 || value > most) return std::nullopt;
  return value;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::optional<LineAddress> serial_address(std::string_view text, unsigned baud) {
  const auto at = text.rfind('@');
  const auto device = text.substr(0, at);
  if (!device.starts_with('/')) return std::nullopt;
  if (at != std::string_view::npos) {
    const auto given = number(text.substr(at + 1), 4'000'000);
    if (!given) return std::nullopt;
    baud = *given;
  }
  return LineAddress{LineAddress::Kind::serial, std::string(device), baud};
}

}  // namespace

std::optional<HostAddress> host_address(std::string_view text, std::uint16_t port) {
  if (text.find('/') != std::string_view::npos) return std::nullopt;
  std::string_view host = text;
  const bool brackets = text.starts_with('[');
  auto colon = text.rfind(':');
  if (brackets) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    host = text.substr(1, end - 1);
    colon = end + 1 < text.size() ? end + 1 : std::string_view::npos;
    if (colon != std::string_view::npos && text[colon] != ':') return std::nullopt;
  } else {
    host = text.substr(0, colon);
    if (host.find(':') != std::string_view::npos) return std::nullopt;
  }
  if (colon != std::string_view::npos) {
    const auto given = number(text.substr(colon + 1), 65'535);
    if (!given) return std::nullopt;
    port = static_cast<std::uint16_t>(*given);
  }
  if (host.empty() || port == 0) return std::nullopt;
  return HostAddress{std::string(host), port};
}

std::optional<LineAddress> line_address(std::string_view text, std::uint16_t port, unsigned baud) {
  if (take_prefix(text, "serial:")) return serial_address(text, baud);
  if (take_prefix(text, "unix:")) {
    if (!text.starts_with('/') || text.size() > 100) return std::nullopt;
    return LineAddress{LineAddress::Kind::unix_socket, std::string(text), 0};
  }
  if (!take_prefix(text, "tcp:")) return std::nullopt;
  const auto host = host_address(text, port);
  if (!host) return std::nullopt;
  return LineAddress{LineAddress::Kind::tcp, host->host, host->port};
}

}  // namespace loa::signs::drivers
