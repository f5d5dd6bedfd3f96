// The limiter against an independent meter (libebur128's true peak), and what it does to tones.
#include "audio/limiter.h"

#include <ebur128.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <numbers>
#include <random>

#include "audio/air.h"
#include "tests/audio/media_samples.h"

namespace loa::audio {
namespace {

constexpr float kCeilingTested = 0.891251F;  // -1 dBTP
constexpr int kTestedFrames = kRate / 3;

using Signal = std::function<double(int frame, int side)>;

// Silence follows, for what the limiter delays and the meters' filters reach.
std::vector<float> samples_of(const Signal& signal, int frames = kTestedFrames) {
  std::vector<float> samples(static_cast<std::size_t>(frames + 1000) * kChannels);
  for (int i = 0; i < frames * kChannels; ++i)
    samples[static_cast<std::size_t>(i)] = static_cast<float>(signal(i / 2, i % 2));
  return samples;
}

std::vector<float> limited(std::vector<float> samples, float ceiling = kCeilingTested) {
  Limiter limiter(ceiling);
  limiter.process(samples);
  return samples;
}

double true_peak_by_ebur128(const std::vector<float>& samples) {
  const auto destroy = [](ebur128_state* state) { ebur128_destroy(&state); };
  const std::unique_ptr<ebur128_state, decltype(destroy)> state(
      ebur128_init(kChannels, kRate, EBUR128_MODE_TRUE_PEAK), destroy);
  ebur128_add_frames_float(state.get(), samples.data(), samples.size() / kChannels);
  double left = 0;
  double right = 0;
  ebur128_true_peak(state.get(), 0, &left);
  ebur128_true_peak(state.get(), 1, &right);
  return std::max(left, right);
}

double true_peak_by_us(const std::vector<float>& samples) {
  TruePeakMeter meter;
  meter.add(samples);
  return meter.finish();
}

Signal sine_of(double hertz, double level, double phase = 0) {
  return [=](int frame, int) {
    return level * std::sin(2 * std::numbers::pi * hertz * frame / kRate + phase);
  };
}

struct Hard {
  const char* name;
  std::function<double(std::mt19937& random, int frame)> make;
};

void PrintTo(const Hard& hard, std::ostream* out) { *out << hard.name; }

double uniform(std::mt19937& random) {
  return 2 * static_cast<double>(random()) / static_cast<double>(std::mt19937::max()) - 1;
}

class HardSignal : public testing::TestWithParam<Hard> {};

// Property: whatever comes in, neither meter ever finds the output above the ceiling.
TEST_P(HardSignal, StaysBelowTheCeilingByTwoMeters) {
  for (unsigned seed = 0; seed < 4; ++seed) {
    std::mt19937 random(seed);
    const float ceiling = seed % 2 == 0 ? kCeilingTested : 0.36F;  // -1 and -9 dBTP
    const auto out = limited(
        samples_of([&](int frame, int) { return GetParam().make(random, frame); }), ceiling);
    EXPECT_LE(decibels(true_peak_by_ebur128(out) / ceiling), 0) << "seed " << seed;
    EXPECT_LE(decibels(true_peak_by_us(out) / ceiling), 0) << "seed " << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, HardSignal,
    testing::Values(
        Hard{"white noise", [](auto& random, int) { return 4 * uniform(random); }},
        Hard{"noise of two values", [](auto& random, int) { return uniform(random) > 0 ? 4 : -4; }},
        Hard{"single impulses",
             [](auto& random, int) { return random() % 700 == 0 ? 4 * uniform(random) : 0; }},
        Hard{"bursts",
             [](auto& random, int frame) {
               return (frame / 997 % 2 == 0 ? 0.2 : 3.5) * uniform(random);
             }},
        Hard{"square waves",
             [](auto&, int frame) { return frame * (1 + frame / 9600) / 17 % 2 == 0 ? 2 : -2; }},
        // Between two samples of 1 the sound rises to 1.27 and more.
        Hard{"pairs", [](auto&, int frame) { return frame % 613 < 2 ? 1.0 : 0.0; }},
        Hard{"a quarter of the rate, at 45 degrees",
             [](auto&, int frame) { return std::sin(std::numbers::pi * (0.5 * frame + 0.25)); }},
        // All taps of an interpolating filter add up: nothing rises higher between samples.
        Hard{"the worst between samples",
             [](auto&, int frame) {
               const int k = frame % 200 - 100;
               return (k % 2 == 0 ? 1.0 : -1.0) * (k > 0 ? 1 : -1);
             }},
        Hard{"a tone that climbs through all pitches",
             [](auto&, int frame) { return 2 * std::sin(1.5e-5 * frame * frame * 2); }},
        Hard{"growing speech-like noise", [](auto& random, int frame) {
               return 4.0 * frame / kTestedFrames * std::sin(0.01 * frame) * uniform(random);
             }}));

TEST(Limiter, PassesWhatIsBelowTheCeilingToTheLastBitAfterItsDelay) {
  std::mt19937 random(3);
  double low = 0;
  const auto in = samples_of([&](int frame, int) {
    low += 0.15 * (uniform(random) - low);
    return low * std::min(1.0, frame / 4800.0);
  });
  ASSERT_LT(true_peak_by_us(in), 0.988 * kCeilingTested);
  ASSERT_GT(true_peak_by_us(in), 0.5 * kCeilingTested) << "near enough to be searched";
  const auto out = limited(in);
  const auto delay = static_cast<std::size_t>(Limiter(1).delay_frames()) * kChannels;
  EXPECT_EQ(delay, 144U * kChannels) << "3 ms";
  EXPECT_TRUE(std::equal(in.begin(), in.end() - static_cast<std::ptrdiff_t>(delay),
                         out.begin() + static_cast<std::ptrdiff_t>(delay)));
  EXPECT_TRUE(std::all_of(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(delay),
                          [](float sample) { return sample == 0; }));
}

TEST(Limiter, IsExactAgainHalfASecondAfterAPeak) {
  const auto in = samples_of([](int frame, int) { return frame == 100 ? 3.0 : 0.25; }, 2 * kRate);
  const auto out = limited(in);
  EXPECT_LT(out[(100 + 144) * 2], kCeilingTested);
  EXPECT_LT(out[300 * 2], 0.1F) << "it holds for 10 ms, so that low tones are not bent";
  EXPECT_GT(out[static_cast<std::size_t>(kRate / 2) * 2], 0.24F);
  EXPECT_EQ(out[static_cast<std::size_t>(2 * kRate - 1) * 2], 0.25F);
}

TEST(Limiter, TurnsTheGainWithoutAStep) {
  const auto out = limited(samples_of([](int frame, int) { return frame == 9000 ? 4.0 : 0.5; }));
  float step = 0;
  for (std::size_t i = 2 * 2000; i < 2 * std::size_t{kTestedFrames}; ++i) {
    if (i / 2 >= 9000 + 142 && i / 2 <= 9000 + 146) continue;  // the impulse itself
    step = std::max(step, std::abs(out[i] - out[i - 2]));
  }
  EXPECT_LT(step, 0.5F * 0.016F) << "13 dB in 2.8 ms, and no faster";
}

TEST(Limiter, GivesBothSidesTheSameGain) {
  const auto out = limited(samples_of(
      [](int frame, int side) { return side == 0 ? sine_of(1000, 1.78)(frame, 0) : 0.25; }));
  EXPECT_NEAR(out[2 * 12000 + 1], 0.25 * 0.891251 * 0.98855 / 1.78, 1e-3);
}

// What is left without the tone itself, over it: of the left side's last `count` frames, which hold
// whole periods of `hertz`.
double distortion(const std::vector<float>& samples, double hertz, std::size_t count) {
  const std::size_t begin = samples.size() / 2 - 1000 - count;
  double sine = 0;
  double cosine = 0;
  double all = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double phase = 2 * std::numbers::pi * hertz * static_cast<double>(i) / kRate;
    const double sample = samples[(begin + i) * 2];
    sine += sample * std::sin(phase);
    cosine += sample * std::cos(phase);
    all += sample * sample;
  }
  const double tone = 2 * (sine * sine + cosine * cosine) / static_cast<double>(count);
  return std::sqrt(std::max(0.0, all - tone) / tone);
}

// A clipped sine at 6 dB over has 22 % of harmonics; this has less than the noise of 16 bits.
TEST(Limiter, DoesNotBendASteadyToneSixDecibelsOver) {
  for (const double hertz : {50.0, 60.0, 100.0, 250.0, 997.0, 1000.0, 3000.0, 8000.0}) {
    const auto out = limited(samples_of(sine_of(hertz, 2 * kCeilingTested), 2 * kRate));
    EXPECT_LT(distortion(out, hertz, kRate), 2e-5) << hertz << " Hz";
  }
}

TEST(Limiter, HardlyBendsTonesBelowFiftyHertz) {
  const auto out = limited(samples_of(sine_of(45, 2 * kCeilingTested), 2 * kRate));
  EXPECT_LT(distortion(out, 45, kRate), 5e-3);
}

TEST(Limiter, DoesTheSameHoweverFramesAreCut) {
  std::mt19937 random(9);
  const auto in =
      samples_of([&](int frame, int) { return frame / 6000 % 2 * 2.5 * uniform(random); });
  const auto cut = [&](std::size_t frames) {
    Limiter limiter(kCeilingTested);
    auto samples = in;
    for (std::size_t at = 0; at < samples.size(); at += frames * 2)
      limiter.process(std::span(samples).subspan(at, std::min(samples.size() - at, frames * 2)));
    return samples;
  };
  const auto whole = limited(in);
  for (const std::size_t frames : {1U, 17U, 256U, 9600U}) EXPECT_EQ(cut(frames), whole);
}

TEST(Limiter, ForgetsWhatItHoldsWhenReset) {
  Limiter limiter(kCeilingTested);
  std::vector<float> loud(2000, 3.0F);
  limiter.process(loud);
  limiter.reset();
  std::vector<float> soft(2000, 0.25F);
  limiter.process(soft);
  EXPECT_EQ(soft[2 * 143], 0.0F);
  EXPECT_EQ(soft[2 * 144], 0.25F);
}

// ---- our meter of true peak

TEST(TruePeak, OfATonesIsItsAmplitudeWhereverTheSamplesFall) {
  for (const double hertz : {100.0, 997.0, 5000.0, 11025.0, 12000.0}) {
    for (const double phase : {0.0, 0.3, std::numbers::pi / 4}) {
      // (Faded in: a tone that begins at once rises higher.)
      const auto in = samples_of([&](int frame, int) {
        const double fade = std::min(1.0, std::min(frame, kTestedFrames - frame) / 4800.0);
        return fade * sine_of(hertz, 0.5, phase)(frame, 0);
      });
      EXPECT_NEAR(decibels(true_peak_by_us(in) / 0.5), 0, 0.2) << hertz << " Hz, " << phase;
    }
  }
}

TEST(TruePeak, AgreesWithLibebur128) {
  for (unsigned seed = 0; seed < 5; ++seed) {
    std::mt19937 random(seed);
    double low = 0;
    const auto in = samples_of([&](int, int) { return low += 0.4 * (uniform(random) - low); });
    EXPECT_NEAR(decibels(true_peak_by_us(in) / true_peak_by_ebur128(in)), 0, 0.1);
  }
}

TEST(TruePeak, SeesTheLastGapOfAMedium) {
  std::vector<float> frames(2000, 0.0F);
  frames[1996] = frames[1998] = 1.0F;
  EXPECT_GT(true_peak_by_us(frames), 1.2);
}

}  // namespace
}  // namespace loa::audio
