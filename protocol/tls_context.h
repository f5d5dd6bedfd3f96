// What OpenSSL needs for one kind of connection, and how a peer's certificate is judged. Private to
// the HTTP server and client.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <boost/system/error_code.hpp>
#include <memory>
#include <optional>
#include <string>

#include "protocol/openssl.h"
#include "protocol/tls.h"

namespace loa::protocol {

// Whose certificates are believed, and by which time.
struct Belief {
  openssl::Certificate authority;   // or, where it is null:
  std::optional<base::Sha256> pin;  // of one that the peer sends along
  std::optional<TimeBounds> time;   // nothing: a certificate that is over is let in
};

// Outlives the connections made with it.
struct TlsContext {
  explicit TlsContext(Belief whom);
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  void show(const TlsIdentity& identity);

  boost::asio::ssl::context ssl{boost::asio::ssl::context::tls};
  Belief belief;
};

// Both throw std::runtime_error where a certificate or key cannot be read.
std::shared_ptr<TlsContext> server_context(const TlsServer& settings);
std::shared_ptr<TlsContext> client_context(const TlsClient& settings);

// Before the handshake: the server's certificate must stand for `host`, a name or an address.
void expect_host(SSL* connection, const std::string& host);
// Why a handshake came to nothing: what was wrong with the peer's certificate, if that was it.
std::string failure_of(const SSL* connection, const boost::system::error_code& error);
// After the handshake.
std::optional<PeerCertificate> peer_certificate(const SSL* connection);
// After the handshake, and after the above: frees the certificate, which OpenSSL keeps for a later
// connection that would go on with this one's secrets. None does.
void forget_peer_certificate(SSL* connection);

}  // namespace loa::protocol
