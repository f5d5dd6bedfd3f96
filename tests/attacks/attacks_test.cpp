// Everything that an attacker can hand to a station (attacker.h), from a seed that is printed:
// LOA_ATTACKS of them, 100,000 unless told, split over as many cases as there are seeds.
#include <gmock/gmock.h>

#include <map>

#include "tests/attacks/attacker.h"

namespace loa::trust::testing {
namespace {

constexpr int kSeeds = 4;

std::optional<Bundle> bundle_of(Attempt& attempt) {
  if (auto* bundle = std::get_if<Bundle>(&attempt.bundle)) return std::move(*bundle);
  base::Problems problems;
  return read_bundle(std::get<std::string>(attempt.bundle), "", problems);
}

class Attacks : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(Attacks, NothingIsBelievedButWhatTheOfficeSignedLast) {
  const auto seed = number_told("LOA_ATTACK_SEED", GetParam());
  Attacker attacker(seed);
  std::map<std::string, std::map<std::string, int>> verdicts;
  for (auto left = number_told("LOA_ATTACKS", 100'000) / kSeeds; left > 0; --left) {
    auto attempt = attacker.next();
    const auto bundle = bundle_of(attempt);
    if (!bundle) {
      ++verdicts[attempt.kind]["unreadable"];
      continue;
    }
    const auto judgement = judge(*bundle, attacker.trusted(), attempt.question);
    if (!judgement.authorised) {
      ++verdicts[attempt.kind][judgement.problems.at(0).code];
      continue;
    }
    // Space between the values may differ, or keys that nobody asks.
    ++verdicts[attempt.kind]["believed"];
    ASSERT_EQ(judgement.authorised->week, attacker.newest_week())
        << attempt.kind << ", replay with LOA_ATTACK_SEED=" << seed;
    ASSERT_EQ(judgement.authorised->version, attacker.newest_version());
    ASSERT_LT(*attempt.question.at, judgement.authorised->expires);
    ASSERT_EQ(attempt.question.station, kStation);
  }
  for (const auto& [kind, codes] : verdicts) {
    for (const auto& [code, count] : codes) RecordProperty(kind + " " + code, count);
  }
  EXPECT_EQ(verdicts.size(), 10U) << "every kind of attack was tried";
  for (const char* kind : {"replayed", "expired", "other-station", "forged", "own-root"}) {
    EXPECT_EQ(verdicts[kind]["believed"], 0) << kind;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Attacks, ::testing::Range<std::uint64_t>(1, kSeeds + 1));

}  // namespace
}  // namespace loa::trust::testing
