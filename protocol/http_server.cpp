// The HTTP server: a coroutine for each connection, over Beast.
#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <list>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "protocol/http.h"
#include "protocol/http_file.h"
#include "protocol/http_rules.h"
#include "protocol/http_socket.h"
#include "protocol/http_wire.h"
#include "protocol/wire_stream.h"

namespace loa::protocol {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

using namespace wire;

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::uint32_t kMaxHeader = 16 * 1024;
// How long, and how much of, a refused request is still read, so that the refusal is not lost in a
// reset.
constexpr std::chrono::seconds kLinger{2};
constexpr std::size_t kFilePiece = 64UL * 1024;
constexpr std::size_t kMaxLinger = 8UL * 1024 * 1024;
constexpr std::chrono::seconds kHandshake{10};
constexpr char kTlsHandshake =
    0x16;  // the first byte of a TLS record that begins one (RFC 8446, 5.1)

using Parser = http::request_parser<http::string_body>;

// What waits for the handler's answer. The last copy of the reply answers for a handler that does
// not.
struct Exchange {
  explicit Exchange(const asio::any_io_executor& executor)
      : wake(executor, asio::steady_timer::time_point::max()) {}

  void answer(HttpResponse given) {
    if (response) return;
    response = std::move(given);
    wake.cancel();
  }

  asio::steady_timer wake;
  std::optional<HttpResponse> response;
};

struct ReplyGuard {
  explicit ReplyGuard(std::shared_ptr<Exchange> waiting) : exchange(std::move(waiting)) {}
  ReplyGuard(const ReplyGuard&) = delete;
  ReplyGuard& operator=(const ReplyGuard&) = delete;
  ~ReplyGuard() {
    if (!exchange->response) exchange->answer(refusal(500, "no-answer"));
  }
  std::shared_ptr<Exchange> exchange;
};

struct Connection {
  explicit Connection(tcp::socket socket) : stream(std::move(socket)) {
    beast::error_code error;
    const auto peer = stream.socket().remote_endpoint(error);
    if (!error) address = peer.address().to_string();
  }
  void close() { stream.close(); }

  WireStream stream;
  beast::flat_buffer buffer{kMaxHeader + 64 * 1024};
  std::string address;
  std::optional<PeerCertificate> certificate;
  std::shared_ptr<Exchange> exchange;
  bool idle = true;
  // Among all of them; nothing where it was closed to make room.
  std::optional<std::list<std::shared_ptr<Connection>>::iterator> place = std::nullopt;
};

}  // namespace

struct HttpServer::Impl : std::enable_shared_from_this<Impl> {
  Impl(asio::io_context& loop, HttpServerSettings given, HttpHandler handle)
      : settings(std::move(given)), handler(std::move(handle)), acceptor(loop), at_home(loop) {
    if (settings.tls) tls = server_context(*settings.tls);
    listen();
  }

  void listen();
  void listen_at(tcp::acceptor& at, const tcp::endpoint& endpoint);
  asio::awaitable<void> accept_all(tcp::acceptor& at);
  bool make_room();
  void forget(Connection& connection);
  asio::awaitable<void> serve(std::shared_ptr<Connection> connection);
  asio::awaitable<bool> begin(Connection& connection);
  asio::awaitable<bool> shake_hands(Connection& connection);
  asio::awaitable<void> send_to_tls(Connection& connection);
  asio::awaitable<bool> one_request(Connection& connection);
  asio::awaitable<bool> first_byte(Connection& connection);
  asio::awaitable<beast::error_code> receive(Connection& connection, Parser& parser);
  asio::awaitable<beast::error_code> receive_header(Connection& connection, Parser& parser,
                                                    boost::optional<std::uint64_t> most);
  asio::awaitable<beast::error_code> receive_body(Connection& connection, Parser& parser);
  std::optional<HttpResponse> refuse_body(const Connection& connection, Parser& parser) const;
  asio::awaitable<HttpResponse> answer(Connection& connection, Request request);
  asio::awaitable<HttpResponse> ask(Connection& connection, HttpRequest request);
  asio::awaitable<bool> write(Connection& connection, HttpResponse response, Manner manner);
  asio::awaitable<bool> write_file(Connection& connection, FilePart part);
  asio::awaitable<void> linger(Connection& connection);
  void stop();

