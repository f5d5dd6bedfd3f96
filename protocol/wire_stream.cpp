#include "protocol/wire_stream.h"

#include <sys/socket.h>

#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <cstring>

#include "protocol/http_file.h"

namespace loa::protocol {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Time = std::chrono::steady_clock::time_point;

// What goes into one record: a head and its body are sent together.
asio::const_buffer joined(const Pieces<asio::const_buffer>& pieces) {
  static thread_local std::array<char, SSL3_RT_MAX_PLAIN_LENGTH> record;
  if (pieces.end() - pieces.begin() == 1) return *pieces.begin();
  std::size_t size = 0;
  for (const auto& piece : pieces) {
    const auto part = std::min(piece.size(), record.size() - size);
    std::memcpy(record.data() + size, piece.data(), part);
    size += part;
  }
  return {record.data(), size};
}

// Of a system call on a socket that is not waited for.
TlsEnd::Step step_of(ssize_t moved, TlsEnd::Wait wait) {
  if (moved > 0) return {static_cast<std::size_t>(moved), {}, std::nullopt};
  if (moved == 0) return {0, asio::error::eof, std::nullopt};
  if (errno == EAGAIN || errno == EINTR) return {0, {}, wait};
  return {0, {errno, boost::system::system_category()}, std::nullopt};
}

}  // namespace

// One timer, which is set again only when it is over: each request moves its end a little on.
struct WireStream::Watch : std::enable_shared_from_this<Watch> {
  explicit Watch(tcp::socket& watched) : socket(&watched), timer(watched.get_executor()) {}

  void set(Time when) {
    const bool sooner = set_already && when < timer.expiry();
    end = when;
    if (sooner) timer.cancel();
    go_on();
  }
  void begin() {
    ++under_way;
    go_on();
  }
  void go_on() {
    if (set_already || under_way == 0 || end == Time::max()) return;
    set_already = true;
    timer.expires_at(end);
    timer.async_wait(asio::bind_allocator(
        OwnBlocks<void>(), [self = shared_from_this()](const boost::system::error_code&) {
          self->set_already = false;
          if (self->socket != nullptr) self->look();
        }));
  }
  void look() {
    boost::system::error_code ignored;
    if (under_way > 0 && std::chrono::steady_clock::now() >= end)
      socket->close(ignored);
    else
      go_on();
  }

  tcp::socket* socket;  // null: it is gone
  asio::steady_timer timer;
  Time end = Time::max();
  int under_way = 0;
  bool set_already = false;
};

WireStream::WireStream(asio::io_context& loop)
    : socket_(loop), watch_(std::make_shared<Watch>(socket_)) {}

WireStream::WireStream(tcp::socket socket)
    : socket_(std::move(socket)), watch_(std::make_shared<Watch>(socket_)) {}

WireStream::~WireStream() {
  watch_->socket = nullptr;
  watch_->timer.cancel();
}

void WireStream::close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

void WireStream::expires_after(std::chrono::steady_clock::duration time) {
  watch_->set(std::chrono::steady_clock::now() + time);
}

void WireStream::expires_never() { watch_->set(Time::max()); }

TlsEnd& WireStream::secure(std::shared_ptr<TlsContext> context) {
  return tls_.emplace(std::move(context), socket_);
}

// Beast posts to the handler's executor, which asio's erased one cannot do: all that is done with a
// stream is on its own.
auto WireStream::ending(Moved moved) {
  auto end = asio::bind_executor(
      get_executor(), [watch = watch_, moved = std::move(moved)](boost::system::error_code error,
                                                                 std::size_t size = 0) mutable {
        --watch->under_way;
        std::move(moved)(error, size);
      });
  return asio::bind_allocator(OwnBlocks<void>(), std::move(end));
}

TlsEnd::Step WireStream::try_read(asio::mutable_buffer into) {
  if (tls_) return tls_->read(into);
  return step_of(::recv(socket_.native_handle(), into.data(), into.size(), MSG_DONTWAIT),
                 TlsEnd::Wait::wait_read);
}

TlsEnd::Step WireStream::try_write(asio::const_buffer from) {
  if (tls_) return tls_->write(from);
  const int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
  return step_of(::send(socket_.native_handle(), from.data(), from.size(), flags),
                 TlsEnd::Wait::wait_write);
}

TlsEnd::Step WireStream::try_send(const SentFile& file, std::uint64_t offset, std::size_t size) {
  socket_.native_non_blocking(true);
  return step_of(file.send_to(socket_.native_handle(), offset, size), TlsEnd::Wait::wait_write);
}

// `begun`: not inside the call that began it, where nothing may end.
template <class Try>
void WireStream::go_on(Try attempt, Moved moved, bool begun) {
  auto step = attempt();
  if (step.wait && socket_.is_open()) {
    socket_.async_wait(
        *step.wait,
        asio::bind_executor(get_executor(), [this, attempt, moved = std::move(moved)](
                                                boost::system::error_code error) mutable {
          if (error) return ending(std::move(moved))(error);
          go_on(attempt, std::move(moved), true);
        }));
    return;
  }
  if (step.wait) step.error = asio::error::operation_aborted;
  auto end = [done = ending(std::move(moved)), step]() mutable { done(step.error, step.moved); };
  if (begun)
    end();
  else
    asio::post(get_executor(), std::move(end));
}

void WireStream::read_some(const Incoming& into, Moved moved) {
  watch_->begin();
  if (!tls_) return socket_.async_read_some(into, ending(std::move(moved)));
  go_on([this,
         into] { return into.begin() == into.end() ? TlsEnd::Step{} : tls_->read(*into.begin()); },
        std::move(moved), false);
}

void WireStream::write_some(const Outgoing& from, Moved moved) {
  watch_->begin();
  if (!tls_) return socket_.async_write_some(from, ending(std::move(moved)));
  go_on([this,
         from] { return from.begin() == from.end() ? TlsEnd::Step{} : tls_->write(joined(from)); },
        std::move(moved), false);
}

void WireStream::wait(TlsEnd::Wait what, Moved moved) {
  watch_->begin();
  socket_.async_wait(what, ending(std::move(moved)));
}

void WireStream::wait_readable(Moved moved) {
  watch_->begin();
  if (tls_ && tls_->holds_something())
    return asio::post(get_executor(), [done = ending(std::move(moved))]() mutable {
      done(boost::system::error_code());
    });
  socket_.async_wait(tcp::socket::wait_read, ending(std::move(moved)));
}

void WireStream::shake_hands(TlsEnd::Side side, Moved moved) {
  watch_->begin();
  go_on([this, side] { return tls_->shake_hands(side); }, std::move(moved), false);
}

}  // namespace loa::protocol
