// Who may come in by HTTP.
#include <gtest/gtest.h>

#include "daemon/api_gate.h"

namespace loa::daemon {
namespace {

int status(const protocol::HttpRequest& request, const protocol::ListenConfig& listen) {
  const auto answer = refusal(request, listen);
  return answer ? answer->status : 200;
}

protocol::HttpRequest get(const std::string& host, const std::string& peer = "127.0.0.1") {
  protocol::HttpRequest request;
  request.method = "GET";
  request.path = "/v1/status";
  request.headers["host"] = host;
  request.peer = peer;
  return request;
}

TEST(Gate, OnlyNamesOfOursAreAnswered) {
  protocol::ListenConfig listen;
  listen.hosts = {"dai.xa.local"};
  for (const char* host : {"localhost", "localhost:8470", "127.0.0.1:8470", "[::1]:8470", "[::1]",
                           "dai.xa.local", "dai.xa.local:80"}) {
    EXPECT_EQ(status(get(host), listen), 200) << host;
  }
  for (const char* host : {"", "evil.example", "evil.example:8470", "localhost.evil.example",
                           "127.0.0.1.evil.example", "dai.xa.local.evil.example", ":8470"}) {
    EXPECT_EQ(status(get(host), listen), 403) << host;
  }
}

TEST(Gate, APostNeedsTheHeaderThatStrangePagesCannotSend) {
  auto request = get("localhost");
  request.method = "POST";
  EXPECT_EQ(status(request, {}), 403);
  request.headers["x-loa"] = "page";
  EXPECT_EQ(status(request, {}), 200);
}

}  // namespace
}  // namespace loa::daemon
