#include "support/fleet/load_wire.h"

#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace loa::bench {
namespace {

struct FreeOther {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Bio = std::unique_ptr<BIO, FreeOther>;
using Certificate = std::unique_ptr<X509, FreeOther>;

Bio text_of(const std::string& pem) {
  return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

std::vector<Certificate> certificates_in(const std::string& pem) {
  const auto text = text_of(pem);
  std::vector<Certificate> all;
  while (X509* next = PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr))
    all.emplace_back(next);
  if (all.empty()) throw std::runtime_error("no certificate came");
  return all;
}

void show(SSL* ssl, const std::string& certificates, const std::string& pem) {
  const auto chain = certificates_in(certificates);
  const auto text = text_of(pem);
  const std::unique_ptr<EVP_PKEY, FreeOther> key(
      PEM_read_bio_PrivateKey(text.get(), nullptr, nullptr, nullptr));
  SSL_use_certificate(ssl, chain[0].get());
  for (std::size_t i = 1; i < chain.size(); ++i) SSL_add1_chain_cert(ssl, chain[i].get());
  if (SSL_use_PrivateKey(ssl, key.get()) != 1) throw std::runtime_error("the key is none");
  // That the text came to its end.
  ERR_clear_error();
}

int number_after(const std::string& text, std::size_t end, const char* name) {
  const auto at = text.find(name);
  int number = 0;
  if (at >= end) return number;
  const char* from = text.data() + at + std::char_traits<char>::length(name);
  std::from_chars(from, text.data() + end, number);
  return number;
}

}  // namespace

LoadWire::LoadWire(SSL_CTX* context, const sockaddr_in& server, const std::string& certificates,
                   const std::string& key)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)),
      ssl_(SSL_new(context)) {
  if (socket_ < 0) throw std::system_error(errno, std::generic_category(), "socket");
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const auto* address = reinterpret_cast<const sockaddr*>(&server);
  if (::connect(socket_, address, sizeof server) != 0 && errno != EINPROGRESS) dead_ = true;
  SSL_set_mode(ssl_.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                               SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  show(ssl_.get(), certificates, key);
  SSL_set_fd(ssl_.get(), socket_);
  SSL_set_connect_state(ssl_.get());
}

LoadWire::~LoadWire() { ::close(socket_); }

void LoadWire::tell(int epoll, std::uint64_t number) const {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLET;
  event.data.u64 = number;
  epoll_ctl(epoll, EPOLL_CTL_ADD, socket_, &event);
}

void LoadWire::send(std::string request) {
  out_ = std::move(request);
  written_ = 0;
}

std::optional<WireAnswer> LoadWire::drive() {
  if (dead_ || !shake_hands()) return std::nullopt;
  write();
  return read();
}

bool LoadWire::passing(int result) {
  const int failed = errno;
  const int error = SSL_get_error(ssl_.get(), result);
  const bool waits = error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
  // A socket that is still connecting says so as an error of the system.
  if (!waits && !(error == SSL_ERROR_SYSCALL && failed == ENOTCONN)) die(error, failed);
  return !dead_;
}

void LoadWire::die(int error, int number) {
  dead_ = true;
  std::array<char, 256> text{};
  if (error == SSL_ERROR_SSL) ERR_error_string_n(ERR_peek_last_error(), text.data(), text.size());
  why_ = error == SSL_ERROR_SSL ? text.data() : std::generic_category().message(number);
  ERR_clear_error();
}

bool LoadWire::shake_hands() {
  if (ready_) return true;
  errno = 0;
  const int done = SSL_do_handshake(ssl_.get());
  if (done == 1)
    ready_ = true;
  else
    passing(done);
  return ready_;
}

void LoadWire::write() {
  while (!dead_ && written_ < out_.size()) {
    const int done =
        SSL_write(ssl_.get(), out_.data() + written_, static_cast<int>(out_.size() - written_));
    if (done > 0)
      written_ += static_cast<std::size_t>(done);
    else if (passing(done))
      return;
  }
  // Nothing is kept of what has gone.
  if (written_ == out_.size()) std::string().swap(out_), written_ = 0;
}

std::optional<WireAnswer> LoadWire::read() {
  static std::array<char, 16384> piece;
  while (!dead_) {
    const int done = SSL_read(ssl_.get(), piece.data(), static_cast<int>(piece.size()));
    if (done <= 0) {
      passing(done);
      break;
    }
    in_.append(piece.data(), static_cast<std::size_t>(done));
  }
  return whole();
}

std::optional<WireAnswer> LoadWire::whole() {
  const auto end = in_.find("\r\n\r\n");
  if (end == std::string::npos) return std::nullopt;
  const auto length = static_cast<std::size_t>(number_after(in_, end, "\r\nContent-Length: "));
  if (in_.size() < end + 4 + length) return std::nullopt;
  WireAnswer answer{number_after(in_, end, "HTTP/1.1 "),
                    number_after(in_, end, "\r\nRetry-After: "), in_.substr(end + 4, length)};
  std::string().swap(in_);
  return answer;
}

}  // namespace loa::bench
