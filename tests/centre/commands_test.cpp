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
  EXPECT_THAT(commands_.due(office::kStation, office::kNow), ElementsAre(one, all));
  EXPECT_THAT(commands_.due("st-9", office::kNow), ElementsAre(all));
}

TEST_P(LiveCommands, AreOfferedWhileItIsTheirTime) {
  const auto later = text_of(command_for({office::kStation}, 30s));
  EXPECT_EQ(commands_.take(later, office::kNow).status, 200);
  EXPECT_THAT(commands_.due(office::kStation, office::kNow + 29s), IsEmpty());
  EXPECT_THAT(commands_.due(office::kStation, office::kNow + 30s), ElementsAre(later));
  EXPECT_THAT(commands_.due(office::kStation, office::kNow + 89s), ElementsAre(later))
      << "an answer may be lost";
  EXPECT_THAT(commands_.due(office::kStation, office::kNow + 90s), IsEmpty());
  EXPECT_EQ(commands_.take(later, office::kNow + 90s).status, 409);
}

TEST_P(LiveCommands, AreKnownToWaitForAStationWhileItIsTheirTime) {
  const auto at = [](base::Duration since) {
    return base::Now{base::Steady{since}, office::kNow + since, base::ClockQuality::synced};
  };
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
  EXPECT_EQ(commands_.due(office::kStation, office::kNow).size(), protocol::kMaxCommands);
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
