// A request that becomes a WebSocket, byte by byte as RFC 6455 has it.
#include <gmock/gmock.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <thread>

#include "protocol/http.h"
#include "tests/protocol/raw_peer.h"

namespace loa::protocol {
namespace {

using test::RawPeer;
using testing::HasSubstr;
using testing::StartsWith;

// Echoes the size of what it is sent; a message of one byte ends it.
class SocketServer {
 public:
  SocketServer() {
    server_.emplace(
        loop_, HttpServerSettings{}, [this](const HttpRequest&, const HttpReply& reply) {
          HttpResponse response;
          response.status = 101;
          response.upgrade = [this](std::shared_ptr<HttpSocket> socket) { return serve(socket); };
          reply(response);
        });
    port = server_->port();
    thread_ = std::thread([this] { loop_.run(); });
  }
  SocketServer(const SocketServer&) = delete;
  SocketServer& operator=(const SocketServer&) = delete;
  ~SocketServer() {
    boost::asio::post(loop_, [this] { server_.reset(); });
    thread_.join();
  }

  // 0 while it is open, 1 after goodbye, 2 after a break.
  int ending() const {
    for (int i = 0; i < 700 && closed_ == 0; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return closed_;
  }

  unsigned short port = 0;

 private:
  SocketEvents serve(const std::shared_ptr<HttpSocket>& socket) {
    return {[socket](std::string_view bytes) {
              if (bytes.size() == 1) return socket->close();
              socket->send(std::to_string(bytes.size()));
            },
            [this](bool orderly) { closed_ = orderly ? 1 : 2; }};
  }

  boost::asio::io_context loop_;
  std::optional<HttpServer> server_;
  std::thread thread_;
  std::atomic<int> closed_ = 0;
};

// The example of RFC 6455, 1.3.
std::string handshake(const std::string& more = {}) {
  return "GET /v1/x HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
         more + "\r\n";
}

// A client's frame (5.2), masked by zeros.
std::string frame(unsigned char opcode, const std::string& payload) {
  std::string bytes;
  bytes += static_cast<char>(0x80 | opcode);
  bytes += static_cast<char>(0x80 | payload.size());
  return bytes + std::string(4, '\0') + payload;
}
constexpr unsigned char kText = 1;
constexpr unsigned char kBinary = 2;
constexpr unsigned char kClose = 8;

TEST(HttpSocket, takes_messages_and_answers_until_the_peer_says_goodbye) {
  SocketServer server;
  RawPeer peer(server.port);
  peer.send(handshake("Origin: http://localhost\r\n"));
  const auto answer = peer.read_until("\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 101"));
  EXPECT_THAT(answer, HasSubstr("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
  peer.send(frame(kText, "words count for nothing") + frame(kBinary, "abcdef"));
  EXPECT_EQ(peer.read_until("6"),
            "\x81\x01"
            "6");
  peer.send(frame(kClose, "\x03\xe8"));
  EXPECT_THAT(peer.read_all(), StartsWith("\x88"));
  EXPECT_EQ(server.ending(), 1);
}

TEST(HttpSocket, can_be_ended_from_here) {
  SocketServer server;
  RawPeer peer(server.port);
  peer.send(handshake());
  peer.read_until("\r\n\r\n");
  peer.send(frame(kBinary, "x"));
  EXPECT_EQ(peer.read_until("\xe8"), "\x88\x02\x03\xe8");
  peer.send(frame(kClose, "\x03\xe8"));
  EXPECT_EQ(server.ending(), 1);
}

TEST(HttpSocket, a_peer_that_is_gone_has_not_said_goodbye) {
  SocketServer server;
  {
    RawPeer peer(server.port);
    peer.send(handshake());
    peer.read_until("\r\n\r\n");
  }
  EXPECT_EQ(server.ending(), 2);
}

TEST(HttpSocket, a_peer_that_is_silent_is_given_up) {
  SocketServer server;
  RawPeer peer(server.port);
  peer.send(handshake());
  peer.read_until("\r\n\r\n");
  EXPECT_EQ(server.ending(), 2);
}

TEST(HttpSocket, what_is_no_websocket_is_broken_off) {
  SocketServer server;
  RawPeer peer(server.port);
  peer.send(handshake());
  peer.read_until("\r\n\r\n");
  peer.send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(server.ending(), 2);
}

TEST(HttpSocket, a_page_of_another_origin_gets_none_and_a_plain_request_is_told) {
  SocketServer server;
  RawPeer stranger(server.port);
  stranger.send(handshake("Origin: http://evil.example\r\nConnection: close\r\n"));
  EXPECT_THAT(stranger.read_until("\r\n"), StartsWith("HTTP/1.1 403"));
  RawPeer plain(server.port);
  plain.send("GET /v1/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(plain.read_all(), testing::AllOf(StartsWith("HTTP/1.1 426"), HasSubstr("websocket")));
}

}  // namespace
}  // namespace loa::protocol
