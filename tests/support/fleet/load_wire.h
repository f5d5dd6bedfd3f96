// One mutual TLS 1.3 connection of a load and its requests, one after another: OpenSSL on a socket
// that does not block, without a buffer of its own, so that ten thousand of them cost little.
#pragma once

#include <netinet/in.h>
#include <openssl/ssl.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace loa::bench {

struct FreeSsl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};

struct WireAnswer {
  int status = 0;
  int retry_after = 0;  // seconds; 0 where nothing was said
  std::string body;
};

class LoadWire {
 public:
  // `context` believes servers as a station does; `certificates` and `key` are PEM.
  LoadWire(SSL_CTX* context, const sockaddr_in& server, const std::string& certificates,
           const std::string& key);
  ~LoadWire();
  LoadWire(const LoadWire&) = delete;
  LoadWire& operator=(const LoadWire&) = delete;

  // Its socket's events come to `epoll`, edge-triggered, with `number`.
  void tell(int epoll, std::uint64_t number) const;
  bool ready() const { return ready_; }  // the handshake is done
  bool dead() const { return dead_; }
  const std::string& why() const { return why_; }  // it is dead
  // When ready, and nothing is under way.
  void send(std::string request);
  // After each event of the socket (edge-triggered), and after send(). An answer that is whole.
  std::optional<WireAnswer> drive();

 private:
  bool shake_hands();
  void write();
  std::optional<WireAnswer> read();
  std::optional<WireAnswer> whole();
  void die(int error, int number);
  bool passing(int result);  // the socket has to be waited for; else it is dead

  int socket_ = -1;
  std::unique_ptr<SSL, FreeSsl> ssl_;
  bool ready_ = false;
  bool dead_ = false;
  std::string out_;
  std::size_t written_ = 0;
  std::string in_;
  std::string why_;
};

}  // namespace loa::bench
