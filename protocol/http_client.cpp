// The HTTP client: one coroutine that works off a queue over one kept connection.
#include <netinet/tcp.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <deque>
#include <optional>
#include <stdexcept>

#include "protocol/http.h"
#include "protocol/http_rules.h"
#include "protocol/wire_stream.h"

namespace loa::protocol {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);

using Wire = http::request<http::string_body>;
using Parser = http::response_parser<http::string_body>;

// One call of send().
struct Job {
  Job(asio::io_context& loop, Wire given, std::chrono::milliseconds patience, HttpDone when_done)
      : request(std::move(given)), deadline(loop, patience), done(std::move(when_done)) {}

  bool open() const { return done != nullptr; }
  void finish(HttpResponse response) {
    deadline.cancel();
    if (auto call = std::exchange(done, nullptr)) call(std::move(response));
  }
  void fail(const std::string& why) { finish({0, "", why, {}}); }

  Wire request;
  asio::steady_timer deadline;
  HttpDone done;
};

// How an attempt ended. `silent`: not a byte of an answer had come.
struct Attempt {
  beast::error_code error;
  bool silent = true;
};

Wire on_the_wire(HttpRequest request, const std::string& authority) {
  Wire wire;
  wire.version(11);
  wire.method_string(request.method);
  wire.target(encode_target({request.path, request.query}));
  wire.set(http::field::host, authority);
  for (const auto& [name, value] : request.headers) wire.set(name, value);
  wire.keep_alive(true);
  if (!request.body.empty() && wire.count(http::field::content_type) == 0)
    wire.set(http::field::content_type, "application/json");
  wire.body() = std::move(request.body);
  wire.prepare_payload();
  return wire;
}

// While an answer is waited for, nothing else would tell that the other end is gone, and what is
// between (NAT) would forget a connection on which nothing is said: half a minute, not two hours.
void notice_gone_peer(tcp::socket& socket) {
  beast::error_code ignored;
  socket.set_option(asio::socket_base::keep_alive(true), ignored);
  const auto set = [&](int option, int value) {
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, option, &value, sizeof value);
  };
  set(TCP_KEEPIDLE, 15);  // seconds, as the next one
  set(TCP_KEEPINTVL, 5);
  set(TCP_KEEPCNT, 3);
}

HttpResponse plain(http::response<http::string_body> answer) {
  HttpResponse response;
  response.status = static_cast<int>(answer.result_int());
  response.type = std::string(answer[http::field::content_type]);
  for (const auto& field : answer) {
    std::string name(field.name_string());
    for (char& c : name)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    response.headers.emplace_back(std::move(name), field.value());
  }
  response.body = std::move(answer.body());
  return response;
}

}  // namespace

struct HttpClient::Impl : std::enable_shared_from_this<Impl> {
  Impl(asio::io_context& io, Origin server, TlsClientSource source, std::size_t most)
      : loop(io),
        origin(std::move(server)),
        tls(std::move(source)),
        max_answer(most),
        resolver(io) {}

  void start(std::shared_ptr<Job> job);
  void expire(const std::shared_ptr<Job>& job);
  asio::awaitable<void> work();
  asio::awaitable<void> carry_out(std::shared_ptr<Job> job);
  asio::awaitable<std::string> connect();
  asio::awaitable<beast::error_code> open();
  asio::awaitable<std::string> shake_hands();
  asio::awaitable<Attempt> attempt(const std::shared_ptr<Job>& job);
  bool still_connected();
  void close();

  asio::io_context& loop;
  Origin origin;
  TlsClientSource tls;
  const std::size_t max_answer;
  tcp::resolver resolver;
  std::unique_ptr<WireStream> stream;  // of the last connection
  beast::flat_buffer buffer;
  std::deque<std::shared_ptr<Job>> queue;
  bool working = false;
  bool stopped = false;
  bool connected = false;
  std::optional<PeerCertificate> shown;  // by the server, at the last handshake
};

void HttpClient::Impl::start(std::shared_ptr<Job> job) {
  // A timer of its own, because a name server that is away holds getaddrinfo() for long.
  job->deadline.async_wait([self = shared_from_this(), job](beast::error_code error) {
    if (!error) self->expire(job);
  });
  queue.push_back(std::move(job));
  if (std::exchange(working, true)) return;
  // What a callback throws is the loop's to handle, and must not stop the queue.
  asio::co_spawn(loop, work(), [self = shared_from_this()](const std::exception_ptr& failure) {
    self->working = false;
    if (failure) std::rethrow_exception(failure);
  });
}

void HttpClient::Impl::expire(const std::shared_ptr<Job>& job) {
  const bool under_way = !queue.empty() && queue.front() == job;
  if (under_way) close();
  job->fail("timed out");
}

