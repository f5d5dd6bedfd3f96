#include "tests/protocol/raw_peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <system_error>

namespace loa::protocol::test {
namespace {

int checked(int result) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), "socket");
  return result;
}

sockaddr_in loopback(unsigned short port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

}  // namespace

RawPeer::RawPeer(unsigned short port) : socket_(checked(::socket(AF_INET, SOCK_STREAM, 0))) {
  const timeval patience{10, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  const sockaddr_in address = loopback(port);
  checked(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address));
}

RawPeer::~RawPeer() { ::close(socket_); }

bool RawPeer::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;  // what was answered tells
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::string RawPeer::read_until(std::string_view end) const {
  std::string all;
  std::array<char, 4096> part{};
  while (end.empty() || all.find(end) == std::string::npos) {
    const auto size = ::recv(socket_, part.data(), part.size(), 0);
    if (size <= 0) break;
    all.append(part.data(), static_cast<std::size_t>(size));
  }
  return all;
}

RawServer::RawServer() : socket_(checked(::socket(AF_INET, SOCK_STREAM, 0))) {
  sockaddr_in address = loopback(0);
  checked(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address));
  checked(::listen(socket_, 8));
  socklen_t size = sizeof address;
  checked(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size));
  port_ = ntohs(address.sin_port);
}

RawServer::~RawServer() { ::close(socket_); }

RawPeer RawServer::accept() const { return RawPeer(checked(::accept(socket_, nullptr, nullptr))); }

}  // namespace loa::protocol::test
