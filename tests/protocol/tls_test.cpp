// TLS between our client and our server, and against peers that do not speak it well. All
// handshakes are real.
#include "protocol/tls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <thread>

#include "protocol/certificate.h"
#include "protocol/handshake_cost.h"
#include "protocol/http.h"
#include "tests/protocol/raw_peer.h"

namespace loa::protocol {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using test::RawPeer;
using test::RawServer;
using testing::HasSubstr;
using testing::StartsWith;

const base::Wall kNow = *base::from_rfc3339("2026-11-23T08:00:00Z");
const Validity kValid{kNow - hours(24), kNow + hours(24 * 90)};

std::string raw_key(const base::SigningKey& key) {
  return {reinterpret_cast<const char*>(key.public_key.data()), key.public_key.size()};
}

base::Sha256 pin_of(const TlsIdentity& authority) {
  return read_certificate(authority.certificates).value().fingerprint;
}

// A centre's server and a station's client on one loop.
class Tls : public testing::Test {
 protected:
  void serve(const std::vector<std::string>& hosts = {"127.0.0.1"}) {
    HttpServerSettings settings;
    settings.tls =
        TlsServer{issue_server(authority_, hosts, kValid), authority_.certificates, false};
    server_.emplace(loop_, settings, [this](const HttpRequest& request, const HttpReply& reply) {
      caller_ = request.certificate;
      reply({200, "text/plain", request.body.empty() ? "ok" : request.body, {}});
    });
  }
  HttpClient client(const std::string& host = "127.0.0.1") {
    return {loop_, "https://" + host + ":" + std::to_string(server_->port()),
            [this] { return wanted_; }};
  }
  HttpResponse ask(HttpClient& client, HttpRequest request = {"GET", "/", {}, {}, "", ""}) {
    std::optional<HttpResponse> answer;
    client.send(std::move(request), milliseconds(20'000),
                [&](HttpResponse response) { answer = std::move(response); });
    while (!answer && loop_.run_one() > 0) {
    }
    return answer.value_or(HttpResponse{-1, "", "never answered", {}});
  }
  HttpResponse ask() {
    auto one = client();
    return ask(one);
  }
  void show_certificate(const TlsIdentity& authority, const Validity& validity = kValid) {
    wanted_.identity = {issue_client(authority, "st-1", raw_key(key_), validity), to_pem(key_)};
  }

  boost::asio::io_context loop_;
  TlsIdentity authority_ = make_authority("Loa", kValid);
  TlsClient wanted_{pin_of(authority_), {kNow, kNow}, {}};
  base::SigningKey key_ = base::SigningKey::generate();
  std::optional<HttpServer> server_;
  std::optional<PeerCertificate> caller_;
};

TEST_F(Tls, carries_requests_over_one_kept_connection) {
  serve();
  auto one = client();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ask(one).body, "ok");
  EXPECT_FALSE(caller_);
}

TEST_F(Tls, carries_bodies_of_many_records_both_ways_and_knows_its_caller_throughout) {
  serve();
  show_certificate(authority_);
  auto one = client();
  std::string body;
  for (int i = 0; body.size() < 3'000'000; ++i) body += std::to_string(i);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(ask(one, {"POST", "/", {}, {}, body, ""}).body, body);
    ASSERT_TRUE(caller_);
    EXPECT_EQ(caller_->name, "st-1");
  }
}

TEST_F(Tls, tells_the_server_whose_certificate_the_caller_has) {
  serve();
  show_certificate(authority_);
  EXPECT_EQ(ask().status, 200);
  ASSERT_TRUE(caller_);
  EXPECT_EQ(caller_->name, "st-1");
  EXPECT_EQ(caller_->public_key, raw_key(key_));
  EXPECT_EQ(caller_->until, kValid.until);
}

TEST_F(Tls, tells_the_client_how_long_the_servers_certificate_lasts) {
  serve();
  const auto answer = ask();
  ASSERT_TRUE(answer.certificate);
  EXPECT_EQ(answer.certificate->until, kValid.until);
}

TEST_F(Tls, shows_a_new_certificate_with_the_next_connection) {
  serve();
  auto one = client();
  ask(one);
  show_certificate(authority_);
  ask(one);
  EXPECT_FALSE(caller_) << "the kept connection is as it was";
  one.reconnect();
  ask(one);
  EXPECT_TRUE(caller_);
}

TEST_F(Tls, lets_no_certificate_of_another_authority_in) {
  serve();
  show_certificate(make_authority("Loa", kValid));
  EXPECT_EQ(ask().status, 0);
}

