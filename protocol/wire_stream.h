// A TCP connection that may speak TLS, so that Beast sees one kind of stream. Private to the HTTP
// server and client. What Beast composes ends at a handler of one type: what is below it is
// compiled once, and not for each of Beast's operations again.
#pragma once

#include <array>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <memory>
#include <optional>
#include <utility>

#include "protocol/tls_context.h"

namespace loa::protocol {

// The first pieces of a sequence of buffers: what reads or writes "some" may stop short.
template <class Buffer>
class Pieces {
 public:
  template <class Buffers>
  explicit Pieces(const Buffers& buffers) {
    const auto last = boost::asio::buffer_sequence_end(buffers);
    for (auto at = boost::asio::buffer_sequence_begin(buffers); at != last; ++at) {
      if (count_ == pieces_.size()) break;
      if (const Buffer piece(*at); piece.size() > 0) pieces_[count_++] = piece;
    }
  }
  const Buffer* begin() const { return pieces_.data(); }
  const Buffer* end() const { return pieces_.data() + count_; }

 private:
  std::array<Buffer, 8> pieces_{};
  std::size_t count_ = 0;
};

class WireStream {
 public:
  using MovedSignature = void(boost::beast::error_code, std::size_t);
  using Moved = boost::asio::any_completion_handler<MovedSignature>;
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
    return boost::asio::async_initiate<Token, MovedSignature>(
        [this](auto moved, const Incoming& into) { read_some(into, std::move(moved)); }, token,
        Incoming(buffers));
  }
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, MovedSignature>(
        [this](auto moved, const Outgoing& from) { write_some(from, std::move(moved)); }, token,
        Outgoing(buffers));
  }

 private:
  using Incoming = Pieces<boost::asio::mutable_buffer>;
  using Outgoing = Pieces<boost::asio::const_buffer>;

  void read_some(const Incoming& into, Moved moved);
  void write_some(const Outgoing& from, Moved moved);

  boost::beast::tcp_stream tcp_;
  std::shared_ptr<TlsContext> context_;
  std::optional<Tls> tls_;
};

}  // namespace loa::protocol
