// Becoming known to the centre, and keeping at it when that does not work.
#include <gtest/gtest.h>

#include "base/timers.h"
#include "daemon/enrolment.h"
#include "protocol/certificate.h"
#include "protocol/messages.h"
#include "scripted_link.h"
#include "shell_support.h"

namespace loa::daemon::testing {
namespace {

struct EnrolmentTest : ::testing::Test {
  Folder folder;
  base::VirtualTimers timers{base::Now{}};
  ScriptedLink link;
  Identity identity{folder / "identity.json"};
  EnrolmentSettings settings{"http://centre:8480", {"abcde-fghij", std::nullopt}, "Đài xã"};
  bool enrolled = false;

  std::unique_ptr<Enrolment> start() {
    auto enrolment = std::make_unique<Enrolment>(settings, timers, link, identity);
    enrolment->start([this] { enrolled = true; });
    return enrolment;
  }
  LinkAnswer yes() const {
    return {200, protocol::to_json(protocol::EnrolResponse{identity.station(), ""})};
  }
  void pass(base::Duration time) { timers.run_until(timers.now().steady + time); }
};

TEST_F(EnrolmentTest, TheTokenAndTheKeyAreSentOnceAndRemembered) {
  const auto enrolment = start();
  ASSERT_EQ(link.paths, std::vector<std::string>{"/v1/enrol"});
  const auto request = protocol::enrol_request_from(link.bodies[0]);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->token, "abcde-fghij");
  EXPECT_EQ(request->name, "Đài xã");
  link.answer(yes());
  EXPECT_TRUE(enrolled);
  EXPECT_EQ(enrolment->error(), "");

