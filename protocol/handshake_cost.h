// What a connection costs before its first request: many times what the answer to one does.
#pragma once

#include "base/time.h"
#include "protocol/tls.h"

namespace loa::protocol {

// The time that one handshake of TLS takes a server of these settings on this machine, where the
// caller shows a certificate. Measured: blocks for some ten such times. Throws std::runtime_error
// where the settings' certificate or key cannot be read.
base::Duration handshake_cost(const TlsServer& settings);

}  // namespace loa::protocol
