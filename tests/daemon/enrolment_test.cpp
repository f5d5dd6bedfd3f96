// Becoming known to the centre, and keeping at it when that does not work.
#include <gtest/gtest.h>

#include <deque>

#include "base/timers.h"
#include "daemon/enrolment.h"
#include "protocol/messages.h"
#include "shell_support.h"

namespace loa::daemon::testing {
namespace {

// Answers what it was told to, and keeps what it was asked.
struct ScriptedLink final : Link {
  void post(const std::string& path, const std::string& body,
            std::function<void(LinkAnswer)> done) override {
    paths.push_back(path);
    bodies.push_back(body);
    waiting.push_back(std::move(done));
  }
  void answer(LinkAnswer with) {
    auto done = std::move(waiting.front());
    waiting.pop_front();
    done(std::move(with));
  }
  std::vector<std::string> paths;
  std::vector<std::string> bodies;
  std::deque<std::function<void(LinkAnswer)>> waiting;
};

struct EnrolmentTest : ::testing::Test {
  Folder folder;
  base::VirtualTimers timers{base::Now{}};
  ScriptedLink link;
  Identity identity{folder / "identity.json"};
  EnrolmentSettings settings{"http://centre:8480", "abcde-fghij", "Đài xã"};
  bool enrolled = false;

  std::unique_ptr<Enrolment> start() {
    auto enrolment = std::make_unique<Enrolment>(settings, timers, link, identity);
    enrolment->start([this] { enrolled = true; });
    return enrolment;
  }
  LinkAnswer yes() const {
    return {200, protocol::to_json(protocol::EnrolResponse{identity.station()})};
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
  settings.token = "";
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

TEST_F(EnrolmentTest, RefusalsAreToldApart) {
  const std::vector<std::pair<LinkAnswer, std::string>> table{
      {{0, "x"}, "unreachable"},
      {{503, "{}"}, "unreachable"},
      {{403, "{}"}, "refused"},
      {{200, "not json"}, "refused"},
      {{200, protocol::to_json(protocol::EnrolResponse{"st-0000000000000000"})}, "other-id"},
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
  settings.token = "";
  EXPECT_EQ(start()->error(), "no-token");
  EXPECT_TRUE(link.paths.empty());
}

TEST_F(EnrolmentTest, AnotherCentreIsAnotherEnrolment) {
  identity.set_enrolled_at("http://old:8480");
  start();
  EXPECT_EQ(link.paths.size(), 1U);
}

TEST_F(EnrolmentTest, ACentreThatForgotTheStationIsAskedAgainWithTheToken) {
  identity.set_enrolled_at(settings.url);
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
  identity.set_enrolled_at(settings.url);
  const auto enrolment = start();
  enrolment->renew();
  link.answer({403, "{}"});
  enrolment->known();
  EXPECT_EQ(enrolment->error(), "");
  pass(std::chrono::hours{1});
  EXPECT_EQ(link.paths.size(), 1U);
}

TEST_F(EnrolmentTest, AnAnswerAfterTheEndIsNobodys) {
  start().reset();
  link.answer(yes());
  EXPECT_FALSE(enrolled);
}

}  // namespace
}  // namespace loa::daemon::testing
