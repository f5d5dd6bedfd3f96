// The server against peers that behave and peers that do not, over real sockets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <stdexcept>
#include <thread>

#include "protocol/http.h"
#include "tests/protocol/raw_peer.h"

namespace loa::protocol {
namespace {

using test::RawPeer;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string echo(const HttpRequest& request) {
  std::string text = request.method + "|" + request.path + "|" + request.body + "|" + request.peer;
  for (const auto& [name, value] : request.query) text += "|" + name + "=" + value;
  return text;
}

// A server on a thread of its own.
class Server {
 public:
  explicit Server(HttpServerSettings settings = quick()) {
    server_.emplace(loop_, std::move(settings), [this](HttpRequest request, HttpReply reply) {
      handle(std::move(request), std::move(reply));
    });
    port = server_->port();
    thread_ = std::thread([this] { loop_.run(); });
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server() {
    boost::asio::post(loop_, [this] {
      server_.reset();
      kept_ = nullptr;
    });
    thread_.join();
  }

  static HttpServerSettings quick() {
    HttpServerSettings settings;
    settings.max_body = 1000;
    settings.patience = std::chrono::seconds(1);
    return settings;
  }

  std::string ask(const std::string& bytes) const {
    RawPeer peer(port);
    peer.send(bytes);
    return peer.read_all();
  }

  unsigned short port = 0;
  std::atomic<int> calls = 0;

 private:
  void handle(HttpRequest request, HttpReply reply) {
    ++calls;
    if (request.path == "/throw") throw std::runtime_error("a bug");
    if (request.path == "/drop") return;
    if (request.path == "/keep") return void(kept_ = std::move(reply));
    if (request.path == "/later")
      return boost::asio::post(loop_, [reply, text = echo(request)] {
        reply({200, "text/plain", text, {}});
      });
    if (request.path == "/none") return reply({204, "", "", {{"etag", "\"1\""}}});
    reply({200, "text/plain", echo(request), {{"cache-control", "no-store"}}});
    reply({500, "text/plain", "a second answer counts for nothing", {}});
  }

  boost::asio::io_context loop_;
  std::optional<HttpServer> server_;
  HttpReply kept_;
  std::thread thread_;
};

const std::string kHost = "Host: localhost\r\n";
const std::string kLast = kHost + "Connection: close\r\n\r\n";

TEST(HttpServer, may_be_gone_before_its_loop_has_begun) {
  boost::asio::io_context loop;
  for (int i = 0; i < 2; ++i) HttpServer(loop, {}, [](const HttpRequest&, const HttpReply&) {});
  loop.run_for(std::chrono::milliseconds{50});
}

TEST(HttpServer, hands_on_method_path_query_body_and_peer) {
  Server server;
  const auto answer =
      server.ask("POST /a%20b?x=1+2 HTTP/1.1\r\nContent-Length: 5\r\n" + kLast + "hello");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("POST|/a b|hello|127.0.0.1|x=1 2"));
  EXPECT_THAT(answer, HasSubstr("nosniff"));
  EXPECT_THAT(answer, HasSubstr("no-store"));
}

TEST(HttpServer, answers_later_too) {
  Server server;
  EXPECT_THAT(server.ask("GET /later HTTP/1.1\r\n" + kLast), HasSubstr("GET|/later|"));
}

TEST(HttpServer, keeps_a_connection_and_takes_requests_sent_ahead) {
  Server server;
  RawPeer peer(server.port);
  peer.send("GET /1 HTTP/1.1\r\n" + kHost + "\r\nGET /2 HTTP/1.1\r\n" + kHost + "\r\n");
  EXPECT_THAT(peer.read_until("/2|"), HasSubstr("GET|/1|"));
  peer.send("GET /3 HTTP/1.1\r\n" + kLast);
  EXPECT_THAT(peer.read_all(), HasSubstr("GET|/3|"));
}

TEST(HttpServer, gives_head_the_headers_of_get_without_a_body) {
  Server server;
  const auto answer = server.ask("HEAD /x HTTP/1.1\r\n" + kLast);
  EXPECT_THAT(answer, HasSubstr("Content-Length: 17\r\n"));
  EXPECT_THAT(answer, testing::EndsWith("\r\n\r\n"));
}

TEST(HttpServer, answers_options_itself_without_opening_itself_to_other_origins) {
  Server server;
  const auto answer = server.ask("OPTIONS /x HTTP/1.1\r\nOrigin: http://evil.example\r\n" + kLast);
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 204"));
  EXPECT_THAT(answer, HasSubstr("allow: GET"));
  EXPECT_THAT(answer, Not(HasSubstr("Access-Control")));
  EXPECT_EQ(server.calls, 0);
}

TEST(HttpServer, sends_no_body_and_no_length_with_204) {
  Server server;
  const auto answer = server.ask("GET /none HTTP/1.1\r\n" + kLast);
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 204"));
  EXPECT_THAT(answer, Not(HasSubstr("Content-Length")));
}

TEST(HttpServer, makes_500_of_a_handler_that_throws_or_forgets_to_answer) {
  Server server;
  EXPECT_THAT(server.ask("GET /throw HTTP/1.1\r\n" + kLast), StartsWith("HTTP/1.1 500"));
  EXPECT_THAT(server.ask("GET /drop HTTP/1.1\r\n" + kLast), StartsWith("HTTP/1.1 500"));
}

TEST(HttpServer, can_end_while_an_answer_is_owed) {
  RawPeer* peer = nullptr;
  {
    Server server;
    peer = new RawPeer(server.port);
    peer->send("GET /keep HTTP/1.1\r\n" + kLast);
    while (server.calls == 0) std::this_thread::yield();
  }
  EXPECT_EQ(peer->read_all(), "");
  delete peer;
}

struct BadCase {
  const char* name;
  std::string bytes;
  const char* status;
};

class HttpServerRefuses : public testing::TestWithParam<BadCase> {};

TEST_P(HttpServerRefuses, without_asking_the_handler) {
  Server server;
  EXPECT_THAT(server.ask(GetParam().bytes),
              StartsWith(std::string("HTTP/1.1 ") + GetParam().status))
      << GetParam().bytes.substr(0, 200);
  EXPECT_EQ(server.calls, 0);
}

std::vector<BadCase> bad_cases() {
  return {
      {"garbage", "\x16\x03\x01\x02 not http\r\n\r\n", "400"},
      {"bad_version", "GET / HTTP/9.9\r\n" + kLast, "400"},
      {"no_host", "GET / HTTP/1.1\r\n\r\n", "400"},
      {"two_hosts", "GET / HTTP/1.1\r\n" + kHost + kLast, "400"},
      {"foreign_host", "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", "421"},
      {"foreign_origin", "POST / HTTP/1.1\r\nOrigin: http://evil.example\r\n" + kLast, "403"},
      {"null_origin", "POST / HTTP/1.1\r\nOrigin: null\r\n" + kLast, "403"},
      {"bad_escape", "GET /%zz HTTP/1.1\r\n" + kLast, "400"},
      {"step_up", "GET /a/%2e%2e/b HTTP/1.1\r\n" + kLast, "400"},
      {"absolute_form", "GET http://localhost/ HTTP/1.1\r\n" + kLast, "400"},
      {"connect", "CONNECT localhost:22 HTTP/1.1\r\n" + kLast, "501"},
      {"trace", "TRACE / HTTP/1.1\r\n" + kLast, "501"},
      {"own_method", "BREW / HTTP/1.1\r\n" + kLast, "501"},
      {"bad_length", "POST / HTTP/1.1\r\nContent-Length: -1\r\n" + kLast, "400"},
      {"two_lengths", "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n" + kLast,
       "400"},
      {"smuggling",
       "POST / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n" + kLast +
           "0\r\n\r\n",
       "400"},
      {"large_body", "POST / HTTP/1.1\r\nContent-Length: 1001\r\n" + kLast + std::string(1001, 'x'),
       "413"},
      {"endless_chunks",
       "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + kLast + "fff\r\n" +
           std::string(0xfff, 'x') + "\r\n",
       "413"},
      {"large_header", "GET / HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n" + kLast, "431"},
  };
}

INSTANTIATE_TEST_SUITE_P(Cases, HttpServerRefuses, testing::ValuesIn(bad_cases()),
                         [](const auto& info) { return info.param.name; });

// Its handler believes who calls from here.
TEST(HttpServer, that_serves_the_network_too_looks_at_the_host_of_who_calls_from_here) {
  auto settings = Server::quick();
  settings.address = "0.0.0.0";
  settings.hosts = {"trung-tam.vn"};
  Server server(settings);
  const auto ask = [&](const std::string& host) {
    return server.ask("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
  };
  EXPECT_THAT(ask("evil.example"), StartsWith("HTTP/1.1 421"));
  EXPECT_EQ(server.calls, 0);
  EXPECT_THAT(ask("trung-tam.vn"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(ask("127.0.0.1"), StartsWith("HTTP/1.1 200"));
}

TEST(HttpServer, reads_a_refused_body_to_its_end_so_that_the_refusal_arrives) {
  Server server;
  const auto answer = server.ask("POST / HTTP/1.1\r\nContent-Length: 3000000\r\n" + kLast +
                                 std::string(3'000'000, 'x'));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 413"));
}

// Each place takes what it takes, and one takes nothing of strangers.
HttpServerSettings with_rules() {
  auto settings = Server::quick();
  settings.body_rule = [](const HttpRequest& head) {
    if (head.path == "/large") return BodyRule{"large-thing", 900};
    if (head.path == "/ours" && head.header("authorization") != "Bearer us")
      return BodyRule{"", 0, HttpResponse{403, "application/json", R"({"error":"no"})", {}}};
    return BodyRule{"small-thing", 10};
  };
  return settings;
}

std::string post_of(const std::string& path, std::size_t bytes, const std::string& more = "") {
  return "POST " + path + " HTTP/1.1\r\nContent-Length: " + std::to_string(bytes) + "\r\n" + more +
         kLast + std::string(bytes, 'x');
}

TEST(HttpServerRules, take_of_each_request_what_is_its_kind) {
  Server server(with_rules());
  EXPECT_THAT(server.ask(post_of("/large", 900)), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(server.ask(post_of("/x", 10)), StartsWith("HTTP/1.1 200"));
  const auto refused = server.ask(post_of("/x", 11));
  EXPECT_THAT(refused, StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(refused, HasSubstr(R"({"error":"body-too-large","kind":"small-thing","most":10})"));
  EXPECT_THAT(server.ask(post_of("/large", 901)), HasSubstr("large-thing"));
  EXPECT_THAT(server.ask(post_of("/large", 2000)), HasSubstr("large-thing"));
  EXPECT_THAT(server.ask("POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + kLast + "b\r\n" +
                         std::string(11, 'x') + "\r\n0\r\n\r\n"),
              StartsWith("HTTP/1.1 413"))
      << "though it did not say how much would come";
  EXPECT_EQ(server.calls, 2);
}

TEST(HttpServerRules, take_nothing_of_who_has_no_right) {
  Server server(with_rules());
  RawPeer stranger(server.port);
  stranger.send("POST /ours HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n" + kLast);
  EXPECT_THAT(stranger.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 403")) << "not told to go on";
  EXPECT_EQ(server.calls, 0);
  EXPECT_THAT(server.ask(post_of("/ours", 5, "Authorization: Bearer us\r\n")),
              StartsWith("HTTP/1.1 200"));
}

TEST(HttpServerRules, ask_only_where_there_is_a_body) {
  Server server(with_rules());
  EXPECT_THAT(server.ask("GET /ours HTTP/1.1\r\n" + kLast), StartsWith("HTTP/1.1 200"));
}

TEST(HttpServerRules, come_after_those_of_hosts_and_origins) {
  Server server(with_rules());
  EXPECT_THAT(server.ask(post_of("/ours", 5, "Origin: http://evil.example\r\n")),
              HasSubstr("foreign-origin"));
}

TEST(HttpServer, says_continue_to_who_waits_for_it) {
  Server server;
  RawPeer peer(server.port);
  peer.send("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n" + kLast);
  EXPECT_THAT(peer.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 100"));
  peer.send("hi");
  EXPECT_THAT(peer.read_all(), HasSubstr("POST|/|hi|"));
}

TEST(HttpServer, drops_who_sends_one_byte_at_a_time) {
  Server server;
  RawPeer slow(server.port);
  slow.send("GET / HTTP/1.1\r\nX: ");
  std::thread drip([&] {
    for (int i = 0; i < 40; ++i) {
      slow.send("x");
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  });
  EXPECT_EQ(slow.read_all(), "");
  drip.join();
  EXPECT_EQ(server.calls, 0);
}

TEST(HttpServer, lets_who_idles_longest_make_room) {
  auto settings = Server::quick();
  settings.max_connections = 2;
  settings.patience = std::chrono::seconds(60);
  Server server(settings);
  RawPeer first(server.port);
  RawPeer second(server.port);
  EXPECT_THAT(server.ask("GET /third HTTP/1.1\r\n" + kLast), HasSubstr("/third"));
  EXPECT_EQ(first.read_all(), "");
  second.send("GET /second HTTP/1.1\r\n" + kLast);
  EXPECT_THAT(second.read_all(), HasSubstr("/second"));
}

TEST(HttpServer, says_which_address_is_taken) {
  Server server;
  boost::asio::io_context loop;
  HttpServerSettings same;
  same.port = server.port;
  EXPECT_THROW(HttpServer(loop, same, [](HttpRequest, const HttpReply&) {}), std::system_error);
}

}  // namespace
}  // namespace loa::protocol
