// The certificate that the station's own page shows beyond this machine.
#pragma once

#include <optional>

#include "daemon/config.h"
#include "protocol/certificate.h"
#include "protocol/http.h"
#include "protocol/tls.h"

namespace loa::daemon {

// Made at the first start, then kept in the state folder: browsers remember the one that their user
// has accepted. Another one where the page's names have changed. Throws std::system_error.
protocol::TlsIdentity page_identity(const Config& config, base::Wall now);

// Of a page that is served over TLS: the server shows the one that page_identity() gives now, to
// who connects from now on. A station may run for longer than a certificate lasts. Nothing is done
// by a clock that is not trusted; what goes wrong is a line in the log. Blocks on the disk.
void renew_page(protocol::HttpServer& server, const Config& config, const base::Now& now);

// Of the one that is kept; nothing where there is none, or where this process may not read it.
std::optional<protocol::CertificateFacts> page_certificate(const Config& config);

// Its SHA-256 as browsers show it, hexadecimal; "" where the page is not served over TLS.
std::string page_fingerprint(const Config& config);

}  // namespace loa::daemon
