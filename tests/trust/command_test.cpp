// Live commands: who is obeyed, and every way to be obeyed without right.
#include "trust/command.h"

#include <gmock/gmock.h>

#include "tests/trust/office.h"

namespace loa::trust::testing {
namespace {

using namespace std::chrono_literals;

const base::SigningKey kAn = key(31);
const base::SigningKey kBinh = key(32);
const base::SigningKey kStranger = key(99);

Command stop_now() {
  return {{kStation}, kAn.public_key, 7, kNow, kNow + 60s, "", StopSound{true}};
}

Command emergency() {
  auto command = stop_now();
  command.action = Say{"Vỡ đê, bà con lên đồi ngay.", 1};
  return command;
}

Envelope signed_by(const Command& command, std::initializer_list<base::SigningKey> keys) {
  auto envelope = envelope_of(command);
  for (const auto& one : keys) sign(envelope, one);
  return envelope;
}

struct CommandTest : ::testing::Test {
  std::optional<Role> commanders = role({31, 32});
  Counters obeyed;
  CommandQuestion question{kStation, kNow, "n1"};

  // "" where it is to be obeyed.
  std::string verdict(const Envelope& envelope) {
    const auto judgement = judge(envelope, commanders, obeyed, question);
    EXPECT_NE(judgement.command.has_value(), base::has_errors(judgement.problems));
    return judgement.command ? "" : judgement.problems.at(0).code;
  }
  std::string verdict(const Command& command) { return verdict(signed_by(command, {kAn})); }
};

TEST_F(CommandTest, OfACommanderIsObeyed) {
  const auto judged = judge(signed_by(stop_now(), {kAn}), commanders, obeyed, question);
  ASSERT_TRUE(judged.command);
  EXPECT_TRUE(std::get<StopSound>(judged.command->action).all);
  EXPECT_EQ(judged.command->issuer, kAn.public_key);
  EXPECT_EQ(judged.command->counter, 7);
}

TEST_F(CommandTest, EachActionSaysItself) {
  const Reference content{0, base::sha256("a"), 1};
  for (const Action& action : std::vector<Action>{PlayFile{"tin/a.mp3", content, 2}, Say{"Chào", 3},
                                                  StopSound{false}, SetVolume{40}, Reboot{}}) {
    auto command = stop_now();
    command.action = action;
    base::Problems problems;
    const auto read = read_command(envelope_of(command), "lenh", problems);
    ASSERT_TRUE(read) << base::to_string(problems.at(0));
    EXPECT_EQ(envelope_of(*read).payload, envelope_of(command).payload);
    EXPECT_EQ(read->action.index(), action.index());
  }
}

TEST_F(CommandTest, GoldenBytes) {
  auto command = stop_now();
  command.nonce = "00ff";
  EXPECT_EQ(envelope_of(command).payload,
            R"({"stations":["st-0000000000000001"],"issuer":")" + to_hex(kAn.public_key) +
                R"(","counter":7,"notBefore":"2026-11-26T05:00:00.000Z",)"
                R"("expires":"2026-11-26T05:01:00.000Z","nonce":"00ff","stop":{"all":true}})");
}

TEST_F(CommandTest, OfAStrangerIsNot) {
  auto command = stop_now();
  EXPECT_EQ(verdict(signed_by(command, {})), "unsigned");
  EXPECT_EQ(verdict(signed_by(command, {kStranger})), "unsigned");
  EXPECT_EQ(verdict(signed_by(command, {kBinh})), "unsigned") << "the issuer must sign";
  command.issuer = kStranger.public_key;
  EXPECT_EQ(verdict(signed_by(command, {kAn, kStranger})), "unsigned");
}

TEST_F(CommandTest, WhereTheRootNamesNobodyIsNot) {
  commanders.reset();
  EXPECT_EQ(verdict(stop_now()), "no-commanders");
}

TEST_F(CommandTest, WhoseBytesWereChangedIsNot) {
  auto envelope = signed_by(stop_now(), {kAn});
  const auto at = envelope.payload.find("true");
  envelope.payload.replace(at, 4, "null");
  EXPECT_NE(verdict(envelope), "");
  envelope.payload.replace(at, 4, "true");
  EXPECT_EQ(verdict(envelope), "");
  envelope.type = Timestamp::kType;
  EXPECT_EQ(verdict(envelope), "wrong-type");
}

TEST_F(CommandTest, OfAnEmergencyNeedsTwoPeople) {
  EXPECT_EQ(verdict(signed_by(emergency(), {kAn})), "second-person");
  EXPECT_EQ(verdict(signed_by(emergency(), {kAn, kAn})), "second-person");
  EXPECT_EQ(verdict(signed_by(emergency(), {kAn, kStranger})), "second-person");
  EXPECT_EQ(verdict(signed_by(emergency(), {kAn, kBinh})), "");
}

