// A peer that speaks to a socket byte by byte, so that it can misbehave. Blocking, for tests only.
#pragma once

#include <string>
#include <string_view>

namespace loa::protocol::test {

// A TCP connection to 127.0.0.1. Reading gives up after a few seconds.
class RawPeer {
 public:
  explicit RawPeer(unsigned short port);
  explicit RawPeer(int socket) : socket_(socket) {}
  RawPeer(const RawPeer&) = delete;
  RawPeer& operator=(const RawPeer&) = delete;
  ~RawPeer();

  // False where the other side has closed.
  bool send(std::string_view bytes) const;
  // Until the other side closes, or `end` has been read.
  std::string read_until(std::string_view end) const;
  std::string read_all() const { return read_until({}); }

 private:
  int socket_;
};

// A listening socket on 127.0.0.1 that answers only what a test tells it to.
class RawServer {
 public:
  RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;
  ~RawServer();
  unsigned short port() const { return port_; }
  RawPeer accept() const;

 private:
  int socket_;
  unsigned short port_;
};

}  // namespace loa::protocol::test