TEST_F(Tls, leaves_it_to_the_handler_that_a_callers_certificate_is_over) {
  serve();
  show_certificate(authority_, {kNow - hours(48), kNow - hours(24)});
  EXPECT_EQ(ask().status, 200);
  EXPECT_EQ(caller_.value().until, kNow - hours(24));
}

TEST_F(Tls, believes_the_pinned_authority_alone) {
  serve();
  wanted_.pin = pin_of(make_authority("Loa", kValid));
  const auto answer = ask();
  EXPECT_EQ(answer.status, 0);
  EXPECT_THAT(answer.body, HasSubstr("not of the authority that is expected"));
}

TEST_F(Tls, believes_a_pinned_authority_only_in_what_it_signed) {
  // The right authority's certificate is public: a thief can send it along with his own.
  HttpServerSettings settings;
  auto stolen = self_signed_server({"127.0.0.1"}, kValid);
  stolen.certificates += authority_.certificates;
  settings.tls = TlsServer{stolen, "", false};
  server_.emplace(loop_, settings, [](const HttpRequest&, const HttpReply&) {});
  EXPECT_EQ(ask().status, 0);
}

TEST_F(Tls, believes_no_station_that_plays_the_centre) {
  HttpServerSettings settings;
  settings.tls = TlsServer{
      {issue_client(authority_, "127.0.0.1", raw_key(key_), kValid) + authority_.certificates,
       to_pem(key_)},
      "",
      false};
  server_.emplace(loop_, settings, [](const HttpRequest&, const HttpReply&) {});
  EXPECT_EQ(ask().status, 0);
}

TEST_F(Tls, checks_the_name_under_which_it_calls) {
  serve({"10.0.0.1", "centre.example"});
  EXPECT_THAT(ask().body, HasSubstr("IP address mismatch"));
  auto by_name = client("localhost");
  EXPECT_THAT(ask(by_name).body, HasSubstr("hostname mismatch"));
  server_.reset();
  serve({"localhost"});
  auto right = client("localhost");
  EXPECT_EQ(ask(right).status, 200);
}

TEST_F(Tls, judges_the_time_by_what_is_surely_known_of_it) {
  serve();
  struct {
    const char* what;
    TimeBounds time;
    int status;
  } const table[] = {
      {"a right clock", {kNow, kNow}, 200},
      {"a board whose clock stands at its program's build", {kNow - hours(24 * 300), {}}, 200},
      {"a floor within the time", {kNow, {}}, 200},
      {"a floor behind the end", {kValid.until + seconds(1), {}}, 0},
      {"a right clock behind the end", {kValid.until + seconds(1), kValid.until + seconds(1)}, 0},
      {"a right clock before the beginning", {kValid.from - hours(1), kValid.from - seconds(1)}, 0},
  };
  for (const auto& row : table) {
    wanted_.time = row.time;
    const auto answer = ask();
    EXPECT_EQ(answer.status, row.status) << row.what << ": " << answer.body;
  }
  wanted_.time = {kValid.until + seconds(1), {}};
  EXPECT_THAT(ask().body, HasSubstr("certificate has expired"));
}

TEST_F(Tls, cuts_the_connections_of_one_caller) {
  serve();
  show_certificate(authority_);
  auto cut = client();
  ask(cut);
  wanted_.identity = {};
  auto other = client();
  ask(other);
  server_->disconnect("st-1");
  wanted_.pin = {};  // who connects anew is told apart by failing
  EXPECT_EQ(ask(cut).status, 0);
  EXPECT_EQ(ask(other).status, 200);
}

TEST_F(Tls, goes_on_with_another_certificate_for_the_server) {
  serve({"10.0.0.1"});
  EXPECT_EQ(ask().status, 0);
  server_->show(issue_server(authority_, {"127.0.0.1"}, kValid));
  EXPECT_EQ(ask().status, 200);
}

TEST_F(Tls, does_not_start_with_what_is_no_certificate) {
  HttpServerSettings settings;
  settings.tls = TlsServer{{"x", "y"}, "", false};
  EXPECT_THROW(HttpServer(loop_, settings, nullptr), std::runtime_error);
  const auto other = make_authority("Loa", kValid);
  settings.tls = TlsServer{{authority_.certificates, other.key}, "", false};
  EXPECT_THROW(HttpServer(loop_, settings, nullptr), std::runtime_error);
}