asio::awaitable<void> HttpClient::Impl::work() {
  auto self = shared_from_this();
  while (!stopped && !queue.empty()) {
    auto job = queue.front();
    if (job->open()) co_await carry_out(job);
    if (!queue.empty() && queue.front() == job) queue.pop_front();
  }
}

asio::awaitable<void> HttpClient::Impl::carry_out(std::shared_ptr<Job> job) {
  for (bool again = true; again && job->open();) {
    const bool reused = connected && still_connected();
    if (!reused) {
      close();
      if (const auto error = co_await connect(); !error.empty() && job->open()) {
        close();
        job->fail("cannot connect to " + origin.authority + ": " + error);
      }
      if (!job->open()) co_return;
    }
    const auto [error, silent] = co_await attempt(job);
    if (!error) co_return;
    close();
    const bool safe = job->request.method() == http::verb::get;
    again = reused && (silent || safe);
    if (!again && job->open()) job->fail(error.message());
  }
}

// Gives why it failed, "" if it did not.
asio::awaitable<std::string> HttpClient::Impl::connect() {
  stream = std::make_unique<WireStream>(loop);
  if (const auto error = co_await open()) co_return error.message();
  if (stopped) co_return "stopped";
  if (origin.secure) {
    auto error = co_await shake_hands();
    if (!error.empty()) co_return error;
  }
  connected = !stopped;
  co_return "";
}

asio::awaitable<beast::error_code> HttpClient::Impl::open() {
  beast::error_code error;
  auto& socket = stream->socket();
  const auto address = asio::ip::make_address(origin.host, error);
  if (!error) {
    // Without the resolver there is no resolver's thread.
    const tcp::endpoint endpoint(address, static_cast<std::uint16_t>(std::stoi(origin.port)));
    std::tie(error) = co_await socket.async_connect(endpoint, kTuple);
  } else {
    tcp::resolver::results_type found;
    std::tie(error, found) = co_await resolver.async_resolve(origin.host, origin.port, kTuple);
    if (error || stopped) co_return error;
    std::tie(error, std::ignore) = co_await asio::async_connect(socket, found, kTuple);
  }
  beast::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  notice_gone_peer(socket);
  co_return error;
}

asio::awaitable<std::string> HttpClient::Impl::shake_hands() {
  std::shared_ptr<TlsContext> context;
  try {
    context = client_context(tls());
  } catch (const std::exception& unusable) {
    co_return unusable.what();
  }
  auto& secured = stream->secure(std::move(context));
  expect_host(secured.native_handle(), origin.host);
  const auto [error, none] = co_await stream->async_handshake(TlsEnd::Side::client, kTuple);
  if (error) co_return failure_of(secured.native_handle(), error);
  shown = peer_certificate(secured.native_handle());
  co_return "";
}

asio::awaitable<Attempt> HttpClient::Impl::attempt(const std::shared_ptr<Job>& job) {
  auto [write_error, sent] = co_await http::async_write(*stream, job->request, kTuple);
  if (write_error) co_return Attempt{write_error, true};
  Parser parser;
  parser.body_limit(max_answer);
  if (job->request.method() == http::verb::head) parser.skip(true);
  auto [error, size] = co_await http::async_read(*stream, buffer, parser, kTuple);
  if (error) co_return Attempt{error, size == 0};
  auto answer = parser.release();
  if (!answer.keep_alive()) close();
  auto response = plain(std::move(answer));
  response.certificate = shown;
  job->finish(std::move(response));
  co_return Attempt{{}, false};
}

// A server that closed an idle connection has sent its end already: seen here, it costs no retry.
bool HttpClient::Impl::still_connected() {
  beast::error_code error;
  auto& socket = stream->socket();
  socket.non_blocking(true, error);
  char byte = 0;
  socket.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, error);
  return error == asio::error::would_block;
}

void HttpClient::Impl::close() {
  connected = false;
  buffer.clear();
  resolver.cancel();
  if (stream) stream->close();
}

HttpClient::HttpClient(asio::io_context& loop, const std::string& origin, TlsClientSource tls,
                       std::size_t max_answer) {
  auto parsed = parse_origin(origin);
  if (!parsed) throw std::invalid_argument("not an http:// or https:// origin: " + origin);
  if (parsed->secure && !tls) throw std::invalid_argument("nobody to believe there: " + origin);
  impl_ = std::make_shared<Impl>(loop, std::move(*parsed), std::move(tls), max_answer);
}

HttpClient::~HttpClient() {
  impl_->stopped = true;
  for (const auto& job : impl_->queue) {
    job->done = nullptr;
    job->deadline.cancel();
  }
  impl_->close();
}

void HttpClient::send(HttpRequest request, std::chrono::milliseconds patience, HttpDone done) {
  auto wire = on_the_wire(std::move(request), impl_->origin.authority);
  impl_->start(std::make_shared<Job>(impl_->loop, std::move(wire), patience, std::move(done)));
}

void HttpClient::reconnect() { impl_->close(); }

}  // namespace loa::protocol