  enrolled = false;
  settings.token = {};
  Identity again(folder / "identity.json");
  EXPECT_EQ(again.station(), identity.station());
  Enrolment second(settings, timers, link, again);
  second.start([this] { enrolled = true; });
  EXPECT_TRUE(enrolled);
  EXPECT_EQ(link.paths.size(), 1U);
}

TEST_F(EnrolmentTest, ACentreThatIsDownIsAskedAgainEverMoreRarely) {
  const auto enrolment = start();
  std::vector<base::Duration> pauses;
  for (int i = 0; i < 12; ++i) {
    link.answer({0, "connection refused"});
    EXPECT_EQ(enrolment->error(), "unreachable");
    const auto before = timers.now().steady;
    while (link.waiting.empty()) pass(std::chrono::seconds{1});
    pauses.push_back(timers.now().steady - before);
  }
  EXPECT_EQ(pauses.front(), std::chrono::seconds{1});
  EXPECT_EQ(pauses.back(), std::chrono::minutes{5});
  EXPECT_TRUE(std::is_sorted(pauses.begin(), pauses.end()));
  link.answer(yes());
  EXPECT_TRUE(enrolled);
}

TEST_F(EnrolmentTest, TheCentresKeyIsKeptAndItsTimeIsBelieved) {
  const auto centre = base::SigningKey::generate();
  const base::Wall noon{std::chrono::hours{500'000}};
  std::vector<base::Wall> told;
  Enrolment enrolment(settings, timers, link, identity);
  enrolment.on_time([&](base::Wall time) { told.push_back(time); });
  enrolment.start([this] { enrolled = true; });
  protocol::EnrolResponse response{identity.station(), ""};
  response.centre_key.assign(centre.public_key.begin(), centre.public_key.end());
  response.time = protocol::sign_time(centre, identity.station(), noon);
  link.answer({200, protocol::to_json(response)});
  EXPECT_EQ(told, std::vector{noon});
  EXPECT_EQ(identity.membership().key, response.centre_key);
  EXPECT_EQ(time_told(identity, response.time), noon);
  EXPECT_FALSE(time_told(
      identity, protocol::sign_time(base::SigningKey::generate(), identity.station(), noon)));
  EXPECT_FALSE(time_told(identity, std::nullopt));
}

TEST_F(EnrolmentTest, RefusalsAreToldApart) {
  const std::vector<std::pair<LinkAnswer, std::string>> table{
      {{0, "x"}, "unreachable"},
      {{503, "{}"}, "unreachable"},
      {{403, "{}"}, "refused"},
      {{200, "not json"}, "refused"},
      {{200, protocol::to_json(protocol::EnrolResponse{"st-0000000000000000", ""})}, "other-id"},
  };
  for (const auto& [answer, error] : table) {
    link.waiting.clear();
    const auto enrolment = start();
    link.answer(answer);
    EXPECT_EQ(enrolment->error(), error) << answer.status;
    EXPECT_FALSE(enrolled);
  }
}

TEST_F(EnrolmentTest, WithoutATokenItSaysSoAndAsksNobody) {
  settings.token = {};
  EXPECT_EQ(start()->error(), "no-token");
  EXPECT_TRUE(link.paths.empty());
}

TEST_F(EnrolmentTest, AnotherCentreIsAnotherEnrolment) {
  identity.join({"http://old:8480", "", ""});
  start();
  EXPECT_EQ(link.paths.size(), 1U);
}

TEST_F(EnrolmentTest, ACentreThatForgotTheStationIsAskedAgainWithTheToken) {
  identity.join({settings.url, "", ""});
  const auto enrolment = start();
  EXPECT_TRUE(enrolled);
  EXPECT_TRUE(link.paths.empty());

  enrolled = false;
  enrolment->renew();
  enrolment->renew();  // the next 401 arrives while the question is out
  ASSERT_EQ(link.paths, std::vector<std::string>{"/v1/enrol"});
  link.answer({403, "{}"});
  EXPECT_EQ(enrolment->error(), "refused");
  pass(std::chrono::seconds{1});
  link.answer(yes());
  EXPECT_TRUE(enrolled);
  EXPECT_EQ(enrolment->error(), "");
}

TEST_F(EnrolmentTest, ACentreThatKnowsTheStationAgainIsNotAskedAnyMore) {
  identity.join({settings.url, "", ""});
  const auto enrolment = start();
  enrolment->renew();
  link.answer({403, "{}"});
  enrolment->known();
  EXPECT_EQ(enrolment->error(), "");
  pass(std::chrono::hours{1});
  EXPECT_EQ(link.paths.size(), 1U);
}

TEST_F(EnrolmentTest, OverHttpsTheTokenMustNameTheAuthority) {
  settings.url = "https://centre:8480";
  EXPECT_EQ(start()->error(), "no-pin");
  EXPECT_TRUE(link.paths.empty());
  settings.token.pin = base::sha256("an authority");
  const auto enrolment = start();
  ASSERT_EQ(link.bodies.size(), 1U);
  EXPECT_EQ(link.bodies[0].find(base::to_hex(*settings.token.pin)), std::string::npos)
      << "the pin is nobody's business but the station's";
  link.answer(
      {200, protocol::to_json(protocol::EnrolResponse{identity.station(), "a certificate"})});
  EXPECT_EQ(link.reconnects, 1);
  const Identity kept(folder / "identity.json");
  EXPECT_EQ(kept.membership().url, settings.url);
  EXPECT_EQ(kept.membership().pin, base::to_hex(*settings.token.pin));
  EXPECT_EQ(kept.membership().certificate, "a certificate");
}

TEST_F(EnrolmentTest, AMemberBelievesAndShowsWhatItWasGiven) {
  const auto pin = base::sha256("an authority");
  identity.join({settings.url, base::to_hex(pin), "a certificate"});
  settings.token = {};
  EXPECT_TRUE(is_enrolled(identity, settings)) << "the token may be taken out of the configuration";
  const auto client = tls_client(identity, settings, {});
  EXPECT_EQ(client.pin, pin);
  EXPECT_EQ(client.identity.certificates, "a certificate");
  EXPECT_EQ(client.identity.key, protocol::to_pem(identity.key()));
}

TEST_F(EnrolmentTest, ATokenOfAnotherAuthorityIsAnotherEnrolment) {
  identity.join({settings.url, base::to_hex(base::sha256("an authority")), "a certificate"});
  settings.token.pin = base::sha256("another");
  EXPECT_FALSE(is_enrolled(identity, settings));
  const auto client = tls_client(identity, settings, {});
  EXPECT_EQ(client.pin, *settings.token.pin);
  EXPECT_EQ(client.identity.certificates, "") << "the other centre's certificate";
}

TEST_F(EnrolmentTest, AnAnswerAfterTheEndIsNobodys) {
  start().reset();
  link.answer(yes());
  EXPECT_FALSE(enrolled);
}

}  // namespace
}  // namespace loa::daemon::testing
