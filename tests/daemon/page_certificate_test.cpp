// The certificate of the station's page, over the years.
#include "daemon/page_certificate.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "protocol/http.h"
#include "shell_support.h"

namespace loa::daemon::testing {
namespace {

using std::chrono::hours;

const base::Wall kFirstDay = *base::from_rfc3339("2026-11-23T08:00:00Z");

class PageCertificate : public ::testing::Test {
 protected:
  PageCertificate() {
    std::filesystem::create_directories(config_.state);
    config_.listen.tls = true;
    protocol::HttpServerSettings settings;
    settings.tls = protocol::TlsServer{page_identity(config_, kFirstDay), "", false};
    server_.emplace(loop_, settings, [](const auto&, const protocol::HttpReply& reply) {
      reply({200, "text/plain", "page", {}});
    });
  }
  void on_day(int day, base::ClockQuality quality = base::ClockQuality::synced) {
    renew_page(*server_, config_, {base::Steady{}, kFirstDay + hours{24 * day}, quality});
  }
  base::Sha256 kept() const { return page_certificate(config_).value().fingerprint; }
  // What a browser gets that believes `certificate` alone.
  int status_by(const base::Sha256& certificate) {
    protocol::HttpClient client(loop_, "https://127.0.0.1:" + std::to_string(server_->port()), [&] {
      return protocol::TlsClient{certificate, {}, {}};
    });
    std::optional<int> status;
    client.send({"GET", "/", {}, {}, "", ""}, std::chrono::milliseconds{20'000},
                [&](const auto& answer) { status = answer.status; });
    while (!status && loop_.run_one() > 0) {
    }
    return status.value_or(-1);
  }

  Folder folder_;
  Config config_ = config_in(folder_);
  boost::asio::io_context loop_;
  std::optional<protocol::HttpServer> server_;
};

TEST_F(PageCertificate, StaysTheOneThatPeopleHaveAcceptedForMostOfItsLife) {
  const auto first = kept();
  on_day(480);
  EXPECT_EQ(kept(), first);
  EXPECT_EQ(status_by(first), 200);
}

TEST_F(PageCertificate, IsReplacedUnderARunningStationBeforeItIsOver) {
  const auto first = kept();
  on_day(490);
  EXPECT_NE(kept(), first);
  EXPECT_EQ(status_by(kept()), 200);
  EXPECT_EQ(status_by(first), 0);
  EXPECT_GT(page_certificate(config_).value().validity.until, kFirstDay + hours{24 * 1200});
}

TEST_F(PageCertificate, IsNotReplacedByAClockThatMayBeWrong) {
  const auto first = kept();
  on_day(700, base::ClockQuality::floor);
  EXPECT_EQ(kept(), first);
}

}  // namespace
}  // namespace loa::daemon::testing
