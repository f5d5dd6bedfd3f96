// A TCP connection that may speak TLS, so that Beast sees one kind of stream. Private to the HTTP
// server and client.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <memory>
#include <optional>
#include <utility>

#include "protocol/tls_context.h"

namespace loa::protocol {

class WireStream {
 public:
  using executor_type = boost::beast::tcp_stream::executor_type;
  using Tls = boost::asio::ssl::stream<boost::beast::tcp_stream&>;

  explicit WireStream(boost::asio::io_context& loop) : tcp_(loop) {}
  explicit WireStream(boost::asio::ip::tcp::socket socket) : tcp_(std::move(socket)) {}
  WireStream(const WireStream&) = delete;
  WireStream& operator=(const WireStream&) = delete;

  executor_type get_executor() { return tcp_.get_executor(); }
  boost::beast::tcp_stream& tcp() { return tcp_; }
  // What is read and written from now on goes through TLS; the handshake is the caller's to make.
  Tls& secure(std::shared_ptr<TlsContext> context) {
    context_ = std::move(context);
    return tls_.emplace(tcp_, context_->ssl);
  }

  // As of Beast's AsyncReadStream and AsyncWriteStream.
  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    if (tls_) return tls_->async_read_some(buffers, std::forward<Token>(token));
    return tcp_.async_read_some(buffers, std::forward<Token>(token));
  }
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    if (tls_) return tls_->async_write_some(buffers, std::forward<Token>(token));
    return tcp_.async_write_some(buffers, std::forward<Token>(token));
  }

 private:
  boost::beast::tcp_stream tcp_;
  std::shared_ptr<TlsContext> context_;
  std::optional<Tls> tls_;
};

}  // namespace loa::protocol
