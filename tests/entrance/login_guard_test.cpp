// Guessing passwords gets slower and slower, and keeps nobody else out.
#include "entrance/login_guard.h"

#include <gtest/gtest.h>

#include "entrance/ration.h"

namespace loa::entrance {
namespace {

using namespace std::chrono_literals;

constexpr auto kStranger = "203.0.113.9";
constexpr auto kOwn = "192.168.1.20";
const base::Steady kFirstGuess{100h};

// Guesses as soon as it may until `count` guesses were made; when the last one was.
base::Steady guess_on(LoginGuard& guard, const std::string& name, const std::string& address,
                      int count, base::Steady now) {
  while (count > 0) {
    const auto wait = guard.guess(name, address, now);
    if (wait == 0s) --count;
    if (count > 0) now += wait;
  }
  return now;
}

std::string address_number(int i) {
  return "10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250);
}

TEST(LoginGuard, PausesGrowAfterFiveWrongGuesses) {
  LoginGuard guard;
  std::vector<base::Duration> pauses;
  auto now = kFirstGuess;
  for (int i = 0; i < 18; ++i) {
    const auto wait = guard.guess("Lan", kStranger, now);
    pauses.push_back(wait);
    now += wait;
    if (wait > 0s) EXPECT_EQ(guard.guess("Lan", kStranger, now), 0s) << i;
  }
  const std::vector<base::Duration> expected{0s,  0s,  0s,  0s,   0s,   1s,   2s,    4s,    8s,
                                             16s, 32s, 64s, 128s, 256s, 512s, 15min, 15min, 15min};
  EXPECT_EQ(pauses, expected);
}

TEST(LoginGuard, ManyGuessesAtOnceCountEach) {
  LoginGuard guard;
  int made = 0;
  for (int i = 0; i < 100; ++i) {
    if (guard.guess("Lan", kStranger, kFirstGuess) == 0s) ++made;
  }
  EXPECT_EQ(made, 5) << "none has been answered yet";
}

TEST(LoginGuard, AnHourWithoutAGuessIsANewBeginning) {
  LoginGuard guard;
  const auto last = guess_on(guard, "Lan", kStranger, 8, kFirstGuess);
  EXPECT_GT(guard.guess("Lan", kStranger, last), 0s);
  EXPECT_EQ(guess_on(guard, "Lan", kStranger, 5, last + 1h), last + 1h);
}

TEST(LoginGuard, ManyAddressesAgainstOneNameArePausedByTheName) {
  LoginGuard guard;
  int made = 0;
  for (int i = 0; i < 1000; ++i) {
    if (guard.guess("Lan", address_number(i), kFirstGuess) == 0s) ++made;
  }
  EXPECT_EQ(made, 20);
  EXPECT_EQ(guard.guess("Minh", address_number(2000), kFirstGuess), 0s) << "another name is not";
}

TEST(LoginGuard, StrangersDoNotKeepTheOwnerOutWhereTheOwnerIs) {
  LoginGuard guard;
  ASSERT_EQ(guard.guess("Lan", kOwn, kFirstGuess), 0s);
  guard.succeeded("Lan", kOwn);
  for (int i = 0; i < 1000; ++i) guard.guess("Lan", address_number(i), kFirstGuess);
  EXPECT_EQ(guard.guess("Lan", kOwn, kFirstGuess), 0s) << "where that name came in before";
  EXPECT_EQ(guard.guess("Lan", "127.0.0.1", kFirstGuess), 0s) << "at the machine itself";
  EXPECT_GT(guard.guess("Lan", "192.168.1.21", kFirstGuess), 0s);
  EXPECT_GT(
      guard.guess("Minh", kOwn, kFirstGuess) + guard.guess("Lan", "192.168.1.22", kFirstGuess), 0s)
      << "the place is known for that name only";
}

TEST(LoginGuard, AKnownPlaceIsStillSlowedDownByItsOwnGuesses) {
  LoginGuard guard;
  for (const char* address : {kOwn, "::1"}) {
    guard.guess("Lan", address, kFirstGuess);
    guard.succeeded("Lan", address);
    EXPECT_EQ(guess_on(guard, "Lan", address, 6, kFirstGuess), kFirstGuess + 1s) << address;
  }
}

TEST(LoginGuard, WhoHasOnePasswordMayNotTryOthersForFree) {
  LoginGuard guard;
  auto now = kFirstGuess;
  for (int i = 0; i < 10; ++i) {
    now = guess_on(guard, "Lan", kStranger, 1, now);
    now = guess_on(guard, "kẻ lạ", kStranger, 1, now);
    guard.succeeded("kẻ lạ", kStranger);
  }
  EXPECT_GT(now - kFirstGuess, 1min);
}

TEST(LoginGuard, MemoryIsBounded) {
  LoginGuard guard;
  for (int i = 0; i < 1'000; ++i) {
    const auto name = "tên " + std::to_string(i);
    guard.guess(name, address_number(i), kFirstGuess);
    guard.succeeded(name, address_number(i + 30'000));
    guard.guess(name + "?", address_number(i), kFirstGuess);
  }
  EXPECT_LE(guard.size(), 3 * LoginGuard::kMost);
}

TEST(LoginGuard, AFloodOfNamesDoesNotEndThePauseOfTheOneThatIsGuessed) {
  LoginGuard guard;
  for (int i = 0; i < 30; ++i) guard.guess("Lan", address_number(i), kFirstGuess);
  for (int i = 100; i < 3000; ++i)
    guard.guess("x" + std::to_string(i), address_number(i), kFirstGuess);
  EXPECT_GT(guard.guess("Lan", "198.51.100.1", kFirstGuess), 0s);
}

TEST(LoginGuard, WhatCountsAsOneAddress) {
  EXPECT_EQ(place_of("127.0.0.1"), place_of("::1"));
  EXPECT_EQ(place_of("::ffff:127.0.0.1"), place_of("127.8.9.1"));
  EXPECT_EQ(place_of("::ffff:192.0.2.7"), place_of("192.0.2.7"));
  EXPECT_EQ(place_of("2001:db8:1:2::1"), place_of("2001:db8:1:2:ffff::9"));
  EXPECT_NE(place_of("2001:db8:1:2::1"), place_of("2001:db8:1:3::1"));
  EXPECT_NE(place_of("192.0.2.7"), place_of("192.0.2.8"));
}

TEST(Ration, IsFullAgainEachHour) {
  Ration ration(3);
  auto taken = [&](base::Steady now) {
    int count = 0;
    for (int i = 0; i < 10; ++i) count += ration.take(now) ? 1 : 0;
    return count;
  };
  EXPECT_EQ(taken(kFirstGuess), 3);
  EXPECT_EQ(taken(kFirstGuess + 59min), 0);
  EXPECT_EQ(taken(kFirstGuess + 60min), 3);
}

}  // namespace
}  // namespace loa::entrance
