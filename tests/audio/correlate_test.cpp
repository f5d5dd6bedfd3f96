// The arithmetic of the loopback: transform, band, place in time, and real speech found again.
#include "audio/correlate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <random>

#include "audio/hearing.h"
#include "audio/level_meter.h"
#include "audio/listener.h"
#include "media_samples.h"
#include "support/loopback_scene.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;
using tests::Disturbance;
using tests::Scene;

TEST(Fft, AgreesWithTheDefinitionAndComesBack) {
  constexpr std::size_t kSize = 64;
  std::mt19937 random(1);
  std::normal_distribution<float> normal;
  std::vector<float> real(kSize);
  std::vector<float> imaginary(kSize);
  for (std::size_t i = 0; i < kSize; ++i) real[i] = normal(random), imaginary[i] = normal(random);
  const auto before = real;
  std::vector<std::complex<double>> wanted(kSize);
  for (std::size_t k = 0; k < kSize; ++k)
    for (std::size_t n = 0; n < kSize; ++n)
      wanted[k] += std::complex<double>(real[n], imaginary[n]) *
                   std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(k * n) / kSize);
  const Fft fft(kSize);
  fft.forward(real, imaginary);
  for (std::size_t k = 0; k < kSize; ++k) {
    EXPECT_NEAR(real[k], wanted[k].real(), 1e-4);
    EXPECT_NEAR(imaginary[k], wanted[k].imag(), 1e-4);
  }
  fft.inverse(real, imaginary);
  for (std::size_t i = 0; i < kSize; ++i) EXPECT_NEAR(real[i] / kSize, before[i], 1e-5);
}

double level_after_decimation(double hertz) {
  std::vector<float> tone;
  for (int i = 0; i < kRate; ++i)
    tone.push_back(static_cast<float>(std::sin(2 * std::numbers::pi * hertz * i / kRate)));
  double power = 0;
  const auto out = tests::decimated(tone);
  for (std::size_t i = 1000; i < 7000; ++i) power += static_cast<double>(out[i] * out[i]) / 6000;
  return power_decibels(2 * power);
}

TEST(SpeechDecimator, PassesSpeechAndNothingThatWouldFoldIntoIt) {
  for (const double hertz : {100.0, 300.0, 1000.0, 3400.0})
    EXPECT_NEAR(level_after_decimation(hertz), 0, 0.1) << hertz;
  for (const double hertz : {4700.0, 6000.0, 8000.0, 12000.0, 20000.0})
    EXPECT_LT(level_after_decimation(hertz), -55) << hertz;
}

