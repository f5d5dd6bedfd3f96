// What goes out over HTTP, and what of the answer the uplink is told, against a real server.
#include "daemon/http_link.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <optional>

#include "shell_support.h"

namespace loa::daemon::testing {
namespace {

struct HttpLinkTest : ::testing::Test {
  LinkAnswer post(const Letter& letter, protocol::HttpResponse with) {
    boost::asio::io_context loop;
    std::optional<protocol::HttpServer> server;
    server.emplace(loop, protocol::HttpServerSettings{},
                   [&](protocol::HttpRequest request, const protocol::HttpReply& reply) {
                     seen = std::move(request);
                     reply(with);
                   });
    HttpLink link(loop, "http://127.0.0.1:" + std::to_string(server->port()), identity, nullptr);
    LinkAnswer answer;
    link.post(letter, [&](LinkAnswer got) {
      answer = std::move(got);
      server.reset();
      loop.stop();
    });
    loop.run();
    return answer;
  }

  Folder folder;
  Identity identity{folder / "identity.json"};
  protocol::HttpRequest seen;
};

TEST_F(HttpLinkTest, SaysInWhichFormTheBodyIs) {
  EXPECT_EQ(post({"/v1/status", "{}"}, {200, "application/json", "{}", {}}).status, 200);
  EXPECT_EQ(seen.header("content-type"), "application/json");
  EXPECT_EQ(seen.header("content-encoding"), "");
  EXPECT_EQ(seen.header("loa-station"), identity.station());
  post({"/v1/journal", "(/\xfd", true}, {200, "application/json", "{}", {}});
  EXPECT_EQ(seen.header("content-type"), "application/vnd.loa.batch");
  EXPECT_EQ(seen.header("content-encoding"), "zstd");
  EXPECT_EQ(seen.body, "(/\xfd");
}

TEST_F(HttpLinkTest, TellsHowLongToStayAwayWhereTheCentreSaysSo) {
  const auto told = [&](const std::string& text) {
    return post({"/v1/status", "{}"}, {503, "application/json", "{}", {{"Retry-After", text}}})
        .retry_after;
  };
  EXPECT_EQ(told("5"), std::chrono::seconds{5});
  EXPECT_EQ(told("0"), std::chrono::seconds{0});
  EXPECT_EQ(told("99999999"), std::chrono::seconds{3600}) << "nobody silences a station for long";
  for (const auto* wrong :
       {"-1", "5.5", "soon", "", "99999999999999999999", "Fri, 27 Nov 2026 00:00:00 GMT"}) {
    EXPECT_FALSE(told(wrong)) << wrong;
  }
  EXPECT_FALSE(post({"/v1/status", "{}"}, {503, "application/json", "{}", {}}).retry_after);
}

}  // namespace
}  // namespace loa::daemon::testing
