// Stations that listen for live commands, against the centre's real interface and store: who is
// answered when, in what order, and with what.
#include <gmock/gmock.h>

#include <algorithm>

#include "centre/enrolment.h"
#include "tests/centre/reception_scene.h"
#include "tests/trust/office.h"

namespace loa::centre {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Listening : public ::testing::Test, protected test::ReceptionScene {
 protected:
  struct Answer {
    int station;
    int status;
    std::string body;
    std::string retry_after;

    std::vector<std::string> commands() const {
      return protocol::status_answer_from(body).value().commands;
    }
  };

  Listening() {
    for (const auto& key : keys_)
      store_.put_station({test::id_of(key), "Đài", *base::from_base64(test::base64(key)), {}});
  }
  std::string id(int station) const {
    return test::id_of(keys_.at(static_cast<std::size_t>(station)));
  }
  void report(int station, std::chrono::seconds longest, const std::vector<std::string>& got = {}) {
    protocol::StatusReport report;
    report.station = id(station);
    report.listening = {longest, got};
    take(test::signed_post(keys_.at(static_cast<std::size_t>(station)), "/v1/status",
                           to_json(report)),
         station);
  }
  void take(protocol::HttpRequest request, int station) {
    reception_.take(std::move(request), [this, station](const protocol::HttpResponse& response) {
      const std::string retry_after(response.header("Retry-After"));
      answers_.push_back({station, response.status, response.body, retry_after});
    });
    loop_.restart();
    while (loop_.poll() > 0) {
    }
  }
  std::string command(std::vector<std::string> stations) {
    const auto now = clock_.read().wall;
    const auto key = trust::testing::key(31);
    auto envelope =
        trust::envelope_of(trust::Command{std::move(stations), key.public_key, ++counter_, now,
                                          now + 60s, "", trust::StopSound{true}});
    trust::sign(envelope, key);
    return trust::write_envelope(envelope);
  }
  void give(const std::string& text) {
    protocol::HttpRequest request{"POST", "/v1/admin/command", {}, {}, text, "127.0.0.1"};
    request.headers["authorization"] = "Bearer secret";
    take(std::move(request), -1);
    const auto given = std::ranges::find(answers_, -1, &Answer::station);
    ASSERT_NE(given, answers_.end());
    EXPECT_EQ(given->status, 200);
    answers_.erase(given);
  }
  std::vector<int> answered() const {
    std::vector<int> stations;
    for (const auto& answer : answers_) stations.push_back(answer.station);
    return stations;
  }

  const std::vector<base::SigningKey> keys_ = [] {
    std::vector<base::SigningKey> keys;
    for (int i = 0; i < 3; ++i) keys.push_back(base::SigningKey::generate());
    return keys;
  }();
  std::vector<Answer> answers_;
  std::int64_t counter_ = 0;
};

TEST_F(Listening, StationsAreToldOfACommandInTheMomentInWhichItIsPutIn) {
  for (int i = 0; i < 3; ++i) report(i, 60s);
  EXPECT_THAT(answers_, IsEmpty()) << "they are held";
  const auto text = command({id(1)});
  give(text);
  EXPECT_THAT(answered(), ElementsAre(1)) << "just the one it is for; the others go on waiting";
  EXPECT_THAT(answers_[0].commands(), ElementsAre(text));
  const auto all = command({"*"});
  give(all);
  EXPECT_THAT(answered(), ElementsAre(1, 0, 2));
  EXPECT_THAT(answers_[1].commands(), ElementsAre(all));
}

// By another centre on the same database, which cannot cut the connection.
TEST_F(Listening, AStationThatWasShutOutMeanwhileIsToldOfNoCommand) {
  report(0, 60s);
  report(1, 60s);
  store_.revoke(id(0), clock_.read().wall);
  give(command({"*"}));
  ASSERT_THAT(answered(), ElementsAre(0, 1));
  EXPECT_EQ(answers_[0].status, 403);
  EXPECT_THAT(answers_[1].commands(), SizeIs(1));
}

TEST_F(Listening, AStationThatComesLateHasTheCommandAtOnce) {
  const auto text = command({id(0)});
  give(text);
  report(0, 60s);
  ASSERT_THAT(answered(), ElementsAre(0)) << "whatever was lost on the way, it is still live";
  EXPECT_THAT(answers_[0].commands(), ElementsAre(text));
}

TEST_F(Listening, WhatAStationHasGotDoesNotWakeItAgain) {
  const auto first = command({"*"});
  give(first);
  report(0, 60s, {protocol::id_of_command(first)});
  EXPECT_THAT(answers_, IsEmpty());
  const auto second = command({id(0)});
  give(second);
  ASSERT_THAT(answered(), ElementsAre(0));
  EXPECT_THAT(answers_[0].commands(), ElementsAre(second));
}

// A centre on the same database that has not heard of the command before the station comes.
TEST_F(Listening, WhatAStationHasGotElsewhereDoesNotWakeIt) {
  const auto text = command({"*"});
  Commands other(store_);
  EXPECT_EQ(other.take(text, clock_.read().wall).status, 200);
  report(0, 60s, {protocol::id_of_command(text)});
  EXPECT_THAT(answers_, IsEmpty());
}

TEST_F(Listening, AReportThatDoesNotListenIsAnsweredAtOnce) {
  report(0, 0s);
  ASSERT_THAT(answered(), ElementsAre(0));
  EXPECT_THAT(answers_[0].commands(), IsEmpty());
}

TEST_F(Listening, ItEndsAfterTheTimeThatTheStationSaid) {
  report(0, 1s);
  EXPECT_THAT(answers_, IsEmpty());
  loop_.restart();
  // It ends because the hall is empty: nothing ticks on.
  loop_.run();
  ASSERT_THAT(answered(), ElementsAre(0));
  EXPECT_EQ(answers_[0].status, 200);
  EXPECT_THAT(answers_[0].commands(), IsEmpty());
}

TEST_F(Listening, AStationThatIsNotKnownIsNotHeld) {
  protocol::StatusReport report;
  const auto stranger = base::SigningKey::generate();
  report.station = test::id_of(stranger);
  report.listening = {60s, {}};
  take(test::signed_post(stranger, "/v1/status", to_json(report)), 7);
  ASSERT_THAT(answered(), ElementsAre(7));
  EXPECT_EQ(answers_[0].status, 401);
}

TEST_F(Listening, TheCentreTellsHowManyListen) {
  report(0, 60s);
  report(1, 60s);
  take({"GET", "/metrics", {}, {}, "", "127.0.0.1"}, -1);
  EXPECT_THAT(answers_.back().body, HasSubstr("\nloa_listening_stations 2\n"));
}

TEST_F(Listening, AtTheEndOfTheCentreEachIsToldWhenToComeBack) {
  for (int i = 0; i < 3; ++i) report(i, 60s);
  EXPECT_EQ(reception_.close(), 3U);
  ASSERT_THAT(answers_, SizeIs(3));
  for (const auto& answer : answers_) {
    EXPECT_EQ(answer.status, 503);
    EXPECT_GE(std::stoi(answer.retry_after), 1);
  }
  report(0, 60s);
  ASSERT_THAT(answers_, SizeIs(4)) << "nobody is held any more";
  EXPECT_EQ(answers_[3].status, 503);
  loop_.restart();
  loop_.run();
}

}  // namespace
}  // namespace loa::centre
