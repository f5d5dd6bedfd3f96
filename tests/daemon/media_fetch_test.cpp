// Which media are fetched, when, and what becomes of what goes wrong.
#include "daemon/media_fetch.h"

#include <gtest/gtest.h>

namespace loa::daemon {
namespace {

using base::Steady;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using Open = MediaFetch::Open;
using Ask = MediaFetch::Ask;
using Finish = MediaFetch::Finish;

constexpr std::uint64_t kTwoPieces = MediaFetch::kPiece + 100;

WantedMedia named(const std::string& path, std::uint64_t bytes = 1000) {
  return {base::sha256(path), bytes, path};
}

class MediaFetchTest : public testing::Test {
 protected:
  MediaFetchTest() { machine_.start(now_); }

  // What it does at the next moment at which it does something: "open a", "ask a 0+1000", "finish
  // a" or "nothing".
  std::string next() {
    auto text = step();
    while (text == "nothing") {
      const auto at = machine_.next_wakeup();
      if (!at) return text;
      EXPECT_GE(*at, now_);
      now_ = *at;
      text = step();
    }
    return text;
  }
  std::string step() {
    const auto action = machine_.step(now_);
    if (const auto* open = std::get_if<Open>(&action)) return "open " + open->media.path;
    if (const auto* ask = std::get_if<Ask>(&action)) {
      return "ask " + std::to_string(ask->offset) + "+" + std::to_string(ask->length);
    }
    return std::holds_alternative<Finish>(action) ? "finish" : "nothing";
  }
  // Brings a file of one piece to its end.
  void fetch(const std::string& path) {
    EXPECT_EQ(next(), "open " + path);
    machine_.opened(now_, 0);
    EXPECT_EQ(next(), "ask 0+1000");
    machine_.received(now_, 1000);
    EXPECT_EQ(next(), "finish");
    machine_.finished(now_);
  }

