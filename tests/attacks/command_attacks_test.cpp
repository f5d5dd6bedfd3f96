// Whatever an attacker makes of the live commands that he has seen: none is obeyed that two
// commanders did not mean for this station, now, for the first time.
#include <gmock/gmock.h>

#include <map>
#include <random>

#include "tests/trust/office.h"
#include "trust/command.h"

namespace loa::trust::testing {
namespace {

using namespace std::chrono_literals;

constexpr int kAttempts = 5'000;

class CommandAttacker {
 public:
  struct Attempt {
    const char* kind;
    std::string envelope;
    CommandQuestion question;
  };

  const Command& meant() const { return meant_; }

  Attempt next() {
    switch (dice_() % 7) {
      case 0:
        return {"forged", text({stranger_, stranger_}), here_};
      case 1:
        return {"changed", changed(), here_};
      case 2:
        return {"one-person", text({commander_}), here_};
      case 3:
        return {"other-station", text({commander_, second_}), {"st-9", kNow, "n"}};
      case 4:
        return {"late",
                text({commander_, second_}),
                {kStation, kNow + 60s + 1s * (dice_() % 9000), "n"}};
      case 5:
        return {"without-clock", text({commander_, second_}), {kStation, std::nullopt, "n"}};
      default:
        return {"bit-flipped", flipped(), here_};
    }
  }

 private:
  std::string text(std::initializer_list<base::SigningKey> keys) const {
    auto envelope = envelope_of(meant_);
    for (const auto& one : keys) sign(envelope, one);
    return write_envelope(envelope);
  }
  // Another payload under the same signatures.
  std::string changed() {
    auto envelope = envelope_of(meant_);
    sign(envelope, commander_);
    sign(envelope, second_);
    auto other = meant_;
    other.counter += 1 + static_cast<std::int64_t>(dice_() % 1000);
    other.expires += 1s * (dice_() % 60);
    envelope.payload = envelope_of(other).payload;
    return write_envelope(envelope);
  }
  std::string flipped() {
    auto bytes = text({commander_, second_});
    for (auto left = 1 + dice_() % 3; left > 0; --left) {
      auto& byte = bytes[dice_() % bytes.size()];
      byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << dice_() % 8));
    }
    return bytes;
  }

  std::mt19937_64 dice_{20261126};
  base::SigningKey commander_ = key(31), second_ = key(32), stranger_ = key(99);
  CommandQuestion here_{kStation, kNow, "n"};
  Command meant_{{kStation},
                 commander_.public_key,
                 7,
                 kNow,
                 kNow + 60s,
                 "",
                 Say{"Vỡ đê, bà con lên đồi ngay.", 1}};
};

TEST(CommandAttacks, NothingIsObeyedThatWasNotMeant) {
  CommandAttacker attacker;
  const auto meant = envelope_of(attacker.meant()).payload;
  std::map<std::string, int> tried;
  for (int left = kAttempts; left > 0; --left) {
    const auto attempt = attacker.next();
    ++tried[attempt.kind];
    base::Problems problems;
    const auto envelope = read_envelope(attempt.envelope, "", problems);
    if (!envelope) continue;
    const auto judged = judge(*envelope, role({31, 32}), {}, attempt.question);
    if (!judged.command) continue;
    // A key may be written in capitals, or an unknown member differ.
    ASSERT_STREQ(attempt.kind, "bit-flipped");
    ASSERT_EQ(envelope->payload, meant);
    ASSERT_EQ(judge(*envelope, role({31, 32}), {{judged.command->issuer, 7}}, attempt.question)
                  .problems.at(0)
                  .code,
              "done-before");
  }
  EXPECT_EQ(tried.size(), 7U) << "every kind was tried";
}

}  // namespace
}  // namespace loa::trust::testing
