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

// Both families keep the port at the same place.
sockaddr_storage any_address(int family, std::uint16_t port) {
  sockaddr_storage any{};
  any.ss_family = static_cast<sa_family_t>(family);
  const std::uint16_t wire = htons(port);
  std::memcpy(&reinterpret_cast<sockaddr_in&>(any).sin_port, &wire, sizeof wire);
  return any;
}

bool same_host(const sockaddr_storage& a, const sockaddr_storage& b) {
  if (a.ss_family != b.ss_family) return false;
  if (a.ss_family == AF_INET) {
    return reinterpret_cast<const sockaddr_in&>(a).sin_addr.s_addr ==
           reinterpret_cast<const sockaddr_in&>(b).sin_addr.s_addr;
  }
  return std::memcmp(&reinterpret_cast<const sockaddr_in6&>(a).sin6_addr,
                     &reinterpret_cast<const sockaddr_in6&>(b).sin6_addr, sizeof(in6_addr)) == 0;
}

// A descriptor that is closed with it.
class Socket {
 public:
  Socket() = default;
  explicit Socket(int fd) : fd_(fd) {}
  ~Socket() { close(); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  void reset(int fd) {
    close();
    fd_ = fd;
  }
  int fd() const { return fd_; }
  bool open() const { return fd_ >= 0; }
  void set(int option) const {
    const int yes = 1;
    if (open()) ::setsockopt(fd_, SOL_SOCKET, option, &yes, sizeof yes);
  }

 private:
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  int fd_ = -1;
};

int datagram_socket(int family) { return ::socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0); }

class UdpPackets final : public Packets {
 public:
  UdpPackets(HostAddress address, std::uint16_t answers_to)
      : address_(std::move(address)), answers_to_(answers_to) {}

  std::string send(std::string_view packet) override {
    if (!socket_.open() && !open()) return error_;
    const auto flags = MSG_DONTWAIT | MSG_NOSIGNAL;
    if (::send(socket_.fd(), packet.data(), packet.size(), flags) >= 0) return "";
    const int failed = errno;
    // The kernel's buffer is full: the picture comes again soon.
    if (failed == EAGAIN || failed == ENOBUFS) return "";
    return words_for(failed);
  }

  std::vector<std::string> received() override {
    std::vector<std::string> packets;
    if (socket_.open()) packets = waiting_packets(socket_.fd());
    if (answers_.open()) take_answers(packets);
    return packets;
  }

 private:
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
    connect_to(*found);
    ::freeaddrinfo(found);
    if (socket_.open() && answers_to_ != 0) listen();
    return socket_.open();
  }

  void connect_to(const addrinfo& found) {
    std::memcpy(&peer_, found.ai_addr, found.ai_addrlen);
    peer_size_ = found.ai_addrlen;
    socket_.reset(datagram_socket(found.ai_family));
    socket_.set(SO_BROADCAST);  // an address may be that of all nodes of a network
    if (socket_.open() && ::connect(socket_.fd(), found.ai_addr, found.ai_addrlen) == 0) return;
    error_ = words_for(errno);
    socket_.reset(-1);
  }

  // A socket apart: answers may be broadcast, which a connected one is not given. Where another
  // program has the port to itself, they go unheard.
  void listen() {
    const auto any = any_address(peer_.ss_family, answers_to_);
    answers_.reset(datagram_socket(peer_.ss_family));
    answers_.set(SO_REUSEADDR);
    if (::bind(answers_.fd(), reinterpret_cast<const sockaddr*>(&any), peer_size_) != 0) {
      answers_.reset(-1);
    }
  }

  void take_answers(std::vector<std::string>& packets) const {
    char buffer[2048];
    while (packets.size() < kMostPackets) {
      sockaddr_storage from{};
      socklen_t length = sizeof from;
      const auto size = ::recvfrom(answers_.fd(), buffer, sizeof buffer, MSG_DONTWAIT,
                                   reinterpret_cast<sockaddr*>(&from), &length);
      if (size < 0) return;
      if (same_host(from, peer_)) packets.emplace_back(buffer, static_cast<std::size_t>(size));
    }
  }

  HostAddress address_;
  std::uint16_t answers_to_;
  sockaddr_storage peer_{};
  socklen_t peer_size_ = 0;
  Socket socket_;
  Socket answers_;
  std::string error_;
  base::Steady again_{};
};

}  // namespace

std::vector<std::string> waiting_packets(int socket) {
  std::vector<std::string> packets;
  char buffer[2048];
  while (packets.size() < kMostPackets) {
    const auto size = ::recv(socket, buffer, sizeof buffer, MSG_DONTWAIT);
    if (size < 0) break;
    packets.emplace_back(buffer, static_cast<std::size_t>(size));
  }
  return packets;
}

std::unique_ptr<Packets> make_udp(HostAddress address, std::uint16_t answers_to) {
  return std::make_unique<UdpPackets>(std::move(address), answers_to);
}

}  // namespace loa::signs::drivers
