// Live commands at the centre: offered to those they are for, while it is their time.
#include "centre/commands.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "protocol/messages.h"
#include "tests/centre/engines.h"
#include "tests/trust/office.h"

namespace loa::centre {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
namespace office = trust::testing;

trust::Command command_for(std::vector<std::string> stations, base::Duration begin = 0s) {
  const auto key = office::key(31);
  return {std::move(stations),
          key.public_key,
          7,
          office::kNow + begin,
          office::kNow + begin + 60s,
          "",
          trust::StopSound{true}};
}

std::string text_of(const trust::Command& command) {
  auto envelope = trust::envelope_of(command);
  trust::sign(envelope, office::key(31));
  return trust::write_envelope(envelope);
}

base::Now at(base::Duration since) {
  return {base::Steady{since}, office::kNow + since, base::ClockQuality::synced};
}

class LiveCommands : public ::testing::TestWithParam<test::Engine> {
 protected:
  test::Database database_{GetParam()};
  Store store_{database_.open()};
  Commands commands_{store_};
};

TEST_P(LiveCommands, AreOfferedToThoseTheyAreFor) {
  const auto one = text_of(command_for({office::kStation}));
  const auto all = text_of(command_for({"*"}));
  EXPECT_EQ(commands_.take(one, office::kNow).status, 200);
  EXPECT_EQ(commands_.take(all, office::kNow + 1ns).status, 200);
  EXPECT_THAT(commands_.due(office::kStation, {}, at(0s)), ElementsAre(one, all));
  EXPECT_THAT(commands_.due("st-9", {}, at(0s)), ElementsAre(all));
}

TEST_P(LiveCommands, AreOfferedWhileItIsTheirTime) {
  const auto later = text_of(command_for({office::kStation}, 30s));
  EXPECT_EQ(commands_.take(later, office::kNow).status, 200);
  EXPECT_THAT(commands_.due(office::kStation, {}, at(29s)), IsEmpty());
  EXPECT_THAT(commands_.due(office::kStation, {}, at(30s)), ElementsAre(later));
  EXPECT_THAT(commands_.due(office::kStation, {}, at(89s)), ElementsAre(later))
      << "an answer may be lost";
  EXPECT_THAT(commands_.due(office::kStation, {}, at(90s)), IsEmpty());
  EXPECT_EQ(commands_.take(later, office::kNow + 90s).status, 409);
}

TEST_P(LiveCommands, AreKnownToWaitForAStationWhileItIsTheirTime) {
  EXPECT_FALSE(commands_.waits_for(office::kStation, at(0s)));
  EXPECT_EQ(commands_.take(text_of(command_for({office::kStation}, 30s)), office::kNow).status,
            200);
  EXPECT_FALSE(commands_.waits_for(office::kStation, at(29s)));
  EXPECT_TRUE(commands_.waits_for(office::kStation, at(30s)));
  EXPECT_FALSE(commands_.waits_for("st-9", at(31s)));
  EXPECT_FALSE(commands_.waits_for(office::kStation, at(90s)));
  Commands other(store_);
  EXPECT_TRUE(other.waits_for(office::kStation, at(31s))) << "as another centre knows it";
}

TEST_P(LiveCommands, ThatTheStationHasGotAreNotOfferedAgain) {
  const auto one = text_of(command_for({office::kStation}));
  const auto all = text_of(command_for({"*"}));
  commands_.take(one, office::kNow);
  commands_.take(all, office::kNow + 1ns);
  EXPECT_THAT(commands_.due(office::kStation, {protocol::id_of_command(one)}, at(1s)),
              ElementsAre(all));
  EXPECT_THAT(commands_.due(office::kStation,
                            {protocol::id_of_command(all), protocol::id_of_command(one)}, at(1s)),
              IsEmpty());
}

TEST_P(LiveCommands, CallThoseTheyAreForOnceWhenTheirTimeComes) {
  commands_.take(text_of(command_for({office::kStation}, 30s)), office::kNow);
  EXPECT_THAT(commands_.begun(at(29s)), IsEmpty());
  const auto calls = commands_.begun(at(30s));
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_FALSE(calls[0].all);
  EXPECT_THAT(calls[0].stations, ElementsAre(office::kStation));
  EXPECT_THAT(commands_.begun(at(32s)), IsEmpty()) << "once";
  commands_.take(text_of(command_for({"*"})), office::kNow + 32s);
  EXPECT_TRUE(commands_.begun(at(32s)).at(0).all) << "at once, where this centre has taken it";
}

TEST_P(LiveCommands, ThatAnotherCentreTookAreKnownASecondLaterByOneQuestion) {
  Commands other(store_);
  EXPECT_THAT(other.begun(at(0s)), IsEmpty());
  commands_.take(text_of(command_for({"*"})), office::kNow);
  EXPECT_THAT(other.begun(at(999ms)), IsEmpty());
  EXPECT_THAT(other.due("st-9", {}, at(999ms)), IsEmpty());
  EXPECT_EQ(other.begun(at(1s)).size(), 1U);
  EXPECT_EQ(other.due("st-9", {}, at(1s)).size(), 1U);
}

TEST_P(LiveCommands, OfWhichThereAreTooManyAreRefused) {
  const auto text = [](std::int64_t counter) {
    auto command = command_for({office::kStation});
    command.counter = counter;
    return text_of(command);
  };
  std::int64_t taken = 0;
  while (commands_.take(text(taken + 1), office::kNow).status == 200) ++taken;
  EXPECT_EQ(taken, 100);
  EXPECT_EQ(commands_.take(text(1), office::kNow).status, 200) << "it is there";
  EXPECT_EQ(commands_.due(office::kStation, {}, at(0s)).size(), protocol::kMaxCommands);
  EXPECT_EQ(
      commands_.take(text_of(command_for({office::kStation}, 61s)), office::kNow + 61s).status, 200)
      << "the old ones are gone";
}

TEST_P(LiveCommands, ThatCannotBeReadAreRefusedWithTheReason) {
  const auto answer = commands_.take("{}", office::kNow);
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, ::testing::HasSubstr("malformed-command"));
  auto wrong = command_for({office::kStation});
  wrong.expires = office::kNow + 1h;
  EXPECT_EQ(commands_.take(text_of(wrong), office::kNow).status, 400);
}

