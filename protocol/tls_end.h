// One end of a TLS connection on a socket that is never waited for. OpenSSL reads and writes the
// socket itself and keeps no buffer between two records, so that a connection that idles costs
// little: a centre has ten thousand. Private to the HTTP server and client.
#pragma once

#include <openssl/ssl.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <memory>
#include <optional>

#include "protocol/openssl.h"
#include "protocol/tls_context.h"

namespace loa::protocol {

class TlsEnd {
 public:
  enum class Side { server, client };
  using Wait = boost::asio::ip::tcp::socket::wait_type;

  // How a try went: `wait` says for what the socket is to be waited before it is tried again.
  struct Step {
    std::size_t moved = 0;
    boost::system::error_code error;
    std::optional<Wait> wait;
  };

  // `socket` outlives this.
  TlsEnd(std::shared_ptr<TlsContext> context, boost::asio::ip::tcp::socket& socket);

  // None of them blocks.
  Step shake_hands(Side side);
  // Asio's eof where the peer has said goodbye, Asio's stream_truncated where it only hung up.
  Step read(boost::asio::mutable_buffer into);
  // Not more than goes into one record. Tried again, it must be given the same bytes.
  Step write(boost::asio::const_buffer from);
  // Something was received that no read() has taken yet, and the socket may stay silent.
  bool holds_something() const;

  SSL* native_handle() { return ssl_.get(); }

 private:
  Step step_after(int result, std::size_t moved);

  const std::shared_ptr<TlsContext> context_;
  std::unique_ptr<SSL, openssl::FreedBy<SSL_free>> ssl_;
};

}  // namespace loa::protocol
