#include "protocol/handshake_cost.h"

#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>

#include "protocol/openssl.h"
#include "protocol/tls_context.h"

namespace loa::protocol {
namespace {

using Connection = std::unique_ptr<SSL, openssl::FreedBy<SSL_free>>;
using Context = std::unique_ptr<SSL_CTX, openssl::FreedBy<SSL_CTX_free>>;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kTries = 9;
constexpr int kMostTurns = 10;
// The caller below shows no certificate, and there is no socket. With both, accepted by the server,
// a handshake takes it five times as long (tests/bench/centre.py fleet: 1.1 ms where this found
// 0.22).
constexpr int kInAll = 5;

// Both ends in memory; only what the server's takes counts.
base::Duration one_handshake(SSL_CTX* server_side, SSL_CTX* client_side) {
  const Connection server(SSL_new(server_side));
  const Connection client(SSL_new(client_side));
  BIO* near = nullptr;
  BIO* far = nullptr;
  if (!server || !client || BIO_new_bio_pair(&near, 0, &far, 0) != 1) openssl::fail("handshake");
  SSL_set_bio(server.get(), near, near);
  SSL_set_bio(client.get(), far, far);
  SSL_set_connect_state(client.get());
  SSL_set_accept_state(server.get());
  Clock::duration took{0};
  for (int turn = 0; turn < kMostTurns && SSL_is_init_finished(server.get()) == 0; ++turn) {
    SSL_do_handshake(client.get());
    const auto began = Clock::now();
    SSL_do_handshake(server.get());
    took += Clock::now() - began;
  }
  if (SSL_is_init_finished(server.get()) == 0) openssl::fail("handshake");
  return std::chrono::duration_cast<base::Duration>(took);
}

}  // namespace

base::Duration handshake_cost(const TlsServer& settings) {
  const auto server = server_context(settings);
  const Context client(SSL_CTX_new(TLS_client_method()));
  if (!client) openssl::fail("handshake");
  std::array<base::Duration, kTries> took{};
  for (auto& one : took) one = one_handshake(server->ssl.native_handle(), client.get());
  std::ranges::sort(took);
  return took[kTries / 2] * kInAll;
}

}  // namespace loa::protocol