TEST_P(LiveCommands, ThatTheirIssuerHasNotSignedAreRefused) {
  auto envelope = trust::envelope_of(command_for({office::kStation}));
  trust::sign(envelope, office::key(32));
  const auto answer = commands_.take(trust::write_envelope(envelope), office::kNow);
  EXPECT_EQ(answer.status, 409);
  EXPECT_THAT(answer.body, HasSubstr("unsigned"));
}

// Many small commands, one after another.
class OnePersonsCommands : public LiveCommands {
 protected:
  static std::vector<std::string> stations(int first, int count) {
    std::vector<std::string> ids;
    for (int i = first; i < first + count; ++i) ids.push_back("st-" + std::to_string(i));
    return ids;
  }
  std::string give(std::vector<std::string> ids, base::Duration since, int second = 0,
                   base::Duration begin = 0s) {
    auto command = command_for(std::move(ids), since + begin);
    command.counter = ++counter_;
    auto envelope = trust::envelope_of(command);
    trust::sign(envelope, office::key(31));
    if (second != 0) trust::sign(envelope, office::key(static_cast<std::uint8_t>(second)));
    const auto answer = commands_.take(trust::write_envelope(envelope), office::kNow + since,
                                       office::role({31, 33}));
    said_ = answer.body;
    return answer.status == 200 ? "" : nlohmann::json::parse(answer.body).value("error", "");
  }
  std::int64_t counter_ = 0;
  std::string said_;
};

TEST_P(OnePersonsCommands, ReachTwentyStationsInTenMinutesHoweverManyTheyAre) {
  EXPECT_EQ(give(stations(0, 15), 0s), "");
  EXPECT_EQ(give(stations(15, 5), 60s), "");
  EXPECT_EQ(give(stations(3, 9), 70s), "") << "the same ones again";
  EXPECT_EQ(give(stations(20, 1), 80s), "reaches-too-far");
  EXPECT_THAT(said_, HasSubstr("một người chỉ được ra lệnh cho 20 đài khác nhau trong 10 phút"));
  EXPECT_THAT(commands_.due("st-20", {}, at(81s)), IsEmpty());
  EXPECT_EQ(give(stations(20, 7), 600s), "reaches-too-far");
  EXPECT_EQ(give(stations(20, 6), 600s), "") << "of the first, nine came again: fourteen count";
}

TEST_P(OnePersonsCommands, AreCountedOverARestartAndByEveryCentre) {
  EXPECT_EQ(give(stations(0, 20), 0s), "");
  Store again(database_.open());
  Commands other(again);
  EXPECT_THAT(other.take(text_of(command_for({"st-20"}, 10s)), office::kNow + 10s).body,
              HasSubstr("reaches-too-far"));
}

TEST_P(OnePersonsCommands, GoFurtherWithASecondPersonWhoMayCommand) {
  EXPECT_EQ(give(stations(0, 20), 0s), "");
  EXPECT_EQ(give(stations(20, 20), 1s, 34), "reaches-too-far") << "not the root's";
  EXPECT_EQ(give(stations(20, 20), 2s, 33), "");
  EXPECT_EQ(give({"*"}, 3s), "") << "stations ask for two by themselves";
}

TEST_P(OnePersonsCommands, AreNotSpreadByGivingThemAhead) {
  EXPECT_EQ(give(stations(0, 20), 0s, 0, 3600s), "");
  EXPECT_EQ(give(stations(20, 20), 660s, 0, 0s), "") << "an hour before those";
  EXPECT_EQ(give(stations(40, 1), 1300s, 0, 2301s), "reaches-too-far") << "with those of before";
}

TEST_P(OnePersonsCommands, AreNotAnothersToUseUp) {
  EXPECT_EQ(give(stations(0, 20), 0s), "");
  auto command = command_for({"st-20"}, 1s);
  command.issuer = office::key(33).public_key;
  auto envelope = trust::envelope_of(command);
  trust::sign(envelope, office::key(33));
  EXPECT_EQ(commands_.take(trust::write_envelope(envelope), office::kNow + 1s).status, 200);
}

INSTANTIATE_TEST_SUITE_P(On, OnePersonsCommands, test::each_engine(), test::name_of_engine);
INSTANTIATE_TEST_SUITE_P(On, LiveCommands, test::each_engine(), test::name_of_engine);

}  // namespace
}  // namespace loa::centre
