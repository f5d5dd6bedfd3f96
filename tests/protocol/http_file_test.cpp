// Files over a real socket: whole, in ranges, and larger than any buffer. What the server says is
// compared byte for byte.
#include "protocol/http_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

#include "tests/protocol/raw_peer.h"

namespace loa::protocol {
namespace {

namespace fs = std::filesystem;
using test::RawPeer;
using testing::EndsWith;
using testing::HasSubstr;

constexpr std::size_t kLarge = 20UL * 1024 * 1024;

class Files : public testing::Test {
 protected:
  Files() {
    std::string name = (fs::temp_directory_path() / "loa-http-file-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    std::ofstream(folder_ / "ten", std::ios::binary) << "0123456789";
    std::ofstream(folder_ / "empty", std::ios::binary);
    server_.emplace(loop_, HttpServerSettings{},
                    [this](const HttpRequest& request, const HttpReply& reply) {
                      auto file = SentFile::open(folder_ / request.path.substr(1));
                      if (!file) return reply({404, "text/plain", "no", {}});
                      if (request.path == "/cut") fs::resize_file(folder_ / "cut", 3);
                      reply(file_answer(request, std::move(file), "audio/mpeg", "abc"));
                    });
    port_ = server_->port();
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~Files() override {
    boost::asio::post(loop_, [this] { server_.reset(); });
    thread_.join();
    fs::remove_all(folder_);
  }

  void write_large() const {
    std::ofstream large(folder_ / "large", std::ios::binary);
    for (std::size_t i = 0; i < kLarge / 16; ++i) {
      std::string line = "line " + std::to_string(i);
      line.resize(15, ' ');
      large << line << '\n';
    }
  }

  // The whole answer, without its date.
  std::string ask(const std::string& name, const std::string& headers = "",
                  const std::string& method = "GET") const {
    RawPeer peer(port_);
    peer.send(method + " /" + name + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" +
              headers + "\r\n");
    auto answer = peer.read_all();
    const auto date = answer.find("Date: ");
    return answer.erase(date, answer.find("\r\n", date) + 2 - date);
  }

  fs::path folder_;
  boost::asio::io_context loop_;
  std::optional<HttpServer> server_;
  unsigned short port_ = 0;
  std::thread thread_;
};

const std::string kKept =
    "x-content-type-options: nosniff\r\nAccept-Ranges: bytes\r\n"
    "Cache-Control: public, max-age=31536000, immutable\r\nETag: \"abc\"\r\n";

TEST_F(Files, are_sent_whole) {
  EXPECT_EQ(ask("ten"), "HTTP/1.1 200 OK\r\n" + kKept +
                            "Content-Type: audio/mpeg\r\nContent-Length: 10\r\nConnection: "
                            "close\r\n\r\n0123456789");
}

TEST_F(Files, are_sent_in_part) {
  EXPECT_EQ(ask("ten", "Range: bytes=2-4\r\n"),
            "HTTP/1.1 206 Partial Content\r\n" + kKept +
                "Content-Range: bytes 2-4/10\r\nContent-Type: audio/mpeg\r\nContent-Length: "
                "3\r\nConnection: close\r\n\r\n234");
  EXPECT_THAT(ask("ten", "Range: bytes=7-\r\n"), EndsWith("\r\n\r\n789"));
  EXPECT_THAT(ask("ten", "Range: bytes=-2\r\n"), EndsWith("\r\n\r\n89"));
  EXPECT_THAT(ask("ten", "Range: bytes=1-2,5-6\r\n"), EndsWith("\r\n\r\n0123456789"));
}

TEST_F(Files, tell_of_a_range_that_is_not_there) {
  EXPECT_EQ(ask("ten", "Range: bytes=10-\r\n"),
            "HTTP/1.1 416 Range Not Satisfiable\r\nx-content-type-options: nosniff\r\n"
            "Content-Range: bytes */10\r\nContent-Type: application/json\r\nContent-Length: "
            "25\r\nConnection: close\r\n\r\n{\"error\":\"no-such-range\"}");
  EXPECT_THAT(ask("empty", "Range: bytes=0-\r\n"), HasSubstr("Content-Range: bytes */0\r\n"));
}

TEST_F(Files, that_a_cache_has_already_are_not_sent_again) {
  const std::string fresh = "HTTP/1.1 304 Not Modified\r\n" + kKept + "Connection: close\r\n\r\n";
  EXPECT_EQ(ask("ten", "If-None-Match: \"abc\"\r\n"), fresh);
  EXPECT_EQ(ask("ten", "If-None-Match: \"x\", \"abc\"\r\nRange: bytes=1-2\r\n"), fresh);
  EXPECT_THAT(ask("ten", "If-None-Match: \"x\"\r\n"), EndsWith("\r\n\r\n0123456789"));
}

TEST_F(Files, of_another_content_are_not_continued) {
  EXPECT_THAT(ask("ten", "Range: bytes=5-\r\nIf-Range: \"abc\"\r\n"), EndsWith("\r\n\r\n56789"));
  EXPECT_THAT(ask("ten", "Range: bytes=5-\r\nIf-Range: \"old\"\r\n"),
              EndsWith("\r\n\r\n0123456789"));
  EXPECT_THAT(ask("ten", "Range: bytes=5-\r\nIf-Range: Wed, 21 Oct 2026 07:28:00 GMT\r\n"),
              EndsWith("\r\n\r\n0123456789"));
}

TEST_F(Files, give_head_what_get_would_say) {
  EXPECT_EQ(ask("ten", "Range: bytes=2-4\r\n", "HEAD"),
            "HTTP/1.1 206 Partial Content\r\n" + kKept +
                "Content-Range: bytes 2-4/10\r\nContent-Type: audio/mpeg\r\nContent-Length: "
                "3\r\nConnection: close\r\n\r\n");
}

TEST_F(Files, that_are_empty_have_an_empty_body) {
  EXPECT_THAT(ask("empty"), HasSubstr("Content-Length: 0\r\n"));
}

TEST_F(Files, larger_than_any_buffer_come_whole) {
  write_large();
  const auto answer = ask("large");
  const auto body = answer.substr(answer.find("\r\n\r\n") + 4);
  ASSERT_EQ(body.size(), kLarge);
  EXPECT_EQ(body.substr(kLarge / 2, 16), "line 655360    \n");
  EXPECT_EQ(body.substr(kLarge - 16), "line 1310719   \n");
}

TEST_F(Files, of_several_pieces_leave_the_connection_open) {
  write_large();
  RawPeer peer(port_);
  peer.send("GET /large HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-199999\r\n\r\n");
  EXPECT_THAT(peer.read_until("line 12499     \n"), HasSubstr("Content-Length: 200000\r\n"));
  peer.send("GET /ten HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(peer.read_all(), EndsWith("\r\n\r\n0123456789"));
}

// Others are served while somebody takes a file slowly.
TEST_F(Files, that_a_slow_peer_takes_hold_up_nobody) {
  write_large();
  RawPeer slow(port_);
  slow.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
  slow.read_until("HTTP/1.1 200 OK");
  EXPECT_THAT(ask("ten"), EndsWith("\r\n\r\n0123456789"));
}

// sendfile() would raise SIGPIPE.
TEST_F(Files, whose_reader_has_gone_end_its_connection_and_nothing_else) {
  write_large();
  for (int i = 0; i < 5; ++i) {
    {
      RawPeer gone(port_);
      gone.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
      gone.read_until("line 1000");
    }
    EXPECT_THAT(ask("ten"), EndsWith("\r\n\r\n0123456789"));
  }
}

// The body is then shorter than its length says, and the connection is at its end.
TEST_F(Files, that_are_cut_meanwhile_end_the_connection) {
  std::ofstream(folder_ / "cut", std::ios::binary) << "0123456789";
  const auto answer = ask("cut");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 10\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n012"));
}

TEST_F(Files, through_a_link_or_of_another_kind_are_not_opened) {
  fs::create_symlink("ten", folder_ / "link");
  EXPECT_EQ(SentFile::open(folder_ / "link"), nullptr);
  EXPECT_EQ(SentFile::open(folder_), nullptr);
  EXPECT_EQ(SentFile::open(folder_ / "nowhere"), nullptr);
}

}  // namespace
}  // namespace loa::protocol
