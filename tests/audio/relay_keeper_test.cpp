// When a relay is called, and called again.
#include "audio/relay_keeper.h"

#include <gtest/gtest.h>

namespace loa::audio {
namespace {

using namespace std::chrono_literals;

base::Steady at(base::Duration time) { return base::Steady{} + time; }

// Fails as soon as it is called, until `when`; the times of the calls and their addresses.
std::vector<std::pair<base::Duration, std::size_t>> calls_until(RelayKeeper& keeper,
                                                                base::Duration when) {
  std::vector<std::pair<base::Duration, std::size_t>> calls;
  for (base::Duration now{0}; now < when; now += 100ms) {
    if (keeper.next(at(now)) != RelayAction::connect) continue;
    calls.emplace_back(now, keeper.address());
    keeper.connecting(at(now));
    keeper.failed(at(now));
  }
  return calls;
}

TEST(RelayKeeper, CallsAtOnceAndThenLessAndLessOften) {
  RelayKeeper keeper(1);
  const auto calls = calls_until(keeper, 61s);
  std::vector<base::Duration> times;
  times.reserve(calls.size());
  for (const auto& call : calls) times.push_back(call.first);
  EXPECT_EQ(times, (std::vector<base::Duration>{0ms, 500ms, 1500ms, 3500ms, 7500ms, 15500ms,
                                                30500ms, 45500ms, 60500ms}));
  EXPECT_EQ(keeper.failures(), 9U);
}

TEST(RelayKeeper, TriesItsAddressesInTurn) {
  RelayKeeper keeper(3);
  const auto calls = calls_until(keeper, 8s);
  std::vector<std::size_t> addresses;
  addresses.reserve(calls.size());
  for (const auto& call : calls) addresses.push_back(call.second);
  EXPECT_EQ(addresses, (std::vector<std::size_t>{0, 1, 2, 0, 1}));
}

TEST(RelayKeeper, KeepsAnAddressThatSends) {
  RelayKeeper keeper(2);
  keeper.connecting(at(0s));
  keeper.failed(at(1s));
  keeper.connecting(at(2s));
  for (base::Duration now = 2s; now < 60s; now += 1s) {
    keeper.sent(at(now));
    EXPECT_EQ(keeper.next(at(now)), RelayAction::none);
  }
  EXPECT_EQ(keeper.address(), 1U);
}

TEST(RelayKeeper, GivesUpOneThatWasCalledAndSaysNothing) {
  RelayKeeper keeper(1);
  keeper.connecting(at(0s));
  EXPECT_EQ(keeper.next(at(20s)), RelayAction::none);
  EXPECT_EQ(keeper.next(at(20s + 1ms)), RelayAction::give_up);
}

TEST(RelayKeeper, GivesUpOneThatHasSentAndStopsSooner) {
  RelayKeeper keeper(1);
  keeper.connecting(at(0s));
  keeper.sent(at(3s));
  EXPECT_EQ(keeper.next(at(8s)), RelayAction::none);
  EXPECT_EQ(keeper.next(at(8s + 1ms)), RelayAction::give_up);
}

TEST(RelayKeeper, ForgivesOnceItHasSentForTenSeconds) {
  RelayKeeper keeper(1);
  calls_until(keeper, 20s);
  keeper.connecting(at(40s));
  for (base::Duration now = 40s; now <= 50s; now += 1s) keeper.sent(at(now));
  keeper.failed(at(50s));
  EXPECT_EQ(keeper.next(at(50s + 499ms)), RelayAction::none);
  EXPECT_EQ(keeper.next(at(50s + 500ms)), RelayAction::connect);
}

}  // namespace
}  // namespace loa::audio
