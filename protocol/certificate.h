// Certificates (RFC 5280), as Loa makes and reads them. Authorities and servers have P-256 keys, as
// browsers know no Ed25519 certificates; a station's certificate has the station's own Ed25519 key
// (RFC 8410). Nothing here does I/O. All functions that make something throw std::runtime_error
// where OpenSSL fails or an argument is no key.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "base/time.h"
#include "protocol/tls.h"

namespace loa::protocol {

struct Validity {
  base::Wall from{};
  base::Wall until{};
};

TlsIdentity make_authority(const std::string& name, const Validity& validity);

// For a server that is reached under `hosts`: names or IP addresses. The authority's certificate
// comes along in the chain, so that a caller with its pin can find it.
TlsIdentity issue_server(const TlsIdentity& authority, const std::vector<std::string>& hosts,
                         const Validity& validity);
// The same without an authority: for a page that people open.
TlsIdentity self_signed_server(const std::vector<std::string>& hosts, const Validity& validity);

// For the holder of an Ed25519 key (its 32 public bytes). PEM.
std::string issue_client(const TlsIdentity& authority, const std::string& name,
                         std::string_view public_key, const Validity& validity);

// The key as PEM (PKCS #8).
std::string to_pem(const base::SigningKey& key);

struct CertificateFacts {
  std::string name;                // the subject's common name
  std::vector<std::string> hosts;  // names and addresses, as issue_server() took them
  Validity validity;
  std::string public_key;      // 32 bytes where it is Ed25519, else ""
  base::Sha256 fingerprint{};  // SHA-256 of its DER form
};
// Of the first certificate in `pem`; nothing where there is none that can be read.
std::optional<CertificateFacts> read_certificate(std::string_view pem);

}  // namespace loa::protocol