TEST(TlsClientRule, needs_somebody_to_believe) {
  boost::asio::io_context loop;
  EXPECT_THROW(HttpClient(loop, "https://127.0.0.1:1"), std::invalid_argument);
}

// A server on a thread of its own, for peers that block.
class TlsServerRule : public testing::Test {
 protected:
  explicit TlsServerRule(bool plain_from_here = false, const std::string& address = "127.0.0.1") {
    const auto identity = self_signed_server({"127.0.0.1"}, kValid);
    HttpServerSettings settings;
    settings.address = address;
    settings.tls = TlsServer{identity, "", plain_from_here};
    settings.patience = seconds(1);
    server_.emplace(loop_, settings, [](const HttpRequest& request, const HttpReply& reply) {
      reply({200, "text/plain", request.path, {}});
    });
    port_ = server_->port();
    pin_ = pin_of(identity);
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~TlsServerRule() override {
    boost::asio::post(loop_, [this] { server_.reset(); });
    thread_.join();
  }
  std::string say(const std::string& bytes) const {
    RawPeer peer(port_);
    peer.send(bytes);
    return peer.read_all();
  }
  // Whether an honest caller is served.
  int serves() const {
    boost::asio::io_context loop;
    HttpClient client(loop, "https://127.0.0.1:" + std::to_string(port_), [this] {
      return TlsClient{pin_, {kNow, kNow}, {}};
    });
    int status = -1;
    client.send({"GET", "/", {}, {}, "", ""}, milliseconds(20'000),
                [&](const HttpResponse& answer) {
                  status = answer.status;
                  loop.stop();
                });
    loop.run();
    return status;
  }

  boost::asio::io_context loop_;
  std::optional<HttpServer> server_;
  unsigned short port_ = 0;
  base::Sha256 pin_{};
  std::thread thread_;
};

TEST_F(TlsServerRule, sends_a_browser_that_speaks_plain_http_to_https) {
  const auto answer = say("GET /a?b=1 HTTP/1.1\r\nHost: loa.xa:8470\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 308 "));
  EXPECT_THAT(answer, HasSubstr("location: https://loa.xa:8470/a?b=1\r\n"));
}

TEST_F(TlsServerRule, tells_any_other_plain_caller_what_it_needs) {
  const auto answer = say("POST /v1/status HTTP/1.1\r\nHost: loa.xa\r\nContent-Length: 1\r\n\r\nx");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(answer, HasSubstr("https-needed"));
}

TEST_F(TlsServerRule, closes_on_garbage_and_goes_on) {
  // What begins as a handshake, or as nothing at all; and a record that promises more than it may.
  for (const auto& bytes : {std::string("\x16\x03\x01\xff\xff", 5) + std::string(70'000, 'x'),
                            std::string("\x16\x03\x01\x00\x05hello", 10), std::string(3000, '\0'),
                            std::string("SSH-2.0-OpenSSH_9.2\r\n\r\n")})
    EXPECT_THAT(say(bytes), testing::Not(HasSubstr("200 OK")));
  EXPECT_EQ(serves(), 200);
}

TEST_F(TlsServerRule, closes_on_who_is_slow_or_half_open) {
  RawPeer silent(port_);
  RawPeer half(port_);
  half.send(std::string("\x16\x03\x01\x02\x00\x01", 6));
  EXPECT_EQ(serves(), 200) << "others are served meanwhile";
  EXPECT_EQ(silent.read_all(), "");
  EXPECT_EQ(half.read_all(), "");
}

TEST_F(TlsServerRule, speaks_no_older_version) {
  // A ClientHello of TLS 1.2: version 0x0303, no supported_versions; one suite, no extensions.
  std::string hello("\x03\x03", 2);
  hello += std::string(32, 'r') + std::string("\0\0\x02\xc0\x2b\x01\0", 7);
  const std::string handshake = std::string("\x01\0\0", 3) + char(hello.size()) + hello;
  const auto answer = say(std::string("\x16\x03\x01\0", 4) + char(handshake.size()) + handshake);
  EXPECT_EQ(answer, std::string("\x15\x03\x03\0\x02\x02\x46", 7)) << "alert: protocol_version (70)";
}

struct TlsServerAtHome : TlsServerRule {
  TlsServerAtHome() : TlsServerRule(true) {}
};

TEST_F(TlsServerAtHome, speaks_plain_http_with_this_machine) {
  EXPECT_THAT(say("GET /a HTTP/1.0\r\nHost: localhost\r\n\r\n"), HasSubstr("200 OK"));
  EXPECT_EQ(serves(), 200);
}

TEST(TlsServerCost, of_a_handshake_is_measured_where_the_server_is) {
  const TlsServer settings{self_signed_server({"127.0.0.1"}, kValid), "", false};
  EXPECT_GT(handshake_cost(settings), base::Duration{10'000});
  EXPECT_THROW(handshake_cost(TlsServer{{"no certificate", "no key"}, "", false}),
               std::runtime_error);
}

// An address of this machine in its network; "" where it has none.
std::string own_address() {
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return "";
  std::string found;
  for (const auto* one = all; one != nullptr && found.empty(); one = one->ifa_next) {
    if (one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_INET) continue;
    if ((one->ifa_flags & IFF_LOOPBACK) != 0 || (one->ifa_flags & IFF_UP) == 0) continue;
    std::array<char, INET_ADDRSTRLEN> text{};
    const auto* address = reinterpret_cast<const sockaddr_in*>(one->ifa_addr);
    found = inet_ntop(AF_INET, &address->sin_addr, text.data(), text.size());
  }
  freeifaddrs(all);
  return found;
}

const std::string kOwnAddress = own_address();
const std::string kNetwork = kOwnAddress.empty() ? "127.0.0.1" : kOwnAddress;

struct TlsServerInTheNetwork : TlsServerRule {
  TlsServerInTheNetwork() : TlsServerRule(true, kNetwork) {}
  void SetUp() override {
    if (kOwnAddress.empty()) GTEST_SKIP() << "this machine is in no network";
  }
};

TEST_F(TlsServerInTheNetwork, is_found_on_loopback_by_who_is_on_this_machine) {
  EXPECT_THAT(say("GET /a HTTP/1.0\r\nHost: localhost\r\n\r\n"), HasSubstr("200 OK"));
  EXPECT_EQ(serves(), 200);
}

TEST_F(TlsServerInTheNetwork, speaks_https_only_there) {
  boost::asio::io_context loop;
  HttpClient client(loop, "http://" + kOwnAddress + ":" + std::to_string(port_));
  int status = -1;
  client.send({"GET", "/", {}, {}, "", ""}, milliseconds(20'000), [&](const HttpResponse& answer) {
    status = answer.status;
    loop.stop();
  });
  loop.run();
  EXPECT_EQ(status, 308);
}

// A port that is free at its address may be another program's on loopback.
TEST_F(TlsServerInTheNetwork, finds_a_port_that_is_free_in_both_places) {
  boost::asio::io_context loop;
  using boost::asio::ip::tcp;
  std::vector<tcp::acceptor> others;
  for (int i = 0; i < 800; ++i)
    others.emplace_back(loop, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
  HttpServerSettings settings;
  settings.address = kNetwork;
  settings.tls = TlsServer{self_signed_server({"127.0.0.1"}, kValid), "", true};
  for (int i = 0; i < 60; ++i) {
    const HttpServer server(loop, settings, [](const HttpRequest&, const HttpReply&) {});
    EXPECT_NE(server.port(), 0);
  }
}

struct TlsServerOfTheNetworkAlone : TlsServerRule {
  TlsServerOfTheNetworkAlone() : TlsServerRule(false, kNetwork) {}
};

TEST_F(TlsServerOfTheNetworkAlone, is_not_on_loopback) {
  if (kOwnAddress.empty()) GTEST_SKIP() << "this machine is in no network";
  EXPECT_EQ(serves(), 0);
}

TEST(TlsPeers, that_do_not_answer_or_speak_something_else_are_told_of) {
  RawServer plain;
  std::thread script([&] {
    auto peer = plain.accept();
    peer.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    peer.read_all();
  });
  RawServer mute;  // takes the connection and never says anything
  boost::asio::io_context loop;
  const auto ask = [&](const RawServer& server, milliseconds patience) {
    HttpClient client(loop, "https://127.0.0.1:" + std::to_string(server.port()),
                      [] { return TlsClient{}; });
    std::string why;
    client.send({"GET", "/", {}, {}, "", ""}, patience,
                [&](const HttpResponse& answer) { why = answer.body; });
    while (why.empty() && loop.run_one() > 0) {
    }
    return why;
  };
  EXPECT_THAT(ask(plain, milliseconds(20'000)), HasSubstr("TLS: "));
  EXPECT_EQ(ask(mute, milliseconds(200)), "timed out");
  script.join();
}

}  // namespace
}  // namespace loa::protocol
