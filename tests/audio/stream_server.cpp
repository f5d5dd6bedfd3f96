#include "stream_server.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include "audio/air.h"
#include "base/clock.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kSentAtOnce = kRate / 50;

bool send_all(const Fd& peer, const char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t sent = ::send(peer.get(), bytes, size, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

// 48 kHz mono of 16 bits, as long as a WAV can be.
bool send_header(const Fd& peer) {
  const std::string head =
      "HTTP/1.0 200 OK\r\nContent-Type: audio/x-wav\r\n\r\nRIFF\xff\xff\xff\x7fWAVEfmt ";
  const std::array<std::uint8_t, 28> format{16,  0,   0,   0,    1,    0,    1,    0,   0x80, 0xbb,
                                            0,   0,   0,   0x77, 1,    0,    2,    0,   16,   0,
                                            'd', 'a', 't', 'a',  0xff, 0xff, 0xff, 0x7f};
  return send_all(peer, head.data(), head.size()) &&
         send_all(peer, reinterpret_cast<const char*>(format.data()), format.size());
}

std::vector<std::int16_t> tone(std::int64_t from) {
  std::vector<std::int16_t> samples;
  for (std::int64_t i = from; i < from + kSentAtOnce; ++i) {
    const double turns = static_cast<double>(i) * 440 / kRate;
    samples.push_back(static_cast<std::int16_t>(8000 * std::sin(2 * std::numbers::pi * turns)));
  }
  return samples;
}

}  // namespace

StreamServer::StreamServer() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size);
  ::listen(listener_.get(), 4);
  ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { run(); });
}

StreamServer::~StreamServer() {
  ending_ = true;
  ++breaks_;
  thread_.join();
}

void StreamServer::run() {
  while (!ending_) {
    pollfd wait{listener_.get(), POLLIN, 0};
    if (::poll(&wait, 1, 50) != 1) continue;
    const Fd peer(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!shut_) serve(peer);
  }
}

void StreamServer::serve(const Fd& peer) {
  std::array<char, 4096> request{};
  (void)::recv(peer.get(), request.data(), request.size(), 0);
  const int breaks = breaks_;
  const base::Steady begun = base::steady_now() - 1s;
  bool sending = send_header(peer);
  for (std::int64_t sent = 0; sending && breaks == breaks_;) {
    if (still_ || begun + duration_of(sent) > base::steady_now()) {
      std::this_thread::sleep_for(5ms);
      continue;
    }
    auto samples = tone(sent);
    if (muted_) std::ranges::fill(samples, 0);
    sending = send_all(peer, reinterpret_cast<const char*>(samples.data()), samples.size() * 2);
    sent += kSentAtOnce;
  }
}

}  // namespace loa::audio
