#include "protocol/tls_end.h"

#include <openssl/err.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <cerrno>
#include <new>

namespace loa::protocol {
namespace {

using boost::asio::ip::tcp;

// OpenSSL's own kind of socket raises SIGPIPE.
tcp::socket& socket_of(BIO* bio) { return *static_cast<tcp::socket*>(BIO_get_data(bio)); }

template <class Move>
int move(BIO* bio, Move&& bytes) {
  BIO_clear_retry_flags(bio);
  const auto moved = static_cast<int>(bytes(socket_of(bio).native_handle()));
  if (moved < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_read(bio);
  return moved;
}

int receive(BIO* bio, char* into, int size) {
  return move(bio, [&](int socket) {
    return ::recv(socket, into, static_cast<std::size_t>(size), MSG_DONTWAIT);
  });
}

int send(BIO* bio, const char* from, int size) {
  const int sent = move(bio, [&](int socket) {
    return ::send(socket, from, static_cast<std::size_t>(size), MSG_DONTWAIT | MSG_NOSIGNAL);
  });
  if (BIO_should_retry(bio) != 0) {
    BIO_clear_retry_flags(bio);
    BIO_set_retry_write(bio);
  }
  return sent;
}

long control(BIO* /*bio*/, int what, long /*number*/, void* /*pointer*/) {
  return what == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO_METHOD* make_kind() {
  BIO_METHOD* kind = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "Asio socket");
  if (kind == nullptr) throw std::bad_alloc();
  BIO_meth_set_read(kind, receive);
  BIO_meth_set_write(kind, send);
  BIO_meth_set_ctrl(kind, control);
  return kind;
}

BIO* bio_of(tcp::socket& socket) {
  static BIO_METHOD* const kind = make_kind();
  BIO* bio = BIO_new(kind);
  if (bio == nullptr) throw std::bad_alloc();
  BIO_set_data(bio, &socket);
  BIO_set_init(bio, 1);
  return bio;
}

boost::system::error_code last_error() {
  const auto error = ERR_get_error();
  if (ERR_GET_LIB(error) == ERR_LIB_SSL &&
      ERR_GET_REASON(error) == SSL_R_UNEXPECTED_EOF_WHILE_READING)
    return boost::asio::ssl::error::stream_truncated;
  return {static_cast<int>(error), boost::asio::error::get_ssl_category()};
}

}  // namespace

TlsEnd::TlsEnd(std::shared_ptr<TlsContext> context, tcp::socket& socket)
    : context_(std::move(context)), ssl_(SSL_new(context_->ssl.native_handle())) {
  if (!ssl_) throw std::bad_alloc();
  BIO* bio = bio_of(socket);
  SSL_set_bio(ssl_.get(), bio, bio);
  SSL_set_mode(ssl_.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                               SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

TlsEnd::Step TlsEnd::shake_hands(Side side) {
  ERR_clear_error();
  errno = 0;
  return step_after(side == Side::server ? SSL_accept(ssl_.get()) : SSL_connect(ssl_.get()), 0);
}

TlsEnd::Step TlsEnd::read(boost::asio::mutable_buffer into) {
  ERR_clear_error();
  errno = 0;
  std::size_t moved = 0;
  const int result = SSL_read_ex(ssl_.get(), into.data(), into.size(), &moved);
  return step_after(result, moved);
}

TlsEnd::Step TlsEnd::write(boost::asio::const_buffer from) {
  ERR_clear_error();
  errno = 0;
  std::size_t moved = 0;
  const int result =
      SSL_write_ex(ssl_.get(), from.data(),
                   std::min<std::size_t>(from.size(), SSL3_RT_MAX_PLAIN_LENGTH), &moved);
  return step_after(result, moved);
}

bool TlsEnd::holds_something() const { return SSL_has_pending(ssl_.get()) == 1; }

TlsEnd::Step TlsEnd::step_after(int result, std::size_t moved) {
  if (result == 1) return {moved, {}, std::nullopt};
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return {0, {}, Wait::wait_read};
    case SSL_ERROR_WANT_WRITE:
      return {0, {}, Wait::wait_write};
    case SSL_ERROR_ZERO_RETURN:
      return {0, boost::asio::error::eof, std::nullopt};
    case SSL_ERROR_SYSCALL:
      if (errno != 0) return {0, {errno, boost::system::system_category()}, std::nullopt};
      return {0, boost::asio::ssl::error::stream_truncated, std::nullopt};
    default:
      return {0, last_error(), std::nullopt};
  }
}

}  // namespace loa::protocol