  HttpServerSettings settings;
  HttpHandler handler;
  std::shared_ptr<TlsContext> tls;
  tcp::acceptor acceptor;
  tcp::acceptor at_home;  // open where callers on this machine have a place of their own
  unsigned short port = 0;
  bool loopback = false;
  bool stopped = false;
  std::list<std::shared_ptr<Connection>> connections;  // the one that idles longest first
};

void HttpServer::Impl::listen() {
  beast::error_code error;
  const auto address = asio::ip::make_address(settings.address, error);
  if (error) throw std::system_error(error, settings.address);
  loopback = address.is_loopback();
  listen_at(acceptor, {address, settings.port});
  port = acceptor.local_endpoint().port();
  // Who calls the address of the network from here cannot be told from others by it.
  const bool elsewhere = !loopback && !address.is_unspecified();
  if (elsewhere && settings.tls && settings.tls->plain_from_here) {
    listen_at(at_home, {asio::ip::address_v4::loopback(), port});
  }
}

void HttpServer::Impl::listen_at(tcp::acceptor& at, const tcp::endpoint& endpoint) try {
  at.open(endpoint.protocol());
  at.set_option(asio::socket_base::reuse_address(true));
  at.bind(endpoint);
  at.listen();
} catch (const boost::system::system_error& refused) {
  throw std::system_error(
      refused.code(), fmt::format("{} port {}", endpoint.address().to_string(), endpoint.port()));
}

asio::awaitable<void> HttpServer::Impl::accept_all(tcp::acceptor& at) {
  auto self = shared_from_this();
  asio::steady_timer pause(at.get_executor());
  while (!stopped) {
    auto [error, socket] = co_await at.async_accept(kTuple);
    if (stopped) co_return;
    if (error) {
      // No descriptors left, or a peer gone already: the next one may fare better.
      pause.expires_after(std::chrono::milliseconds(100));
      co_await pause.async_wait(kTuple);
      continue;
    }
    if (!make_room()) continue;
    // An answer that leaves in two parts would wait for the peer's delayed acknowledgement, 40 ms.
    socket.set_option(tcp::no_delay(true), error);
    auto connection = std::make_shared<Connection>(std::move(socket));
    connection->place = connections.insert(connections.end(), connection);
    asio::co_spawn(at.get_executor(), serve(connection), asio::detached);
  }
}

bool HttpServer::Impl::make_room() {
  if (connections.size() < settings.max_connections) return true;
  const auto idle = std::find_if(connections.begin(), connections.end(),
                                 [](const auto& connection) { return connection->idle; });
  if (idle == connections.end()) return false;
  const auto closed = *idle;
  closed->close();
  forget(*closed);
  return true;
}

asio::awaitable<void> HttpServer::Impl::serve(std::shared_ptr<Connection> connection) {
  auto self = shared_from_this();
  try {
    bool more = !tls || co_await begin(*connection);
    // What a request needs is made when it is there: most connections idle.
    while (more && !stopped)
      more = co_await first_byte(*connection) && co_await one_request(*connection);
  } catch (const std::exception& failure) {
    base::log(base::LogLevel::error, fmt::format("http: {}", failure.what()));
  }
  connection->close();
  forget(*connection);
}

void HttpServer::Impl::forget(Connection& connection) {
  if (const auto place = std::exchange(connection.place, std::nullopt)) connections.erase(*place);
}

// Where TLS is spoken: false where the connection has come to its end already.
asio::awaitable<bool> HttpServer::Impl::begin(Connection& connection) {
  if (!co_await first_byte(connection)) co_return false;
  char first = 0;
  beast::error_code error;
  connection.stream.socket().receive(asio::buffer(&first, 1), tcp::socket::message_peek, error);
  if (error) co_return false;
  if (first == kTlsHandshake) co_return co_await shake_hands(connection);
  if (settings.tls->plain_from_here && is_from_here(connection.address)) co_return true;
  co_await send_to_tls(connection);
  co_return false;
}

asio::awaitable<bool> HttpServer::Impl::shake_hands(Connection& connection) {
  auto& secured = connection.stream.secure(tls);
  connection.stream.expires_after(std::min(settings.patience, kHandshake));
  auto [error, none] = co_await connection.stream.async_handshake(TlsEnd::Side::server, kTuple);
  if (error) co_return false;
  connection.certificate = peer_certificate(secured.native_handle());
  co_return true;
}

