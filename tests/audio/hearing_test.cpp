// What windows mean: heard, fallen, wrong, muted, dead.
#include "audio/hearing.h"

#include <gtest/gtest.h>

#include "audio/fft.h"
#include "audio/reference_ring.h"
#include "audio/sample_format.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;

Match window(double score, double gain_db, double heard_db, std::int64_t delay = 400) {
  return {score, delay, gain_db, -20, heard_db};
}

const Match kHeard = window(30, -20, -40);
const Match kFallen = window(30, -26, -46);
const Match kOther = window(5, -40, -40);
const Match kMuted = window(4, -70, -65);
const Match kDead = window(0, -120, -110);

void add(Hearing& hearing, int times, const Match& match) {
  for (int i = 0; i < times; ++i) hearing.add(match);
}

struct HearingCase {
  const char* name;
  Match then;
  int windows;  // after which it is said
  AirVerdict verdict;
};

TEST(Hearing, SaysWhatHappensWithinAFewWindows) {
  const HearingCase table[] = {
      {"goes on", kHeard, 1, AirVerdict::heard},
      {"falls by 6 dB", kFallen, 3, AirVerdict::fallen},
      {"other speech", kOther, 4, AirVerdict::wrong},
      {"muted", kMuted, 4, AirVerdict::muted},
      {"cut", kDead, 4, AirVerdict::dead},
  };
  for (const HearingCase& one : table) {
    Hearing hearing;
    add(hearing, 12, kHeard);
    ASSERT_EQ(hearing.verdict(), AirVerdict::heard);
    add(hearing, one.windows, one.then);
    EXPECT_EQ(hearing.verdict(), one.verdict) << one.name;
    EXPECT_EQ(hearing.proof().verdict, one.verdict) << one.name;
    add(hearing, 6, kHeard);
    EXPECT_EQ(hearing.verdict(), AirVerdict::heard) << one.name;
    EXPECT_EQ(hearing.proof().verdict, one.verdict) << one.name << ": the worst is kept";
  }
}

TEST(Hearing, NeedsNoGainToTellDeadMutedAndWrongFromTheBeginning) {
  const std::pair<Match, AirVerdict> table[] = {{kOther, AirVerdict::wrong},
                                                {kMuted, AirVerdict::muted},
                                                {kDead, AirVerdict::dead},
                                                {kHeard, AirVerdict::heard}};
  for (const auto& [match, verdict] : table) {
    Hearing hearing;
    hearing.add(match);
    EXPECT_EQ(hearing.verdict(), AirVerdict::unknown);
    add(hearing, 3, match);
    EXPECT_EQ(hearing.verdict(), verdict);
  }
}

TEST(Hearing, OneLuckyWindowIsNotEnoughAndOneBadOneDoesNotMatter) {
  Hearing lucky;
  add(lucky, 3, kOther);
  lucky.add(window(14, -30, -40, 2000));
  add(lucky, 1, kOther);
  EXPECT_EQ(lucky.verdict(), AirVerdict::wrong);
  Hearing robust;
  for (int i = 0; i < 10; ++i) {
    robust.add(kHeard);
    robust.add(kOther);
    if (i > 0) EXPECT_EQ(robust.verdict(), AirVerdict::heard);
  }
}

TEST(Hearing, ScoresAtDelaysThatDoNotAgreeAreChance) {
  Hearing hearing;
  for (int i = 0; i < 8; ++i) hearing.add(window(12, -30, -40, i * 900));
  EXPECT_EQ(hearing.verdict(), AirVerdict::wrong);
}

TEST(Hearing, JudgesNothingWhileNothingIsSent) {
  Hearing hearing;
  Match quiet = kDead;
  quiet.sent_db = -70;
  add(hearing, 20, quiet);
  EXPECT_EQ(hearing.verdict(), AirVerdict::unknown);
  EXPECT_EQ(hearing.proof().windows, 0);
}

TEST(Hearing, MeasuresTheGainAgainstTheFirstWindowsEverHeard) {
  Hearing first;
  add(first, 10, kHeard);
  ASSERT_TRUE(first.first_gain());
  EXPECT_NEAR(*first.first_gain(), -20, 0.01);
  Hearing next(first.first_gain());
  add(next, 4, window(30, -22, -42));
  EXPECT_EQ(next.verdict(), AirVerdict::heard);
  ASSERT_TRUE(next.proof().gain_db);
  EXPECT_NEAR(*next.proof().gain_db, -2, 0.01);
  EXPECT_NEAR(next.proof().delay_ms, 50, 0.01);
  EXPECT_NEAR(next.proof().score, 30, 0.01);
}

TEST(LevelOf, IsTheHighestThatIsReached) {
  CueProof proof;
  EXPECT_EQ(level_of(proof), 0);
  proof.decoded = 48'000;
  EXPECT_EQ(level_of(proof), 1);
  proof.metered = 480'000;
  EXPECT_EQ(level_of(proof), 1) << "nothing but silence";
  proof.rms_db = -25;
  EXPECT_EQ(level_of(proof), 2);
  proof.silent = 6s;
  EXPECT_EQ(level_of(proof), 1) << "dead for most of the time";
  proof.silent = 0s;
  proof.loopback = LoopbackProof{AirVerdict::dead, 8, 3, 20, 50, {}};
  EXPECT_EQ(level_of(proof), 2);
  proof.loopback->heard = 4;
  EXPECT_EQ(level_of(proof), 3);
}

TEST(ReferenceRing, GivesWhatWasPutAndCountsWhatDidNotFit) {
  ReferenceRing ring;
  EXPECT_EQ(ring.front(), nullptr);
  std::vector<float> frames(2 * 1000);
  for (std::size_t i = 0; i < 1000; ++i) frames[2 * i] = static_cast<float>(i);
  ring.put(base::Steady{1s}, 7, frames);
  ASSERT_NE(ring.front(), nullptr);
  EXPECT_EQ(ring.front()->frames, 960U);
  EXPECT_EQ(ring.front()->cue, 7U);
  EXPECT_EQ(ring.front()->mono[10], 5.0F);
  ring.pop();
  EXPECT_EQ(ring.front()->frames, 40U);
  EXPECT_EQ(ring.front()->at, base::Steady{1s + 20ms});
  ring.pop();
  EXPECT_EQ(ring.front(), nullptr);
  for (int i = 0; i < 200; ++i) ring.put(base::Steady{2s}, 7, frames);
  EXPECT_EQ(ring.dropped(), 400U - 128U);
}

TEST(UnpackMono, TakesTheMeanOfBothChannelsInEachFormat) {
  const std::vector<float> frames{0.5F, -0.25F, -1.0F, -1.0F};
  for (const auto format : {SampleFormat::s16, SampleFormat::s32, SampleFormat::f32}) {
    std::vector<std::byte> bytes;
    pack(frames, format, bytes);
    std::vector<float> mono;
    unpack_mono(bytes, format, mono);
    ASSERT_EQ(mono.size(), 2U);
    EXPECT_NEAR(mono[0], 0.125, 1e-4);
    EXPECT_NEAR(mono[1], -1.0, 1e-4);
  }
}

}  // namespace
}  // namespace loa::audio
