// Live commands at the centre: offered to those they are for, while it is their time.
#include "centre/commands.h"

#include <gmock/gmock.h>

#include "protocol/messages.h"
#include "tests/centre/engines.h"
#include "tests/trust/office.h"

namespace loa::centre {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
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

INSTANTIATE_TEST_SUITE_P(On, LiveCommands, test::each_engine(), test::name_of_engine);

}  // namespace
}  // namespace loa::centre