asio::awaitable<void> HttpServer::Impl::send_to_tls(Connection& connection) {
  Parser parser;
  const auto error = co_await receive(connection, parser);
  if (error && !is_parse_error(error)) co_return;
  co_await write(connection, error ? refusal_for(error) : wire::send_to_tls(parser.get()), {});
  co_await linger(connection);
}

// False where the connection has come to its end.
asio::awaitable<bool> HttpServer::Impl::one_request(Connection& connection) {
  Parser parser;
  boost::optional<std::uint64_t> most;
  // Where there is a rule it says how much, and not Beast.
  if (!settings.body_rule) most = settings.max_body;
  auto error = co_await receive_header(connection, parser, most);
  std::optional<HttpResponse> refused;
  if (!error) refused = refuse_body(connection, parser);
  if (!error && !refused) error = co_await receive_body(connection, parser);
  if (error && !is_parse_error(error)) co_return false;
  if (error) refused = refusal_for(error);
  if (refused) {
    co_await write(connection, std::move(*refused), {});
    co_await linger(connection);
    co_return false;
  }
  Manner manner{parser.get().version(), parser.get().keep_alive(),
                parser.get().method() == http::verb::head};
  auto request = parser.release();
  auto header = upgrade_in(request);
  auto response = co_await answer(connection, std::move(request));
  if (stopped) co_return false;
  if (response.upgrade && header) {
    co_await serve_socket(connection.stream, std::move(*header), std::move(response));
    co_return false;
  }
  if (response.upgrade) response = refusal(426, "websocket-needed");
  co_return co_await write(connection, std::move(response), manner) && manner.keep_alive;
}

// Idling is apart from receiving, so that a request has its whole time once it has begun, and so
// that a connection has no buffer meanwhile.
asio::awaitable<bool> HttpServer::Impl::first_byte(Connection& connection) {
  if (connection.buffer.size() > 0) co_return true;
  if (!connection.place) co_return false;
  connection.idle = true;
  connection.buffer.shrink_to_fit();
  connections.splice(connections.end(), connections, *connection.place);
  connection.stream.expires_after(settings.patience);
  auto [error, none] = co_await connection.stream.async_wait_readable(kTuple);
  connection.idle = false;
  co_return !error;
}

asio::awaitable<beast::error_code> HttpServer::Impl::receive(Connection& connection,
                                                             Parser& parser) {
  const auto error = co_await receive_header(connection, parser, settings.max_body);
  co_return error ? error : co_await receive_body(connection, parser);
}

asio::awaitable<beast::error_code> HttpServer::Impl::receive_header(
    Connection& connection, Parser& parser, boost::optional<std::uint64_t> most) {
  parser.header_limit(kMaxHeader);
  parser.body_limit(most);
  connection.stream.expires_after(settings.patience);
  auto [error, size] =
      co_await http::async_read_header(connection.stream, connection.buffer, parser, kTuple);
  co_return error;
}

// Nothing where the body may come, or there is none. What is wrong with the header else is said
// once all of the request is there.
std::optional<HttpResponse> HttpServer::Impl::refuse_body(const Connection& connection,
                                                          Parser& parser) const {
  if (!settings.body_rule || parser.is_done()) return std::nullopt;
  if (auto refused = refuse(parser.get(), {loopback, settings.hosts})) return refused;
  auto target = parse_target(plain(parser.get().target()));
  if (!target) return refusal(400, "malformed-target");
  auto head = plain_head(parser.get(), std::move(*target), connection.address);
  head.certificate = connection.certificate;
  auto rule = settings.body_rule(head);
  if (rule.refusal) return std::move(rule.refusal);
  rule.most = std::min(rule.most, settings.max_body);
  const auto length = parser.content_length();
  if (length && *length > rule.most) return too_large(rule);
  parser.body_limit(rule.most);
  return std::nullopt;
}

asio::awaitable<beast::error_code> HttpServer::Impl::receive_body(Connection& connection,
                                                                  Parser& parser) {
  if (beast::iequals(parser.get()[http::field::expect], "100-continue") && !parser.is_done()) {
    http::response<http::empty_body> go_on{http::status::continue_, 11};
    auto [failed, sent] = co_await http::async_write(connection.stream, go_on, kTuple);
    if (failed) co_return failed;
  }
  auto [error, size] =
      co_await http::async_read(connection.stream, connection.buffer, parser, kTuple);
  co_return error;
}

