// Whatever an attacker makes of the live commands that he has seen: none is obeyed that two
// commanders, or one with a code of the moment, did not mean for this station, now, for the first
// time. From a seed; a quarter as many as there are attacks with bundles.
#include <gmock/gmock.h>

#include <map>
#include <random>

#include "tests/attacks/attacker.h"
#include "trust/command.h"

namespace loa::trust::testing {
namespace {

using namespace std::chrono_literals;

const std::string kSecret = "12345678901234567890";

class CommandAttacker {
 public:
  struct Attempt {
    const char* kind;
    std::string envelope;
    CommandQuestion question;
    Counters obeyed = {};
  };

  CommandAttacker(std::uint64_t seed, Action action) : dice_(seed) {
    meant_.action = std::move(action);
    sign_all();
  }

  const Command& meant() const { return meant_; }
  const Role& commanders() const { return commanders_; }

  // What is obeyed when it comes: by two people, and by one with the code.
  Attempt by_two() const { return {"by-two", by_two_, here_}; }
  Attempt with_code() { return {"with-code", with_code(hotp(kSecret, step_now())), with_otp_}; }

  Attempt next() {
    switch (dice_() % 10) {
      case 0:
        return {"forged", forged_, here_};
      case 1:
        return {"changed", changed(), here_};
      case 2:
        return {"one-person", by_one_, here_};
      case 3:
        return {"other-station", by_two_, {"st-9", kNow, "n"}};
      case 4:
        return {"late", by_two_, {kStation, kNow + 60s + 1s * (dice_() % 9000), "n"}};
      case 5:
        return {"without-clock", by_two_, {kStation, std::nullopt, "n"}};
      case 6:
        return {"replayed", by_two_, here_, {{meant_.issuer, meant_.counter + below(1000)}}};
      case 7:
        return {"guessed-code", with_code(guess()), with_otp_};
      case 8:
        return used_code();
      default:
        return {"bit-flipped", flipped(), here_};
    }
  }

 private:
  static std::uint64_t step_now() { return static_cast<std::uint64_t>(otp_step(kNow)); }
  std::int64_t below(std::uint64_t limit) { return static_cast<std::int64_t>(dice_() % limit); }

  static std::string text(const Command& command,
                          std::initializer_list<const base::SigningKey*> keys) {
    auto envelope = envelope_of(command);
    for (const auto* one : keys) sign(envelope, *one);
    return write_envelope(envelope);
  }
  std::string with_code(const std::string& code) const {
    auto command = meant_;
    command.otp = code;
    return text(command, {&commander_});
  }
  // Another payload under the same signatures.
  std::string changed() {
    auto envelope = envelope_by_two_;
    auto other = meant_;
    other.counter += 1 + below(1000);
    other.expires += 1s * (dice_() % 60);
    if (dice_() % 2 == 0) other.action = Reboot{};
    envelope.payload = envelope_of(other).payload;
    return write_envelope(envelope);
  }
  // None of the three that are right now, or it would be no attack.
  std::string guess() {
    for (;;) {
      const auto code = std::to_string(1'000'000 + dice_() % 1'000'000).substr(1);
      if (!otp_accepted(kSecret, code, kNow, std::nullopt)) return code;
    }
  }
  // A code that was right, of this moment or of one after which another was used.
  Attempt used_code() {
    const auto step = step_now() + dice_() % 3 - 1;
    auto question = with_otp_;
    question.otp_used[meant_.issuer] = static_cast<std::int64_t>(step) + below(3);
    return {"used-code", with_code(hotp(kSecret, step)), question};
  }
  std::string flipped() {
    auto bytes = by_two_;
    for (auto left = 1 + dice_() % 3; left > 0; --left) {
      auto& byte = bytes[dice_() % bytes.size()];
      byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << dice_() % 8));
    }
    return bytes;
  }
  // Once: what is tried is what a station makes of them.
  void sign_all() {
    envelope_by_two_ = envelope_of(meant_);
    sign(envelope_by_two_, commander_);
    sign(envelope_by_two_, second_);
    by_two_ = write_envelope(envelope_by_two_);
    by_one_ = text(meant_, {&commander_});
    forged_ = text(meant_, {&stranger_, &stranger_});
  }
  static std::vector<std::string> stations() {
    std::vector<std::string> ids{kStation};
    for (std::size_t i = 0; i < kMostByOne; ++i) ids.push_back("st-n" + std::to_string(i));
    return ids;
  }

  std::mt19937_64 dice_;
  base::SigningKey commander_ = key(31), second_ = key(32), stranger_ = key(99);
  Role commanders_ = role({31, 32});
  // To more than one person alone may reach, whatever it is.
  Command meant_{stations(), commander_.public_key, 7, kNow, kNow + 60s, "", StopSound{}};
  CommandQuestion here_{kStation, kNow, "n"};
  CommandQuestion with_otp_{kStation, kNow, "n", "", {{commander_.public_key, kSecret}}, {}};
  Envelope envelope_by_two_;
  std::string by_two_, by_one_, forged_;
};

CommandJudgement judged(const CommandAttacker& attacker, const CommandAttacker::Attempt& attempt) {
  base::Problems problems;
  const auto envelope = read_envelope(attempt.envelope, "", problems);
  if (!envelope) return {};
  return judge(*envelope, attacker.commanders(), attempt.obeyed, attempt.question);
}

// What may be commanded: of each kind one.
std::vector<Action> each_action() {
  return {PlayFile{"tin/a.mp3", {0, base::sha256("a"), 1}, 1},
          Say{"Vỡ đê, bà con lên đồi ngay.", 1}, StopSound{true}, SetVolume{0}, Reboot{}};
}
static_assert(std::variant_size_v<Action> == 5, "each of them is attacked");

class CommandAttacks : public ::testing::TestWithParam<std::size_t> {};

TEST_P(CommandAttacks, NothingIsObeyedThatWasNotMeant) {
  const auto seed = number_told("LOA_ATTACK_SEED", 20261126);
  const auto actions = each_action();
  CommandAttacker attacker(seed + GetParam(), actions.at(GetParam()));
  ASSERT_TRUE(judged(attacker, attacker.by_two()).command);
  ASSERT_TRUE(judged(attacker, attacker.with_code()).command);
  std::map<std::string, int> tried;
  for (auto left = number_told("LOA_ATTACKS", 100'000) / 4 / actions.size(); left > 0; --left) {
    const auto attempt = attacker.next();
    ++tried[attempt.kind];
    const auto said = judged(attacker, attempt);
    if (!said.command) continue;
    // A key may be written in capitals, or an unknown member differ: it is the same command.
    ASSERT_STREQ(attempt.kind, "bit-flipped") << "replay with LOA_ATTACK_SEED=" << seed;
    ASSERT_EQ(envelope_of(*said.command).payload, envelope_of(attacker.meant()).payload);
    auto again = attempt;
    again.obeyed = {{said.command->issuer, said.command->counter}};
    ASSERT_EQ(judged(attacker, again).problems.at(0).code, "done-before");
  }
  EXPECT_EQ(tried.size(), 10U) << "every kind was tried";
}

INSTANTIATE_TEST_SUITE_P(Actions, CommandAttacks,
                         ::testing::Range(std::size_t{0}, each_action().size()));

}  // namespace
}  // namespace loa::trust::testing