TEST(SpeechTrack, PutsSamplesAtTheirTimeAndMendsWhatClocksDo) {
  SpeechTrack track;
  std::vector<float> piece(800, 1.0F);
  std::vector<float> out(1600);
  track.add(base::Steady{10s}, piece);
  piece.assign(800, 2.0F);
  track.add(base::Steady{10s + 100ms + 125us}, piece);  // a sample late
  ASSERT_TRUE(track.copy(80'000, std::span(out).first(1600)));
  EXPECT_EQ(out[799], 1.0F);
  EXPECT_EQ(out[800], 1.0F) << "mended";
  EXPECT_EQ(out[801], 2.0F);
  track.add(base::Steady{10s + 300ms}, piece);
  EXPECT_FALSE(track.copy(81'000, out)) << "a hole of 100 ms";
  EXPECT_TRUE(track.copy(82'400, std::span(out).first(800)));
  EXPECT_FALSE(track.copy(82'400, std::span(out).first(801)));
  track.add(base::Steady{60s}, piece);
  EXPECT_FALSE(track.copy(82'400, std::span(out).first(800))) << "too old";
}

// The program of the whole table is tests/bench/proof_rates.cpp.
class SpeechScenes : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    speeches_ = new tests::Speeches(folder_->path(), decoder_program(), 4);
  }
  static void TearDownTestSuite() {
    delete speeches_;
    delete folder_;
  }
  static Match match(const Scene& scene, unsigned seed) {
    std::mt19937 random(seed);
    const auto take = tests::take_of(scene, *speeches_, 3.3, random);
    const auto sent = tests::decimated(take.sent);
    const auto captured = tests::decimated(take.captured);
    const auto first = static_cast<std::size_t>(-Correlator::kEarliest);
    return correlator_.compare(std::span(sent).subspan(first, Correlator::kWindow),
                               std::span(captured).first(Correlator::kCaptured));
  }

  static inline TemporaryFolder* folder_ = nullptr;
  static inline tests::Speeches* speeches_ = nullptr;
  static inline Correlator correlator_;
};

TEST_F(SpeechScenes, AreFoundWithTheirDelayAndGainOrNotAtAll) {
  int seed = 0;
  int windows = 0;
  int found = 0;
  int false_alarms = 0;
  for (const auto disturbance : {Disturbance::white, Disturbance::pink, Disturbance::speech}) {
    for (const double snr : {10.0, 0.0, -10.0}) {
      for (const double delay : {0.0, 17.0, 412.0}) {
        ++seed;
        const Scene scene{-seed % 30 - 3.0, delay, snr, disturbance, 0, true};
        const Match heard = match(scene, static_cast<unsigned>(seed));
        if (heard.sent_db < Hearing::kQuiet) continue;
        ++windows;
        const bool right = std::abs(static_cast<double>(heard.delay) - delay * 8) < 3;
        found += static_cast<int>(heard.score >= Hearing::kScore && right);
        EXPECT_NEAR(heard.gain_db, scene.gain_db, 2.0) << seed;
        Scene absent = scene;
        absent.present = false;
        const Match other = match(absent, static_cast<unsigned>(seed) + 1000);
        false_alarms += static_cast<int>(other.score >= Hearing::kScore);
      }
    }
  }
  EXPECT_GE(windows, 24);
  EXPECT_EQ(found, windows);
  EXPECT_EQ(false_alarms, 0);
}

TEST_F(SpeechScenes, AreFoundThroughEchoAndWithThePolesChanged) {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    EXPECT_GE(match({-20, 90, 10, Disturbance::pink, 500, true}, seed).score, Hearing::kScore);
  }
  std::mt19937 random(5);
  auto take = tests::take_of({-12, 40, 20, Disturbance::white, 0, true}, *speeches_, 3.3, random);
  for (float& sample : take.captured) sample = -sample;
  const auto sent = tests::decimated(take.sent);
  const auto captured = tests::decimated(take.captured);
  const auto first = static_cast<std::size_t>(-Correlator::kEarliest);
  const Match turned = correlator_.compare(std::span(sent).subspan(first, Correlator::kWindow),
                                           std::span(captured).first(Correlator::kCaptured));
  EXPECT_GE(turned.score, Hearing::kScore);
  EXPECT_NEAR(static_cast<double>(turned.delay), 320, 2);
}

// Blocks as they come from the ring and from a card whose clock is 100 ppm off.
TEST_F(SpeechScenes, AreJudgedByTheListenerAsTheyComeAndBelongToTheirCue) {
  std::mt19937 random(3);
  const auto take =
      tests::take_of({-10, 60, 10, Disturbance::pink, 0, true}, *speeches_, 14, random);
  Listener listener;
  ReferenceBlock block;
  block.frames = ReferenceBlock::kFrames;
  int compared = 0;
  for (std::size_t at = 0; at + 960 <= take.sent.size(); at += 960) {
    std::copy_n(take.sent.begin() + static_cast<std::ptrdiff_t>(at), 960, block.mono.begin());
    block.at = base::Steady{5s} + duration_of(static_cast<std::int64_t>(at));
    block.cue = at < 7U * kRate ? 1 : 2;
    listener.sent(block);
    const auto ppm = base::Duration{static_cast<std::int64_t>(at) * 2};  // about 96 ppm
    listener.captured(block.at + ppm, std::span(take.captured).subspan(at, 960));
    if (listener.compare()) ++compared;
    if (listener.cue() == 1 && compared > 3) EXPECT_GE(listener.proof().windows, 3);
  }
  EXPECT_GE(compared, 10);
  EXPECT_EQ(listener.verdict(), AirVerdict::heard);
  EXPECT_EQ(listener.cue(), 2U);
  EXPECT_EQ(listener.proof().windows, listener.proof().heard);
  EXPECT_NEAR(listener.proof().delay_ms, 60, 2);
}

TEST_F(SpeechScenes, AWindowWithoutItsCaptureIsPassedOver) {
  std::mt19937 random(3);
  const auto take = tests::take_of({}, *speeches_, 12, random);
  Listener listener;
  ReferenceBlock block;
  block.frames = ReferenceBlock::kFrames;
  for (std::size_t at = 0; at + 960 <= take.sent.size(); at += 960) {
    std::copy_n(take.sent.begin() + static_cast<std::ptrdiff_t>(at), 960, block.mono.begin());
    block.at = base::Steady{5s} + duration_of(static_cast<std::int64_t>(at));
    listener.sent(block);
    EXPECT_FALSE(listener.compare());
  }
  EXPECT_EQ(listener.verdict(), AirVerdict::unknown);
}

}  // namespace
}  // namespace loa::audio
