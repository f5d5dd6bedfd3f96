// What one end of a TLS connection is told: TLS 1.3 only, and no authority but Loa's own. OpenSSL
// stays out of the headers.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/crypto.h"
#include "base/time.h"

namespace loa::protocol {

// A certificate with what stands behind it, and its key. PEM.
struct TlsIdentity {
  std::string certificates;  // its own first, then those of its issuers
  std::string key;
};

struct TlsServer {
  TlsIdentity identity;
  // The authority (PEM) whose certificates callers may show; "" asks nobody for one. A caller whose
  // certificate is not of it is not let in; one without a certificate is, and so is one whose
  // certificate is over: what they may do is for the handler to say.
  std::string client_authority;
  // Callers on this machine may speak HTTP without TLS on the same port; the server listens at
  // 127.0.0.1 for them too where its address is one of the network.
  bool plain_from_here = false;
};

// What is surely known of the time. A board without a clock battery knows no latest time.
struct TimeBounds {
  base::Wall earliest{};
  std::optional<base::Wall> latest;
};

struct TlsClient {
  // SHA-256 of the authority's certificate (DER), which the server sends along. Nobody else's word
  // counts, the system's authorities neither.
  base::Sha256 pin{};
  // A certificate that ended before `earliest` is refused, and one that begins after `latest`.
  TimeBounds time;
  TlsIdentity identity;  // empty: the client shows none
  // Servers that are not of Loa: the system's authorities count, by its clock; `pin` and `time` do
  // not.
  bool system_authorities = false;
};

// Asked at each new connection.
using TlsClientSource = std::function<TlsClient()>;

// The certificate that a caller has shown, and to which it proved to have the key.
struct PeerCertificate {
  std::string name;        // the subject's common name
  std::string public_key;  // 32 bytes where it is Ed25519, else ""
  base::Wall until{};
};

}  // namespace loa::protocol
