// The ring of decoded frames, and the account of what was heard of them.
#include "audio/media_ring.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "audio/sounded.h"

namespace loa::audio {
namespace {

// Puts `frames` frames in, each with its own number as its left sample.
void put(MediaRing& ring, std::int64_t frames) {
  for (; frames > 0 && !ring.space().empty(); --frames) {
    ring.space()[0] = static_cast<float>(ring.end());
    ring.commit(1);
  }
}

TEST(MediaRing, GivesBackFramesByTheirNumber) {
  MediaRing ring(10, 100);
  put(ring, 7);
  EXPECT_EQ(ring.begin(), 100);
  EXPECT_EQ(ring.end(), 107);
  EXPECT_EQ(ring.at(103)[0], 103.0F);
}

TEST(MediaRing, HasNoSpaceWhenFullAndSomeAfterADiscard) {
  MediaRing ring(10, 0);
  put(ring, 100);
  EXPECT_EQ(ring.size(), 10);
  EXPECT_TRUE(ring.space().empty());
  ring.discard_to(3);
  EXPECT_EQ(ring.space().size(), 6U);
}

TEST(MediaRing, DiscardsNoMoreThanItHas) {
  MediaRing ring(10, 0);
  put(ring, 4);
  ring.discard_to(1000);
  EXPECT_EQ(ring.begin(), 4);
  EXPECT_EQ(ring.size(), 0);
  EXPECT_EQ(ring.space().size(), 20U) << "an empty ring has all its space in one piece";
}

TEST(MediaRing, CanBeRenumberedWithItsContent) {
  MediaRing ring(10, 0);
  put(ring, 8);
  ring.discard_to(5);
  ring.renumber(500);
  EXPECT_EQ(ring.begin(), 500);
  EXPECT_EQ(ring.end(), 503);
  EXPECT_EQ(ring.at(501)[0], 6.0F);
}

TEST(MediaRing, KeepsEveryFrameInPlaceOverManyTurns) {
  MediaRing ring(37, 0);
  std::mt19937 random(7);
  for (int turn = 0; turn < 2000; ++turn) {
    put(ring, static_cast<std::int64_t>(random() % 40));
    for (std::int64_t at = ring.begin(); at < ring.end(); ++at)
      ASSERT_EQ(ring.at(at)[0], static_cast<float>(at));
    ring.discard_to(ring.begin() + static_cast<std::int64_t>(random() % 45));
  }
}

TEST(Sounded, CountsAsPlayedOnlyWhatWasHeard) {
  Sounded sounded;
  sounded.give(1000, 500);
  sounded.give(1500, 500);
  EXPECT_EQ(sounded.played(), 0);
  sounded.heard(1200);
  EXPECT_EQ(sounded.played(), 200);
  EXPECT_EQ(sounded.end(), 2000);
  sounded.heard(5000);
  EXPECT_EQ(sounded.played(), 1000);
  EXPECT_FALSE(sounded.waiting());
}

TEST(Sounded, ForgetsWhatTheDeviceTookAwayUnheard) {
  Sounded sounded;
  sounded.give(1000, 500);
  EXPECT_TRUE(sounded.lost_from(1100));
  EXPECT_EQ(sounded.played(), 100);
  EXPECT_EQ(sounded.first(), 1000);
  EXPECT_FALSE(sounded.lost_from(1100)) << "nothing waits any more";
}

TEST(Sounded, HasNoFirstFrameIfNothingOfItWasHeard) {
  Sounded sounded;
  sounded.give(1000, 500);
  sounded.lost_from(900);
  EXPECT_EQ(sounded.first(), std::nullopt);
  EXPECT_EQ(sounded.played(), 0);
}

}  // namespace
}  // namespace loa::audio