// The commander's phone, in the place of a second person.
TEST_F(CommandTest, OfAnEmergencyMayHaveAOneTimeCodeInstead) {
  const std::string secret = "12345678901234567890";
  const auto step = otp_step(kNow);
  auto command = emergency();
  command.otp = hotp(secret, static_cast<std::uint64_t>(step));
  EXPECT_EQ(verdict(command), "second-person") << "the station knows no secret";
  question.otp_secrets[kBinh.public_key] = secret;
  EXPECT_EQ(verdict(command), "second-person") << "it is another one's secret";
  question.otp_secrets[kAn.public_key] = secret;
  const auto judged = judge(signed_by(command, {kAn}), commanders, obeyed, question);
  EXPECT_TRUE(judged.command);
  EXPECT_EQ(judged.otp_step, step);
  command.stations = {"*"};
  EXPECT_EQ(verdict(command), "");
  EXPECT_EQ(verdict(emergency()), "second-person") << "without a code";
  question.otp_used[kAn.public_key] = step;
  EXPECT_EQ(verdict(command), "wrong-otp") << "used";
  question.otp_used.clear();
  EXPECT_EQ(verdict(signed_by(command, {kAn, kBinh})), "") << "two people need none";
  question.at = kNow + 60s;
  EXPECT_EQ(verdict(command), "wrong-otp") << "over";
  question.at.reset();
  command.nonce = question.nonce;
  EXPECT_EQ(verdict(command), "second-person") << "no time, no code";
  question.at = kNow;
  command.otp = "000000";
  EXPECT_EQ(verdict(command), "wrong-otp");
  EXPECT_EQ(verdict(signed_by(command, {kStranger})), "unsigned");
}

TEST_F(CommandTest, ToEveryStationNeedsTwoPeople) {
  auto command = stop_now();
  command.stations = {"*"};
  EXPECT_EQ(verdict(signed_by(command, {kAn})), "second-person");
  EXPECT_EQ(verdict(signed_by(command, {kAn, kBinh})), "");
}

// A whole province name by name is the province.
TEST_F(CommandTest, ToManyStationsNeedsTwoPeople) {
  auto command = stop_now();
  while (command.stations.size() < kMostByOne) {
    command.stations.push_back("st-" + std::to_string(command.stations.size()));
  }
  EXPECT_EQ(verdict(signed_by(command, {kAn})), "");
  command.stations.emplace_back("st-more");
  EXPECT_EQ(verdict(signed_by(command, {kAn})), "second-person");
  EXPECT_EQ(verdict(signed_by(command, {kAn, kBinh})), "");
}

TEST_F(CommandTest, NeedsAsManyAsTheRootSays) {
  commanders->threshold = 2;
  EXPECT_EQ(verdict(signed_by(stop_now(), {kAn})), "unsigned");
  EXPECT_EQ(verdict(signed_by(stop_now(), {kAn, kBinh})), "");
}

TEST_F(CommandTest, ForAnotherStationIsNot) {
  question.station = "st-00000000000000ff";
  EXPECT_EQ(verdict(stop_now()), "not-for-station");
}

TEST_F(CommandTest, IsObeyedOnce) {
  obeyed[kAn.public_key] = 6;
  EXPECT_EQ(verdict(stop_now()), "");
  obeyed[kAn.public_key] = 7;
  EXPECT_EQ(verdict(stop_now()), "done-before");
  obeyed[kAn.public_key] = 8;
  EXPECT_EQ(verdict(stop_now()), "replayed");
  obeyed = {{kBinh.public_key, 1000}};
  EXPECT_EQ(verdict(stop_now()), "") << "each issuer counts for himself";
}

TEST_F(CommandTest, LivesFromItsTimeToItsEnd) {
  const auto at = [&](base::Duration after) {
    question.at = kNow + after;
    return verdict(stop_now());
  };
  EXPECT_EQ(at(-3s), "too-early");
  EXPECT_EQ(at(-2s), "") << "clocks of one network";
  EXPECT_EQ(at(59s), "");
  EXPECT_EQ(at(60s), "expired");
}

TEST_F(CommandTest, LivesTwoMinutesAtMost) {
  auto command = stop_now();
  command.expires = kNow + 120s;
  EXPECT_EQ(verdict(command), "");
  command.expires = kNow + 121s;
  EXPECT_EQ(verdict(command), "life");
  command.expires = kNow;
  EXPECT_EQ(verdict(command), "life");
}

TEST_F(CommandTest, ToAStationWithoutAClockCarriesItsNonce) {
  auto command = stop_now();
  question.at.reset();
  EXPECT_EQ(verdict(command), "no-nonce");
  command.nonce = "n0";
  EXPECT_EQ(verdict(command), "no-nonce");
  command.nonce = "n1";
  EXPECT_EQ(verdict(command), "");
  question.nonce.clear();
  command.nonce.clear();
  EXPECT_EQ(verdict(command), "no-nonce") << "no nonce is none";
}

TEST_F(CommandTest, DoesOneThing) {
  auto envelope = envelope_of(stop_now());
  const auto with = [&](const std::string& what) {
    auto changed = envelope;
    const auto at = changed.payload.find("\"stop\"");
    changed.payload.replace(at, std::string::npos, what + "}");
    sign(changed, kAn);
    return verdict(changed);
  };
  EXPECT_EQ(with(R"("stop":{"all":true})"), "");
  EXPECT_EQ(with(R"("stop":{"all":true},"volume":{"percent":5})"), "one-action");
  EXPECT_EQ(with(R"("nonce":"a")"), "one-action");
  EXPECT_NE(with(R"("volume":{"percent":101})"), "");
  EXPECT_NE(with(R"("say":{"text":"a","level":0})"), "");
  EXPECT_EQ(with(R"("reboot":{})"), "");
  EXPECT_EQ(with(R"("reboot":{},"stop":{"all":true})"), "one-action");
  EXPECT_NE(with(R"("reboot":true)"), "");
  EXPECT_NE(with(R"("reboot":{"at":"once"})"), "");
  EXPECT_NE(with(R"("shutdown":{})"), "");
}

}  // namespace
}  // namespace loa::trust::testing
