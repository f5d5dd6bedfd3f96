// The client against our server, and against servers that die, stall or talk nonsense.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <functional>
#include <thread>

#include "protocol/http.h"
#include "tests/protocol/raw_peer.h"

namespace loa::protocol {
namespace {

using std::chrono::milliseconds;
using test::RawServer;
using testing::HasSubstr;
using testing::StartsWith;

constexpr milliseconds kLong{20'000};
const std::string kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

std::string origin(unsigned short port) { return "http://127.0.0.1:" + std::to_string(port); }

HttpRequest get(const std::string& path) { return {"GET", path, {}, {}, "", ""}; }
HttpRequest post(const std::string& body) { return {"POST", "/v1/journal", {}, {}, body, ""}; }

// Runs the loop until the answer is there.
HttpResponse ask(boost::asio::io_context& loop, HttpClient& client, HttpRequest request,
                 milliseconds patience = kLong) {
  std::optional<HttpResponse> answer;
  client.send(std::move(request), patience, [&](HttpResponse response) { answer = response; });
  EXPECT_FALSE(answer) << "not inside send()";
  while (!answer && loop.run_one() > 0) {
  }
  loop.restart();
  return answer.value_or(HttpResponse{-1, "", "never answered", {}});
}

// A server of one's own making on a thread.
struct Script {
  explicit Script(std::function<void(RawServer&)> play)
      : thread([this, play = std::move(play)] { play(server); }) {}
  ~Script() { thread.join(); }
  RawServer server;
  std::thread thread;
};

TEST(HttpClient, speaks_with_our_server_over_one_kept_connection) {
  boost::asio::io_context loop;
  std::vector<std::string> seen;
  HttpServer server(loop, {}, [&](const HttpRequest& request, const HttpReply& reply) {
    seen.push_back(request.method + " " + request.path + " " + request.headers.at("content-type") +
                   " " + request.headers.at("loa-station"));
    reply({201, "application/json", request.body + request.query.at("tên"), {{"ETag", "x"}}});
  });
  HttpClient client(loop, origin(server.port()));
  for (int i = 0; i < 3; ++i) {
    const auto answer =
        ask(loop, client,
            {"POST", "/a b", {{"tên", "Phú Vân"}}, {{"loa-station", "st-1"}}, "body", ""});
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.body, "bodyPhú Vân");
    EXPECT_THAT(answer.headers, testing::Contains(testing::Pair("etag", "x")));
  }
  EXPECT_THAT(seen, testing::Each("POST /a b application/json st-1"));
}

TEST(HttpClient, works_off_many_calls_in_their_order) {
  boost::asio::io_context loop;
  HttpServer server(loop, {}, [&](const HttpRequest& request, const HttpReply& reply) {
    reply({200, "text/plain", request.path, {}});
  });
  HttpClient client(loop, origin(server.port()));
  std::vector<std::string> answers;
  for (int i = 0; i < 5; ++i)
    client.send(get("/" + std::to_string(i)), kLong,
                [&](const HttpResponse& response) { answers.push_back(response.body); });
  while (answers.size() < 5) loop.run_one();
  EXPECT_THAT(answers, testing::ElementsAre("/0", "/1", "/2", "/3", "/4"));
}

TEST(HttpClient, opens_a_kept_connection_again_that_died_before_any_answer) {
  Script script([](RawServer& server) {
    {
      auto first = server.accept();
      first.read_until("\r\n\r\n1");
      first.send(kOk);
      first.read_until("\r\n\r\n2");
    }
    auto second = server.accept();
    EXPECT_THAT(second.read_until("\r\n\r\n2"), HasSubstr("\r\n\r\n2"));
    second.send(kOk);
  });
  boost::asio::io_context loop;
  HttpClient client(loop, origin(script.server.port()));
  EXPECT_EQ(ask(loop, client, post("1")).status, 200);
  EXPECT_EQ(ask(loop, client, post("2")).status, 200);
}

TEST(HttpClient, does_not_repeat_a_post_of_which_part_was_answered) {
  Script script([](RawServer& server) {
    auto only = server.accept();
    only.read_until("\r\n\r\n1");
    only.send(kOk);
    only.read_until("\r\n\r\n2");
    only.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
  });
  boost::asio::io_context loop;
  HttpClient client(loop, origin(script.server.port()));
  EXPECT_EQ(ask(loop, client, post("1")).status, 200);
  EXPECT_EQ(ask(loop, client, post("2")).status, 0);
}

TEST(HttpClient, does_not_repeat_on_a_fresh_connection) {
  Script script([](RawServer& server) { server.accept().read_until("\r\n\r\n"); });
  boost::asio::io_context loop;
  HttpClient client(loop, origin(script.server.port()));
  EXPECT_EQ(ask(loop, client, get("/")).status, 0);
}

TEST(HttpClient, says_why_where_nobody_listens) {
  unsigned short port = 0;
  { port = RawServer().port(); }
  boost::asio::io_context loop;
  HttpClient client(loop, origin(port));
  const auto answer = ask(loop, client, get("/"));
  EXPECT_EQ(answer.status, 0);
  EXPECT_THAT(answer.body, StartsWith("cannot connect to 127.0.0.1:"));
}

TEST(HttpClient, gives_up_on_a_server_that_is_silent_and_then_goes_on) {
  Script script([](RawServer& server) {
    {
      auto silent = server.accept();
      silent.read_all();
    }
    auto next = server.accept();
    next.read_until("\r\n\r\n");
    next.send(kOk);
  });
  boost::asio::io_context loop;
  HttpClient client(loop, origin(script.server.port()));
  const auto answer = ask(loop, client, get("/"), milliseconds(100));
  EXPECT_EQ(answer.status, 0);
  EXPECT_EQ(answer.body, "timed out");
  EXPECT_EQ(ask(loop, client, get("/")).status, 200);
}

TEST(HttpClient, takes_what_is_not_http_for_no_answer) {
  Script script([](RawServer& server) {
    auto peer = server.accept();
    peer.read_until("\r\n\r\n");
    peer.send("SSH-2.0-OpenSSH_9.2\r\n\r\n\r\n");
  });
  boost::asio::io_context loop;
  HttpClient client(loop, origin(script.server.port()));
  EXPECT_EQ(ask(loop, client, get("/")).status, 0);
}

TEST(HttpClient, does_not_keep_a_connection_that_the_server_ends) {
  Script script([](RawServer& server) {
    for (int i = 0; i < 2; ++i) {
      auto peer = server.accept();
      peer.read_until("\r\n\r\n");
      peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
    }
  });
  boost::asio::io_context loop;
  HttpClient client(loop, origin(script.server.port()));
  EXPECT_EQ(ask(loop, client, post("1")).status, 200);
  EXPECT_EQ(ask(loop, client, post("2")).status, 200);
}

TEST(HttpClient, that_is_gone_calls_nobody) {
  RawServer server;
  boost::asio::io_context loop;
  bool called = false;
  {
    HttpClient client(loop, origin(server.port()));
    client.send(get("/"), kLong, [&](const HttpResponse&) { called = true; });
    client.send(get("/"), kLong, [&](const HttpResponse&) { called = true; });
    loop.run_one();
  }
  loop.run();
  EXPECT_FALSE(called);
}

TEST(HttpClient, refuses_what_is_no_origin) {
  boost::asio::io_context loop;
  EXPECT_THROW(HttpClient(loop, "centre.example"), std::invalid_argument);
  EXPECT_THROW(HttpClient(loop, "http://centre.example/path"), std::invalid_argument);
}

TEST(SignedText, is_what_the_protocol_says) {
  EXPECT_EQ(signed_text("POST", "/v1/journal", "st-1", ""),
            "LOA1\nPOST\n/v1/journal\nst-1\n"
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace loa::protocol