asio::awaitable<HttpResponse> HttpServer::Impl::answer(Connection& connection, Request request) {
  if (auto refused = refuse(request, {loopback, settings.hosts})) co_return std::move(*refused);
  auto target = parse_target(plain(request.target()));
  if (!target) co_return refusal(400, "malformed-target");
  auto plain_one = plain_request(std::move(request), std::move(*target), connection.address);
  plain_one.certificate = connection.certificate;
  co_return co_await ask(connection, std::move(plain_one));
}

asio::awaitable<HttpResponse> HttpServer::Impl::ask(Connection& connection, HttpRequest request) {
  auto exchange = std::make_shared<Exchange>(connection.stream.get_executor());
  connection.exchange = exchange;
  const std::string what = request.method + " " + request.path;
  try {
    auto guard = std::make_shared<ReplyGuard>(exchange);
    handler(std::move(request),
            [guard](HttpResponse response) { guard->exchange->answer(std::move(response)); });
  } catch (const std::exception& failure) {
    base::log(base::LogLevel::error, fmt::format("http: {}: {}", what, failure.what()));
    exchange->response = refusal(500, "internal-error");
  }
  while (!exchange->response && !stopped) co_await exchange->wake.async_wait(kTuple);
  connection.exchange.reset();
  if (!exchange->response) co_return refusal(503, "stopping");
  co_return std::move(*exchange->response);
}

asio::awaitable<bool> HttpServer::Impl::write(Connection& connection, HttpResponse response,
                                              Manner manner) {
  FilePart part = response.file;
  auto message = on_the_wire(std::move(response), manner);
  message.set(http::field::date, base::to_http_date(base::wall_now()));
  http::response_serializer<http::string_body> serializer(message);
  connection.stream.expires_after(settings.patience);
  if (manner.head || part.file) {
    auto [error, size] = co_await http::async_write_header(connection.stream, serializer, kTuple);
    if (error || manner.head) co_return !error;
    co_return co_await write_file(connection, std::move(part));
  }
  auto [error, size] = co_await http::async_write(connection.stream, serializer, kTuple);
  co_return !error;
}

// Each piece has the whole patience: a slow peer is served as long as it takes something.
asio::awaitable<bool> HttpServer::Impl::write_file(Connection& connection, FilePart part) {
  std::vector<char> piece(kFilePiece);
  for (std::uint64_t sent = 0; sent < part.length && !stopped;) {
    const auto wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), part.length - sent));
    const auto size = part.file->read(part.offset + sent, piece.data(), wanted);
    // The disk refuses, or somebody cut the file: a body that ends too early says so.
    if (size == 0) co_return false;
    connection.stream.expires_after(settings.patience);
    auto [error, written] =
        co_await asio::async_write(connection.stream, asio::buffer(piece.data(), size), kTuple);
    if (error) co_return false;
    sent += size;
  }
  co_return !stopped;
}

asio::awaitable<void> HttpServer::Impl::linger(Connection& connection) {
  beast::error_code ignored;
  connection.stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
  connection.stream.expires_after(kLinger);
  std::string waste(65536, '\0');
  for (std::size_t total = 0; total < kMaxLinger;) {
    auto [error, size] = co_await connection.stream.async_read_some(asio::buffer(waste), kTuple);
    if (error) co_return;
    total += size;
  }
}

void HttpServer::Impl::stop() {
  stopped = true;
  beast::error_code ignored;
  acceptor.close(ignored);
  at_home.close(ignored);
  for (const auto& connection : connections) {
    connection->close();
    if (connection->exchange) connection->exchange->wake.cancel();
  }
}

HttpServer::HttpServer(asio::io_context& loop, HttpServerSettings settings, HttpHandler handler)
    : impl_(std::make_shared<Impl>(loop, std::move(settings), std::move(handler))) {
  for (auto* at : {&impl_->acceptor, &impl_->at_home}) {
    if (at->is_open()) asio::co_spawn(loop, impl_->accept_all(*at), asio::detached);
  }
}

HttpServer::~HttpServer() { impl_->stop(); }

unsigned short HttpServer::port() const { return impl_->port; }

void HttpServer::show(const TlsIdentity& identity) {
  impl_->settings.tls.value().identity = identity;
  impl_->tls = server_context(*impl_->settings.tls);
}

void HttpServer::disconnect(const std::string& name) {
  for (const auto& connection : impl_->connections)
    if (connection->certificate && connection->certificate->name == name) connection->close();
}

}  // namespace loa::protocol
