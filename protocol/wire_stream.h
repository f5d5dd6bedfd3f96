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
#include <boost/beast/core/error.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "protocol/tls_end.h"

namespace loa::protocol {

class SentFile;  // http_file.h

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
  // As many as an answer's header and body are made of, so that it leaves in one.
  std::array<Buffer, 16> pieces_{};
  std::size_t count_ = 0;
};

// Memory for what waits for long: Asio keeps blocks of up to 1 kB that are free again for whatever
// comes next, of which a connection that idles would hold one for the sake of a few bytes.
template <class Value>
struct OwnBlocks {
  using value_type = Value;
  OwnBlocks() = default;
  template <class Other>
  OwnBlocks(const OwnBlocks<Other>&) {}  // NOLINT(google-explicit-constructor): of allocators
  Value* allocate(std::size_t count) { return std::allocator<Value>().allocate(count); }
  void deallocate(Value* at, std::size_t count) { std::allocator<Value>().deallocate(at, count); }
  friend bool operator==(const OwnBlocks&, const OwnBlocks&) { return true; }
};

// The loop's thread. Outlives its operations; a closed one ends them.
class WireStream {
 public:
  using MovedSignature = void(boost::beast::error_code, std::size_t);
  using Moved = boost::asio::any_completion_handler<MovedSignature>;
  using executor_type = boost::asio::ip::tcp::socket::executor_type;

  explicit WireStream(boost::asio::io_context& loop);
  explicit WireStream(boost::asio::ip::tcp::socket socket);
  ~WireStream();
  WireStream(const WireStream&) = delete;
  WireStream& operator=(const WireStream&) = delete;

  executor_type get_executor() { return socket_.get_executor(); }
  boost::asio::ip::tcp::socket& socket() { return socket_; }
  void close();
  // When an operation is under way then, the connection is closed.
  void expires_after(std::chrono::steady_clock::duration time);
  void expires_never();
  // What is read and written from now on goes through TLS; the handshake is the caller's to make.
  TlsEnd& secure(std::shared_ptr<TlsContext> context);

  // What can be done at once; neither blocks nor ends what is under way. `wait` says that nothing
  // could, and what to wait for. A write that waits must be tried again with the same bytes.
  TlsEnd::Step try_read(boost::asio::mutable_buffer into);
  TlsEnd::Step try_write(boost::asio::const_buffer from);
  bool is_secure() const { return tls_.has_value(); }
  // Only where it is not secure: of the file what can be sent at once. A file that ends there says
  // so, as one that cannot be read.
  TlsEnd::Step try_send(const SentFile& file, std::uint64_t offset, std::size_t size);
  template <class Token>
  auto async_wait(TlsEnd::Wait what, Token&& token) {
    return boost::asio::async_initiate<Token, MovedSignature>(
        [this](auto moved, TlsEnd::Wait which) { wait(which, std::move(moved)); }, token, what);
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
  // Until there is something to read, or the connection has come to its end. Takes no buffer.
  template <class Token>
  auto async_wait_readable(Token&& token) {
    return boost::asio::async_initiate<Token, MovedSignature>(
        [this](auto moved) { wait_readable(std::move(moved)); }, token);
  }
  template <class Token>
  auto async_handshake(TlsEnd::Side side, Token&& token) {
    return boost::asio::async_initiate<Token, MovedSignature>(
        [this](auto moved, TlsEnd::Side as) { shake_hands(as, std::move(moved)); }, token, side);
  }

 private:
  using Incoming = Pieces<boost::asio::mutable_buffer>;
  using Outgoing = Pieces<boost::asio::const_buffer>;
  struct Watch;

  void read_some(const Incoming& into, Moved moved);
  void write_some(const Outgoing& from, Moved moved);
  void wait(TlsEnd::Wait what, Moved moved);
  void wait_readable(Moved moved);
  void shake_hands(TlsEnd::Side side, Moved moved);
  template <class Try>
  void go_on(Try attempt, Moved moved, bool begun);
  // A handler for Asio, which notes that the operation has ended.
  auto ending(Moved moved);

  boost::asio::ip::tcp::socket socket_;
  std::optional<TlsEnd> tls_;
  std::shared_ptr<Watch> watch_;
};

}  // namespace loa::protocol
