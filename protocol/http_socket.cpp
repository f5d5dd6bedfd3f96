#include "protocol/http_socket.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <deque>

namespace loa::protocol {

// What Beast asks of a stream beside reading and writing.
void teardown(boost::beast::role_type, WireStream& stream, boost::beast::error_code& error) {
  stream.socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, error);
}

// Beast's own waits for the peer to hang up, which a peer need not do.
template <class Handler>
void async_teardown(boost::beast::role_type role, WireStream& stream, Handler&& handler) {
  boost::beast::error_code error;
  teardown(role, stream, error);
  boost::asio::post(stream.get_executor(),
                    boost::beast::bind_front_handler(std::forward<Handler>(handler), error));
}

void beast_close_socket(WireStream& stream) { stream.close(); }

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;

constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kLargestMessage = 64UL * 1024;
constexpr std::size_t kMostUnsent = 64;

class Socket final : public HttpSocket {
 public:
  explicit Socket(WireStream& stream) : ws_(stream), wake_(stream.get_executor()) {}

  asio::awaitable<bool> accept(const UpgradeHeader& request, const HttpResponse& answer);
  asio::awaitable<bool> read_all(const SocketEvents& events);
  // Runs beside reading, to the socket's end.
  static asio::awaitable<void> write_all(std::shared_ptr<Socket> self);
  void end();
  asio::awaitable<void> written();

  void send(std::string text) override {
    if (unsent_.size() < kMostUnsent) unsent_.push_back(std::move(text));
    wake_.cancel();
  }
  void close() override {
    closing_ = true;
    wake_.cancel();
  }

 private:
  websocket::stream<WireStream&> ws_;
  asio::steady_timer wake_;
  std::deque<std::string> unsent_;
  bool closing_ = false;
  bool ended_ = false;
  bool writing_ = true;
};

asio::awaitable<bool> Socket::accept(const UpgradeHeader& request, const HttpResponse& answer) {
  ws_.set_option(
      websocket::stream_base::timeout{std::chrono::seconds{10}, std::chrono::seconds{4}, false});
  ws_.set_option(websocket::stream_base::decorator([&](websocket::response_type& response) {
    for (const auto& [name, value] : answer.headers) response.set(name, value);
  }));
  ws_.read_message_max(kLargestMessage);
  auto [error] = co_await ws_.async_accept(request, kAsTuple);
  co_return !error;
}

// Whether it ended by word.
asio::awaitable<bool> Socket::read_all(const SocketEvents& events) {
  beast::flat_buffer message;
  for (;;) {
    auto [error, size] = co_await ws_.async_read(message, kAsTuple);
    if (error) co_return closing_ || error == websocket::error::closed;
    const auto bytes = message.cdata();
    if (ws_.got_binary()) events.received({static_cast<const char*>(bytes.data()), bytes.size()});
    message.clear();
  }
}

asio::awaitable<void> Socket::write_all(std::shared_ptr<Socket> self) {
  while (!self->ended_) {
    if (!self->unsent_.empty()) {
      const std::string text = std::move(self->unsent_.front());
      self->unsent_.pop_front();
      self->ws_.text(true);
      auto [error, size] = co_await self->ws_.async_write(asio::buffer(text), kAsTuple);
      if (error) break;
    } else if (self->closing_) {
      co_await self->ws_.async_close(websocket::close_code::normal, kAsTuple);
      break;
    } else {
      self->wake_.expires_at(asio::steady_timer::time_point::max());
      co_await self->wake_.async_wait(kAsTuple);
    }
  }
  self->writing_ = false;
  self->wake_.cancel();
}

void Socket::end() {
  ended_ = true;
  wake_.cancel();
}

// The stream may go once nothing writes to it any more.
asio::awaitable<void> Socket::written() {
  while (writing_) {
    wake_.expires_at(asio::steady_timer::time_point::max());
    co_await wake_.async_wait(kAsTuple);
  }
}

}  // namespace

std::optional<UpgradeHeader> upgrade_in(
    const beast::http::request<beast::http::string_body>& request) {
  if (!websocket::is_upgrade(request)) return std::nullopt;
  return UpgradeHeader(request.base());
}

asio::awaitable<void> serve_socket(WireStream& stream, UpgradeHeader request, HttpResponse answer) {
  stream.expires_never();
  const auto socket = std::make_shared<Socket>(stream);
  const bool open = co_await socket->accept(request, answer);
  const SocketEvents events = answer.upgrade(socket);
  answer.upgrade = nullptr;
  bool orderly = false;
  if (open) {
    asio::co_spawn(stream.get_executor(), Socket::write_all(socket), asio::detached);
    orderly = co_await socket->read_all(events);
  }
  socket->end();
  events.closed(orderly);
  if (open) co_await socket->written();
}

}  // namespace loa::protocol
