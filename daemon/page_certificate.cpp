#include "daemon/page_certificate.h"

#include <stdexcept>

#include "base/crypto.h"
#include "base/log.h"
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

void renew_page(protocol::HttpServer& server, const Config& config, const base::Now& now) {
  if (!config.listen.tls || !base::trusted(now.quality)) return;
  try {
    server.show(page_identity(config, now.wall));
  } catch (const std::runtime_error& error) {
    // A full disk, say: the old one has most of a year left.
    base::log(base::LogLevel::error, error.what());
  }
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
