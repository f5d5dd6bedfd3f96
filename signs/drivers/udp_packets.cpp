#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <system_error>

#include "base/clock.h"
#include "signs/drivers/packets.h"

namespace loa::signs::drivers {
namespace {

constexpr base::Duration kLookAgain = std::chrono::seconds{30};

std::string words_for(int error) { return std::generic_category().message(error); }

class UdpPackets final : public Packets {
 public:
  UdpPackets(HostAddress address, std::uint16_t own_port)
      : address_(std::move(address)), own_port_(own_port) {}
  ~UdpPackets() override { close(); }
  UdpPackets(const UdpPackets&) = delete;
  UdpPackets& operator=(const UdpPackets&) = delete;

  std::string send(std::string_view packet) override {
    if (socket_ < 0 && !open()) return error_;
    if (::send(socket_, packet.data(), packet.size(), MSG_DONTWAIT | MSG_NOSIGNAL) >= 0) return "";
    const int failed = errno;
    // The kernel's buffer is full: the picture comes again soon.
    if (failed == EAGAIN || failed == ENOBUFS) return "";
    return words_for(failed);
  }

  std::vector<std::string> received() override {
    return socket_ < 0 ? std::vector<std::string>{} : waiting_packets(socket_);
  }

 private:
  void close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }

  bool open() {
    const auto now = base::steady_now();
    if (!error_.empty() && now < again_) return false;
    again_ = now + kLookAgain;
    error_.clear();
    addrinfo hints{};
    hints.ai_socktype = SOCK_DGRAM;
    addrinfo* found = nullptr;
    const auto port = std::to_string(address_.port);
    if (const int failed = ::getaddrinfo(address_.host.c_str(), port.c_str(), &hints, &found)) {
      error_ = ::gai_strerror(failed);
      return false;
    }
    socket_ = ::socket(found->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const int yes = 1;  // an address may be that of all nodes of a network
    if (socket_ >= 0) ::setsockopt(socket_, SOL_SOCKET, SO_BROADCAST, &yes, sizeof yes);
    if (socket_ >= 0 && own_port_ != 0) take_port(*found);
    if (socket_ < 0 || ::connect(socket_, found->ai_addr, found->ai_addrlen) != 0) {
      error_ = words_for(errno);
      close();
    }
    ::freeaddrinfo(found);
    return socket_ >= 0;
  }

  // Where another program has it, answers go unheard.
  void take_port(const addrinfo& found) const {
    sockaddr_storage own{};
    own.ss_family = static_cast<sa_family_t>(found.ai_family);
    // The port is at the same place for both families.
    const std::uint16_t port = htons(own_port_);
    std::memcpy(&reinterpret_cast<sockaddr_in&>(own).sin_port, &port, sizeof port);
    static_cast<void>(::bind(socket_, reinterpret_cast<const sockaddr*>(&own), found.ai_addrlen));
  }

  HostAddress address_;
  std::uint16_t own_port_;
  int socket_ = -1;
  std::string error_;
  base::Steady again_{};
};

}  // namespace

std::vector<std::string> waiting_packets(int socket) {
  constexpr std::size_t kMost = 32;
  std::vector<std::string> packets;
  char buffer[2048];
  while (packets.size() < kMost) {
    const auto size = ::recv(socket, buffer, sizeof buffer, MSG_DONTWAIT);
    if (size < 0) break;
    packets.emplace_back(buffer, static_cast<std::size_t>(size));
  }
  return packets;
}

std::unique_ptr<Packets> make_udp(HostAddress address, std::uint16_t own_port) {
  return std::make_unique<UdpPackets>(std::move(address), own_port);
}

}  // namespace loa::signs::drivers
