#include "daemon/page_certificate.h"

#include "base/crypto.h"
#include "protocol/kept_identity.h"

namespace loa::daemon {
namespace {

constexpr auto kPageFile = "page.pem";

}  // namespace

protocol::TlsIdentity page_identity(const Config& config, base::Wall now) {
  const auto hosts = protocol::server_hosts(config.listen.address, config.listen.hosts);
  return protocol::server_identity(config.state / kPageFile, hosts, "", now,
                                   protocol::self_signed_server);
}

std::optional<protocol::CertificateFacts> page_certificate(const Config& config) {
  try {
    const auto identity = protocol::read_identity(config.state / kPageFile);
    return protocol::read_certificate(identity ? identity->certificates : "");
  } catch (const std::runtime_error&) {
    return std::nullopt;  // only the station's user may read it
  }
}

std::string page_fingerprint(const Config& config) {
  const auto certificate = config.listen.tls ? page_certificate(config) : std::nullopt;
  return certificate ? base::to_hex(certificate->fingerprint) : "";
}

}  // namespace loa::daemon
