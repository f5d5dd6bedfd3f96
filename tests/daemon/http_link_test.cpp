// What goes out over HTTP, and what of the answer the uplink is told, against a real server.
#include "daemon/http_link.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <optional>

#include "shell_support.h"
#include "trust/bundle.h"

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

TEST_F(HttpLinkTest, TakesTheLargestBundle) {
  const std::string bundle(trust::kLargestBundle, 'x');
  EXPECT_EQ(post({"/v1/programme", "{}"}, {200, "application/json", bundle, {}}).body, bundle);
}

// A centre that answers a report only once it is told to.
struct HeldLink : HttpLinkTest {
  void serve(protocol::HttpRequest request, protocol::HttpReply reply) {
    paths.push_back(request.path);
    if (request.path == "/v1/status" && holds)
      held.push_back(std::move(reply));
    else
      reply({200, "application/json", "{}", {}});
  }
  void post(const std::string& path, base::Duration longest = base::Duration{0}) {
    link.post({path, "{}", false, longest}, [this, path](const LinkAnswer& answer) {
      answered.push_back(path + " " + std::to_string(answer.status));
      if (on_answer) on_answer();
    });
  }
  // Until so many letters were answered.
  void run_until_answered(std::size_t count) {
    while (answered.size() < count) loop.run_one();
  }
  void run_until_held() {
    while (held.empty()) loop.run_one();
  }

  boost::asio::io_context loop;
  protocol::HttpServer server{
      loop, {}, [this](auto request, auto reply) { serve(std::move(request), std::move(reply)); }};
  HttpLink link{loop, "http://127.0.0.1:" + std::to_string(server.port()), identity, nullptr};
  bool holds = true;
  std::vector<std::string> paths;
  std::vector<protocol::HttpReply> held;
  std::vector<std::string> answered;
  std::function<void()> on_answer;
};

TEST_F(HeldLink, ALetterThatIsHeldKeepsNoOtherWaiting) {
  post("/v1/status", std::chrono::seconds{30});
  run_until_held();
  post("/v1/journal");
  post("/v1/programme");
  run_until_answered(2);
  EXPECT_EQ(answered, (std::vector<std::string>{"/v1/journal 200", "/v1/programme 200"}));
  held.at(0)({200, "application/json", "{}", {}});
  run_until_answered(3);
  EXPECT_EQ(answered.back(), "/v1/status 200");
}

TEST_F(HeldLink, ANewCertificateIsShownOnBothWaysAndCutsNothingThatIsUnderWay) {
  post("/v1/status", std::chrono::seconds{30});
  run_until_held();
  on_answer = [this] { link.reconnect(); };
  post("/v1/journal");
  run_until_answered(1);
  on_answer = nullptr;
  held.at(0)({200, "application/json", "{}", {}});
  run_until_answered(2);
  EXPECT_EQ(answered.back(), "/v1/status 200") << "not cut, and sent once";
  EXPECT_EQ(paths, (std::vector<std::string>{"/v1/status", "/v1/journal"}));
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
