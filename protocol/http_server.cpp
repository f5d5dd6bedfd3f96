// The HTTP server, over Beast: a coroutine for each request while it is received, and for each
// answer while it is sent. Between them nothing of a connection is in memory but itself.
#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/string.hpp>
#include <chrono>
#include <list>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "base/clock.h"
#include "base/log_event.h"
#include "protocol/http.h"
#include "protocol/http_rules.h"
#include "protocol/http_socket.h"
#include "protocol/http_transfer.h"
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
constexpr std::chrono::seconds kHandshake{10};
constexpr int kPortsTried = 20;
constexpr char kTlsHandshake =
    0x16;  // the first byte of a TLS record that begins one (RFC 8446, 5.1)

// What a connection does next.
enum class Next {
  request,  // is received
  rest,     // until there is one
  answer,   // will be the handler's
  end,
};

struct Connection {
  explicit Connection(tcp::socket socket) : stream(std::move(socket)) {
    beast::error_code error;
    const auto peer = stream.socket().remote_endpoint(error);
    if (!error) address = peer.address().to_string();
  }
  void close() { stream.close(); }

  WireStream stream;
  beast::flat_buffer buffer{kMostReceived};
  std::string address;
  std::optional<PeerCertificate> certificate;
  bool begun = false;  // it is known whether it speaks TLS
  bool idle = true;
  // Among all of them; nothing where it was closed to make room.
  std::optional<std::list<std::shared_ptr<Connection>>::iterator> place = std::nullopt;
};

// A request as the handler is given it, or what it is answered without asking him.
using Judged = std::variant<HttpRequest, HttpResponse>;

struct Incoming {
  Parser parser;
  Judged judged;
  // It is refused before all of it was there: nothing can follow it.
  bool cut = false;
};

Manner manner_of(const Request& request) {
  return {request.version(), request.keep_alive(), request.method() == http::verb::head};
}

}  // namespace

struct HttpServer::Impl : std::enable_shared_from_this<Impl> {
  Impl(asio::io_context& loop, HttpServerSettings given, HttpHandler handle)
      : settings(std::move(given)), handler(std::move(handle)), acceptor(loop), at_home(loop) {
    if (settings.tls) tls = server_context(*settings.tls);
    listen();
  }

  struct Exchange;
  using Caller = std::shared_ptr<Connection>;

  void listen();
  void listen_at(tcp::acceptor& at, const tcp::endpoint& endpoint);
  asio::awaitable<void> accept_all(tcp::acceptor& at);
  bool make_room();
  void forget(Connection& connection);
  void rest(Caller caller);
  void go_on(const Caller& caller, Next next);
  asio::awaitable<void> serve(Caller caller);
  asio::awaitable<Next> begin(Connection& connection);
  asio::awaitable<bool> shake_hands(Connection& connection);
  asio::awaitable<void> send_to_tls(Connection& connection);
  asio::awaitable<Next> one_request(const Caller& caller);
  asio::awaitable<beast::error_code> receive_request(Connection& connection, Incoming& incoming);
  asio::awaitable<beast::error_code> receive_body(Connection& connection, Parser& parser);
  Judged judge(const Connection& connection, const Request& request) const;
  void judge_body(Incoming& incoming) const;
  void ask(const Caller& caller, Request& received, HttpRequest request);
  void send_soon(Exchange& exchange, HttpResponse response);
  asio::awaitable<void> answer(Caller caller, Manner manner, std::unique_ptr<UpgradeHeader> upgrade,
                               HttpResponse response);
  asio::awaitable<bool> write(Connection& connection, HttpResponse response, Manner manner);
  const std::string& date();
  void stop();

  HttpServerSettings settings;
  HttpHandler handler;
  std::shared_ptr<TlsContext> tls;
  tcp::acceptor acceptor;
  tcp::acceptor at_home;  // open where callers on this machine have a place of their own
  unsigned short port = 0;
  bool stopped = false;
  std::list<Caller> connections;  // the one that idles longest first
  base::Wall dated{};
  std::string date_text;
};