  Steady now_{hours{1}};
  MediaFetch machine_{7, seconds{0}};
};

TEST_F(MediaFetchTest, NothingIsWantedAndNothingIsDone) {
  EXPECT_EQ(next(), "nothing");
  EXPECT_FALSE(machine_.next_wakeup());
}

TEST_F(MediaFetchTest, AFileComesInPiecesAndIsHashed) {
  machine_.want(now_, {named("a", kTwoPieces)});
  EXPECT_EQ(next(), "open a");
  EXPECT_EQ(step(), "nothing") << "one thing at a time";
  machine_.opened(now_, 0);
  EXPECT_EQ(next(), "ask 0+262144");
  machine_.received(now_, MediaFetch::kPiece);
  EXPECT_EQ(step(), "nothing") << "a pause between two";
  EXPECT_EQ(machine_.view().bytes_left, 100U);
  EXPECT_EQ(machine_.view().path, "a");
  EXPECT_EQ(next(), "ask 262144+100");
  machine_.received(now_, 100);
  EXPECT_EQ(next(), "finish");
  machine_.finished(now_);
  EXPECT_EQ(machine_.view().files, 0U);
  EXPECT_EQ(next(), "nothing");
}

TEST_F(MediaFetchTest, WhatIsNeededFirstComesFirst) {
  machine_.want(now_, {named("a"), named("b"), named("c")});
  for (const auto* path : {"a", "b", "c"}) fetch(path);
}

TEST_F(MediaFetchTest, WhatIsNeededSoonerGoesBetweenTheOtherOnesPieces) {
  machine_.want(now_, {named("a", kTwoPieces)});
  EXPECT_EQ(next(), "open a");
  machine_.opened(now_, 0);
  EXPECT_EQ(next(), "ask 0+262144");
  machine_.want(now_, {named("b"), named("a", kTwoPieces)});
  machine_.received(now_, MediaFetch::kPiece);
  fetch("b");
  EXPECT_EQ(next(), "open a");
  machine_.opened(now_, MediaFetch::kPiece);
  EXPECT_EQ(next(), "ask 262144+100");
}

TEST_F(MediaFetchTest, WhatWasBegunBeforeIsGoneOnWith) {
  machine_.want(now_, {named("a")});
  EXPECT_EQ(next(), "open a");
  machine_.opened(now_, 600);
  EXPECT_EQ(next(), "ask 600+400");
  machine_.received(now_, 400);
  EXPECT_EQ(next(), "finish");
}

TEST_F(MediaFetchTest, APartThatIsWholeIsOnlyHashed) {
  machine_.want(now_, {named("a")});
  EXPECT_EQ(next(), "open a");
  machine_.opened(now_, 1000);
  EXPECT_EQ(next(), "finish");
}

TEST_F(MediaFetchTest, WhatIsNotWantedAnyMoreIsNotAskedForAnyMore) {
  machine_.want(now_, {named("a", kTwoPieces)});
  next();
  machine_.opened(now_, 0);
  next();
  machine_.want(now_, {});
  machine_.received(now_, MediaFetch::kPiece);
  EXPECT_EQ(next(), "nothing");
  EXPECT_EQ(machine_.view().path, "");
}

// A cut: everything waits, ever longer, and then goes on with what is on the disk.
TEST_F(MediaFetchTest, AfterAnAnswerThatDidNotComeAllOfItWaitsEverLonger) {
  machine_.want(now_, {named("a"), named("b")});
  auto expected = MediaFetch::kFirstRetry;
  for (int failures = 0; failures < 12; ++failures) {
    EXPECT_EQ(next(), "open a");
    machine_.opened(now_, 300);
    EXPECT_EQ(next(), "ask 300+700");
    const auto failed = now_;
    machine_.failed(now_);
    EXPECT_EQ(machine_.view().problem, "unreachable");
    const auto wait = *machine_.next_wakeup() - failed;
    EXPECT_GE(wait, expected);
    EXPECT_LE(wait, expected * 3 / 2);
    expected = std::min(expected * 2, MediaFetch::kLastRetry);
  }
  EXPECT_EQ(next(), "open a");
  machine_.opened(now_, 300);
  EXPECT_EQ(next(), "ask 300+700");
  machine_.received(now_, 700);
  EXPECT_EQ(machine_.view().problem, "");
}

TEST_F(MediaFetchTest, WhatTheCentreHasNotGotKeepsNothingElseWaiting) {
  machine_.want(now_, {named("a"), named("b")});
  EXPECT_EQ(next(), "open a");
  machine_.opened(now_, 0);
  EXPECT_EQ(next(), "ask 0+1000");
  const auto absent = now_;
  machine_.absent(now_);
  fetch("b");
  EXPECT_EQ(machine_.view().problem, "absent");
  EXPECT_EQ(next(), "open a");
  EXPECT_GE(now_ - absent, MediaFetch::kFirstAbsent);
}

TEST_F(MediaFetchTest, AnotherContentIsAFaultAndIsAskedForEverMoreSeldom) {
  machine_.want(now_, {named("a"), named("b")});
  EXPECT_EQ(next(), "open a");
  machine_.opened(now_, 0);
  next();
  machine_.received(now_, 1000);
  EXPECT_EQ(next(), "finish");
  auto last = now_;
  EXPECT_TRUE(machine_.wrong(now_, false));
  EXPECT_EQ(machine_.view().faults, std::vector<std::string>{"media-wrong"});
  fetch("b");
  auto expected = MediaFetch::kFirstWrong;
  for (int times = 0; times < 10; ++times) {
    EXPECT_EQ(next(), "open a");
    EXPECT_GE(now_ - last, expected);
    machine_.opened(now_, 0);
    EXPECT_EQ(next(), "ask 0+1000");
    last = now_;
    EXPECT_TRUE(machine_.wrong(now_, false));
    expected = std::min(expected * 2, MediaFetch::kLastWrong);
  }
  machine_.want(now_, {});
  EXPECT_TRUE(machine_.view().faults.empty()) << "nobody wants it any more";
}

TEST_F(MediaFetchTest, TheFaultGoesWhenTheRightContentHasCome) {
  machine_.want(now_, {named("a")});
  next();
  machine_.opened(now_, 0);
  next();
  machine_.wrong(now_, false);
  fetch("a");
  EXPECT_TRUE(machine_.view().faults.empty());
}

TEST_F(MediaFetchTest, WhatWasGoneOnWithAndIsWrongIsFetchedAnewOnceAtOnce) {
  machine_.want(now_, {named("a")});
  EXPECT_EQ(next(), "open a");
  machine_.opened(now_, 999);
  next();
  machine_.received(now_, 1);
  EXPECT_EQ(next(), "finish");
  const auto at = now_;
  EXPECT_FALSE(machine_.wrong(now_, true));
  EXPECT_TRUE(machine_.view().faults.empty());
  EXPECT_EQ(next(), "open a");
  EXPECT_LE(now_ - at, seconds{1});
  // A centre that cuts each time may not have it fetched for ever.
  machine_.opened(now_, 10);
  next();
  machine_.received(now_, 990);
  next();
  EXPECT_TRUE(machine_.wrong(now_, true));
  EXPECT_EQ(machine_.view().faults, std::vector<std::string>{"media-wrong"});
}

TEST_F(MediaFetchTest, WhatHasNoRoomIsAFaultAndTheOthersGoOn) {
  machine_.want(now_, {named("large", std::uint64_t{1} << 40U), named("b")});
  EXPECT_EQ(next(), "open large");
  const auto refused = now_;
  machine_.no_room(now_);
  EXPECT_EQ(machine_.view().faults, std::vector<std::string>{"media-no-room"});
  fetch("b");
  EXPECT_EQ(next(), "open large");
  EXPECT_GE(now_ - refused, MediaFetch::kNoRoom);
}

// Whoever wants it may not have seen yet that it has come.
TEST_F(MediaFetchTest, AFileThatHasJustComeIsNotFetchedAgain) {
  machine_.want(now_, {named("a")});
  fetch("a");
  const auto came = now_;
  machine_.want(now_, {named("a")});
  EXPECT_EQ(next(), "open a");
  EXPECT_GE(now_ - came, MediaFetch::kTrusted);
}

TEST_F(MediaFetchTest, TheFirstAttemptIsSomewhereInTheWindow) {
  Steady earliest = Steady::max();
  Steady latest = Steady::min();
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    MediaFetch machine(seed * 977, seconds{60});
    machine.want(now_, {named("a")});
    EXPECT_FALSE(machine.next_wakeup()) << "not before start()";
    machine.start(now_);
    earliest = std::min(earliest, *machine.next_wakeup());
    latest = std::max(latest, *machine.next_wakeup());
  }
  EXPECT_LT(earliest - now_, seconds{20});
  EXPECT_GT(latest - now_, seconds{40});
  EXPECT_LE(latest - now_, seconds{60});
}

TEST_F(MediaFetchTest, ADoubleOrEmptyFileIsNotAskedForTwice) {
  machine_.want(now_, {named("a"), named("a"), named("empty", 0)});
  EXPECT_EQ(machine_.view().files, 1U);
}

}  // namespace
}  // namespace loa::daemon
