// What is found out about a sound device without playing, through the real alsa-lib; and the test
// tone, through the test card.
#include "audio/alsa_probe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "support/test_card.h"

namespace loa::audio {
namespace {

TEST(ProbePcm, FindsWhatACardTakes) {
  const tests::TestCard any;
  const auto found = probe_pcm(any.name());
  EXPECT_FALSE(found.error) << found.error.message();
  EXPECT_TRUE(found.fits);
  EXPECT_THAT(found.formats, ::testing::ElementsAre("S32_LE", "S16_LE", "FLOAT_LE"));
  EXPECT_EQ(found.least_rate, 48000U);
  EXPECT_EQ(found.most_rate, 48000U);
  const tests::TestCard one(0, "S16_LE");
  EXPECT_THAT(probe_pcm(one.name()).formats, ::testing::ElementsAre("S16_LE"));
}

TEST(ProbePcm, TellsACardThatHasNoFormatOfOurs) {
  const tests::TestCard card(0, "U8");
  const auto found = probe_pcm(card.name());
  EXPECT_FALSE(found.error);
  EXPECT_FALSE(found.fits);
  EXPECT_THAT(found.formats, ::testing::IsEmpty());
}

TEST(ProbePcm, TellsWhyACardDoesNotOpen) {
  const tests::TestCard card;
  EXPECT_EQ(probe_pcm("khong-co").error, std::errc::no_such_file_or_directory);
  EXPECT_NE(probe_pcm("hw:CARD=KhongCo,DEV=0").error, std::error_code());
}

TEST(ProbePcm, LeavesNothingBehindThatSounds) {
  const tests::TestCard card;
  probe_pcm(card.name());
  EXPECT_THAT(card.recording().segments, ::testing::IsEmpty());
}

TEST(TestTone, IsHeardForTwoSecondsAndSoft) {
  const tests::TestCard card;
  const auto error = play_test_tone(card.name());
  EXPECT_FALSE(error) << error.message();
  const auto heard = card.recording();
  ASSERT_FALSE(heard.segments.empty());
  std::int64_t frames = 0;
  float peak = 0;
  for (const auto& segment : heard.segments) {
    frames += segment.frames();
    for (const float sample : segment.samples) peak = std::max(peak, std::abs(sample));
  }
  // A busy machine may interrupt it; what was written was heard all the same.
  EXPECT_GT(frames, 48000);
  EXPECT_NEAR(peak, 0.1F, 0.001F);
}

TEST(TestTone, SaysThatACardIsGone) {
  const tests::TestCard card;
  card.unplug();
  EXPECT_EQ(play_test_tone(card.name()), std::errc::no_such_device);
}

}  // namespace
}  // namespace loa::audio