// What waits for the handler's answer. The last copy of the reply answers for a handler that does
// not.
struct HttpServer::Impl::Exchange {
  Exchange(const std::shared_ptr<Impl>& of, Caller whose, Manner as)
      : server(of), caller(std::move(whose)), manner(as) {}
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  ~Exchange() { answer(refusal(500, "no-answer")); }

  void answer(HttpResponse response) {
    if (std::exchange(answered, true)) return;
    if (const auto still = server.lock(); still && !still->stopped)
      still->send_soon(*this, std::move(response));
  }

  const std::weak_ptr<Impl> server;
  const Caller caller;
  const Manner manner;
  // Of a request that asks for a WebSocket.
  std::unique_ptr<UpgradeHeader> upgrade = nullptr;
  bool answered = false;
};

void HttpServer::Impl::listen() {
  beast::error_code error;
  const auto address = asio::ip::make_address(settings.address, error);
  if (error) throw std::system_error(error, settings.address);
  // Who calls the address of the network from here cannot be told from others by it.
  const bool elsewhere = !address.is_loopback() && !address.is_unspecified();
  const bool two_places = elsewhere && settings.tls && settings.tls->plain_from_here;
  // A port that is free in the one place may be taken in the other.
  for (int left = settings.port == 0 ? kPortsTried : 1; left > 0; --left) {
    listen_at(acceptor, {address, settings.port});
    port = acceptor.local_endpoint().port();
    if (!two_places) return;
    try {
      return listen_at(at_home, {asio::ip::address_v4::loopback(), port});
    } catch (const std::system_error& taken) {
      if (taken.code() != std::errc::address_in_use || left == 1) throw;
      acceptor.close();
      at_home.close();
    }
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
    auto caller = std::make_shared<Connection>(std::move(socket));
    caller->place = connections.insert(connections.end(), caller);
    rest(std::move(caller));
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

void HttpServer::Impl::forget(Connection& connection) {
  if (const auto place = std::exchange(connection.place, std::nullopt)) connections.erase(*place);
}

// Idling is apart from receiving, so that a request has its whole time once it has begun, and so
// that a connection has neither a buffer nor a coroutine meanwhile.
void HttpServer::Impl::rest(Caller caller) {
  caller->idle = true;
  connections.splice(connections.end(), connections, *caller->place);
  auto& stream = caller->stream;
  stream.expires_after(settings.patience);
  stream.async_wait_readable(asio::bind_allocator(
      OwnBlocks<void>(), [self = shared_from_this(), caller = std::move(caller)](
                             beast::error_code error, std::size_t) mutable {
        caller->idle = false;
        if (error) return self->go_on(caller, Next::end);
        asio::co_spawn(self->acceptor.get_executor(), self->serve(std::move(caller)),
                       asio::detached);
      }));
}

void HttpServer::Impl::go_on(const Caller& caller, Next next) {
  // Whoever is answered needs no buffer while the handler thinks, however long.
  if (caller->buffer.size() == 0) caller->buffer.shrink_to_fit();
  if (next == Next::answer) return;
  if (next == Next::end || stopped || !caller->place) {
    caller->close();
    return forget(*caller);
  }
  if (caller->buffer.size() == 0) return rest(caller);
  asio::co_spawn(acceptor.get_executor(), serve(caller), asio::detached);
}

// From its first byte until the handler has the request, or there is no other.
asio::awaitable<void> HttpServer::Impl::serve(Caller caller) {
  auto self = shared_from_this();
  auto next = Next::request;
  try {
    if (!std::exchange(caller->begun, true) && tls) next = co_await begin(*caller);
    while (next == Next::request && !stopped) {
      next = co_await one_request(caller);
      if (next == Next::rest && caller->buffer.size() > 0) next = Next::request;
    }
  } catch (const std::exception& failure) {
    base::log_event(base::LogLevel::error, "request-failed", {{"error", failure.what()}});
    next = Next::end;
  }
  go_on(caller, next);
}

// Where TLS is spoken.
asio::awaitable<Next> HttpServer::Impl::begin(Connection& connection) {
  char first = 0;
  beast::error_code error;
  connection.stream.socket().receive(asio::buffer(&first, 1), tcp::socket::message_peek, error);
  if (error) co_return Next::end;
  if (first == kTlsHandshake) {
    const bool shaken = co_await shake_hands(connection);
    co_return shaken ? Next::rest : Next::end;
  }
  if (settings.tls->plain_from_here && is_from_here(connection.address)) co_return Next::request;
  co_await send_to_tls(connection);
  co_return Next::end;
}

asio::awaitable<bool> HttpServer::Impl::shake_hands(Connection& connection) {
  auto& secured = connection.stream.secure(tls);
  connection.stream.expires_after(std::min(settings.patience, kHandshake));
  auto [error, none] = co_await connection.stream.async_handshake(TlsEnd::Side::server, kTuple);
  if (error) co_return false;
  connection.certificate = peer_certificate(secured.native_handle());
  forget_peer_certificate(secured.native_handle());
  co_return true;
}

asio::awaitable<void> HttpServer::Impl::send_to_tls(Connection& connection) {
  Parser parser;
  parser.header_limit(kMaxHeader);
  parser.body_limit(settings.max_body);
  connection.stream.expires_after(settings.patience);
  auto error = co_await receive(connection.stream, connection.buffer, parser, false);
  if (!error) error = co_await receive_body(connection, parser);
  if (error && !is_parse_error(error)) co_return;
  co_await write(connection, error ? refusal_for(error) : wire::send_to_tls(parser.get()), {});
  co_await linger(connection.stream);
}

asio::awaitable<Next> HttpServer::Impl::one_request(const Caller& caller) {
  auto& connection = *caller;
  Incoming incoming;
  const auto error = co_await receive_request(connection, incoming);
  if (error && !is_parse_error(error)) co_return Next::end;
  if (error) incoming.judged = refusal_for(error);
  auto* refused = std::get_if<HttpResponse>(&incoming.judged);
  if (error || incoming.cut) {
    co_await write(connection, std::move(*refused), {});
    co_await linger(connection.stream);
    co_return Next::end;
  }
  const auto manner = manner_of(incoming.parser.get());
  if (refused != nullptr) {
    if (!co_await write(connection, std::move(*refused), manner)) co_return Next::end;
    co_return manner.keep_alive ? Next::rest : Next::end;
  }
  ask(caller, incoming.parser.get(), std::get<HttpRequest>(std::move(incoming.judged)));
  co_return Next::answer;
}

asio::awaitable<beast::error_code> HttpServer::Impl::receive_request(Connection& connection,
                                                                     Incoming& incoming) {
  auto& parser = incoming.parser;
  parser.header_limit(kMaxHeader);
  // Where there is a rule it says how much, and not Beast.
  if (settings.body_rule)
    parser.body_limit(boost::none);
  else
    parser.body_limit(settings.max_body);
  connection.stream.expires_after(settings.patience);
  const auto error = co_await receive(connection.stream, connection.buffer, parser, false);
  if (error) co_return error;
  incoming.judged = judge(connection, parser.get());
  if (settings.body_rule && !parser.is_done()) judge_body(incoming);
  if (incoming.cut) co_return error;
  co_return co_await receive_body(connection, parser);
}

// As the handler is given it but for its body, or what it is answered without asking him.
Judged HttpServer::Impl::judge(const Connection& connection, const Request& request) const {
  if (auto refused = refuse(request, {is_from_here(connection.address), settings.hosts}))
    return std::move(*refused);
  auto target = parse_target(plain(request.target()));
  if (!target) return refusal(400, "malformed-target");
  auto head = plain_head(request, std::move(*target), connection.address);
  head.certificate = connection.certificate;
  return head;
}

// Before a byte of it is taken. Where there is no rule, or no body, what is wrong with the header
// is said once all of the request is there.
void HttpServer::Impl::judge_body(Incoming& incoming) const {
  if (const auto* head = std::get_if<HttpRequest>(&incoming.judged)) {
    auto rule = settings.body_rule(*head);
    rule.most = std::min(rule.most, settings.max_body);
    const auto length = incoming.parser.content_length();
    if (rule.refusal)
      incoming.judged = std::move(*rule.refusal);
    else if (length && *length > rule.most)
      incoming.judged = settings.too_large ? settings.too_large(rule) : too_large(rule);
    else
      incoming.parser.body_limit(rule.most);
  }
  incoming.cut = std::holds_alternative<HttpResponse>(incoming.judged);
}

asio::awaitable<beast::error_code> HttpServer::Impl::receive_body(Connection& connection,
                                                                  Parser& parser) {
  auto& stream = connection.stream;
  if (!parser.is_done() && beast::iequals(parser.get()[http::field::expect], "100-continue") &&
      !co_await send(stream, "HTTP/1.1 100 Continue\r\n\r\n"))
    co_return asio::error::connection_reset;
  co_return co_await receive(stream, connection.buffer, parser, true);
}

void HttpServer::Impl::ask(const Caller& caller, Request& received, HttpRequest request) {
  auto exchange = std::make_shared<Exchange>(shared_from_this(), caller, manner_of(received));
  if (auto header = upgrade_in(received))
    exchange->upgrade = std::make_unique<UpgradeHeader>(std::move(*header));
  request.body = std::move(received.body());
  const std::string what = request.method + " " + request.path;
  try {
    handler(std::move(request),
            [exchange](HttpResponse response) { exchange->answer(std::move(response)); });
  } catch (const std::exception& failure) {
    base::log_event(base::LogLevel::error, "request-failed",
                    {{"request", what}, {"error", failure.what()}});
    exchange->answer(refusal(500, "internal-error"));
  }
}

// Not inside the handler's reply: what it may call again is not finished yet.
void HttpServer::Impl::send_soon(Exchange& exchange, HttpResponse response) {
  asio::post(acceptor.get_executor(),
             [self = shared_from_this(), caller = exchange.caller, manner = exchange.manner,
              upgrade = std::move(exchange.upgrade), response = std::move(response)]() mutable {
               asio::co_spawn(
                   self->acceptor.get_executor(),
                   self->answer(std::move(caller), manner, std::move(upgrade), std::move(response)),
                   asio::detached);
             });
}

asio::awaitable<void> HttpServer::Impl::answer(Caller caller, Manner manner,
                                               std::unique_ptr<UpgradeHeader> upgrade,
                                               HttpResponse response) {
  auto self = shared_from_this();
  auto next = Next::end;
  try {
    if (response.upgrade && upgrade) {
      co_await serve_socket(caller->stream, std::move(*upgrade), std::move(response));
    } else {
      if (response.upgrade) response = refusal(426, "websocket-needed");
      if (co_await write(*caller, std::move(response), manner) && manner.keep_alive)
        next = Next::rest;
    }
  } catch (const std::exception& failure) {
    base::log_event(base::LogLevel::error, "request-failed", {{"error", failure.what()}});
    next = Next::end;
  }
  go_on(caller, next);
}

asio::awaitable<bool> HttpServer::Impl::write(Connection& connection, HttpResponse response,
                                              Manner manner) {
  FilePart part = response.file;
  auto message = on_the_wire(std::move(response), manner);
  message.set(http::field::date, date());
  connection.stream.expires_after(settings.patience);
  const bool sent = co_await send(connection.stream, std::move(message));
  if (!sent || manner.head || !part.file) co_return sent;
  co_return co_await send(connection.stream, std::move(part), settings.patience);
}

// Written once a second.
const std::string& HttpServer::Impl::date() {
  const auto now = std::chrono::floor<std::chrono::seconds>(base::wall_now());
  if (std::exchange(dated, now) != now) date_text = base::to_http_date(now);
  return date_text;
}

void HttpServer::Impl::stop() {
  stopped = true;
  beast::error_code ignored;
  acceptor.close(ignored);
  at_home.close(ignored);
  for (const auto& connection : connections) connection->close();
}

HttpServer::HttpServer(asio::io_context& loop, HttpServerSettings settings, HttpHandler handler)
    : impl_(std::make_shared<Impl>(loop, std::move(settings), std::move(handler))) {
  for (auto* at : {&impl_->acceptor, &impl_->at_home}) {
    // It begins on the loop, when the server may be gone already.
    const auto accept = [impl = impl_, at] { return impl->accept_all(*at); };
    if (at->is_open()) asio::co_spawn(loop, accept, asio::detached);
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
