// Dead air, and what only sounds like it.
#include "audio/sound_guard.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>
#include <random>

#include "audio/chime.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;

// A mono signal of time, in seconds.
using Signal = std::function<double(double)>;

struct Watched {
  SoundFault fault = SoundFault::none;  // the first one
  double after = 0;                     // seconds until it was noticed
  SoundFault last = SoundFault::none;
};

Watched watch(double seconds, const Signal& signal, const std::function<bool(double)>& due) {
  SoundGuard guard;
  LevelMeter meter;
  Watched watched;
  std::vector<float> block(2 * kStepFrames);
  for (int step = 0; step < static_cast<int>(seconds * 10); ++step) {
    const double from = step / 10.0;
    for (int i = 0; i < kStepFrames; ++i) {
      const auto sample = static_cast<float>(signal(from + static_cast<double>(i) / kRate));
      block[static_cast<std::size_t>(2 * i)] = block[static_cast<std::size_t>(2 * i + 1)] = sample;
    }
    std::span<const float> left = block;
    guard.step(base::Steady{1s} + step * kStepLength, *meter.take(left), due(from));
    if (watched.fault == SoundFault::none && guard.fault() != SoundFault::none) {
      watched.fault = guard.fault();
      watched.after = from + 0.1;
    }
  }
  watched.last = guard.fault();
  return watched;
}

Watched watch(double seconds, const Signal& signal) {
  return watch(seconds, signal, [](double) { return true; });
}

double sine(double hertz, double t) { return std::sin(2 * std::numbers::pi * hertz * t); }

// Syllables: a voice whose pitch and strength move four times a second.
double voice(double t) {
  const double strength = 0.5 + 0.5 * sine(3.7, t);
  return 0.3 * strength * sine(140 + 30 * sine(0.9, t), t);
}

double noise_at(double) {
  static std::mt19937 random(1);
  return std::normal_distribution<double>(0, 1)(random);
}

// Speaks for `talk` seconds, then pauses for `pause`.
Signal speech_with_pauses(double talk, double pause, double floor) {
  return
      [=](double t) { return std::fmod(t, talk + pause) < talk ? voice(t) : floor * noise_at(t); };
}

struct GuardCase {
  const char* name;
  Signal signal;
  SoundFault fault;
  double within;  // seconds
};

TEST(SoundGuard, NoticesDeadAirAndNothingElse) {
  const GuardCase table[] = {
      {"nothing at all", [](double) { return 0.0; }, SoundFault::silent, 5.01},
      {"a breath of noise at -66 dBFS", [](double t) { return 5e-4 * noise_at(t); },
       SoundFault::silent, 5.01},
      {"speech that stops", [](double t) { return t < 8 ? voice(t) : 0.0; }, SoundFault::silent,
       13.2},
      {"speech", voice, SoundFault::none, 0},
      {"quiet speech, -46 dBFS", [](double t) { return 0.05 * voice(t); }, SoundFault::none, 0},
      {"pauses between sentences", speech_with_pauses(3, 1.5, 0), SoundFault::none, 0},
      {"pauses between items", speech_with_pauses(6, 4.7, 0), SoundFault::none, 0},
      {"pauses in a hum of -66 dBFS", speech_with_pauses(3, 4.5, 5e-4), SoundFault::none, 0},
      {"one word in each 4.8 s", speech_with_pauses(0.4, 4.4, 0), SoundFault::none, 0},
      {"a tone of 1 kHz", [](double t) { return 0.3 * sine(1000, t); }, SoundFault::stuck, 5.01},
      {"mains hum", [](double t) { return 0.02 * (sine(50, t) + sine(100, t)); }, SoundFault::stuck,
       5.01},
      {"the hiss of an empty channel", [](double t) { return 0.1 * noise_at(t); },
       SoundFault::stuck, 15.3},
      {"DC", [](double) { return 0.2; }, SoundFault::stuck, 5.3},
      {"a dial tone", [](double t) { return 0.2 * (sine(350, t) + sine(440, t)); },
       SoundFault::stuck, 5.01},
      {"a siren that goes up and down",
       [](double t) { return 0.3 * sine(600 + 20 * sine(0.25, t), t); }, SoundFault::none, 0},
      {"a hiss for 12 s, then speech",
       [](double t) { return t < 12 ? 0.1 * noise_at(t) : voice(t); }, SoundFault::none, 0},
      {"speech over hum", [](double t) { return voice(t) + 0.02 * sine(50, t); }, SoundFault::none,
       0},
  };
  for (const GuardCase& one : table) {
    const Watched watched = watch(20, one.signal);
    EXPECT_EQ(watched.fault, one.fault) << one.name;
    if (one.fault == SoundFault::none) continue;
    EXPECT_LE(watched.after, one.within) << one.name;
  }
}

TEST(SoundGuard, SaysNothingWhileNothingIsDue) {
  const auto never = [](double) { return false; };
  EXPECT_EQ(watch(
                30, [](double) { return 0.0; }, never)
                .fault,
            SoundFault::none);
}

TEST(SoundGuard, CountsFromWhenSomethingIsDue) {
  const auto later = [](double t) { return t >= 10; };
  const Watched watched = watch(
      30, [](double) { return 0.0; }, later);
  EXPECT_EQ(watched.fault, SoundFault::silent);
  EXPECT_NEAR(watched.after, 15, 0.15);
}

TEST(SoundGuard, IsContentAgainAfterASecondOfSoundOrTheEndOfTheItem) {
  const Watched back = watch(20, [](double t) { return t < 10 ? 0.0 : voice(t); });
  EXPECT_EQ(back.fault, SoundFault::silent);
  EXPECT_EQ(back.last, SoundFault::none);
  const Watched over = watch(
      20, [](double) { return 0.0; }, [](double t) { return t < 10; });
  EXPECT_EQ(over.fault, SoundFault::silent);
  EXPECT_EQ(over.last, SoundFault::none);
}

TEST(SoundGuard, LetsEveryChimePass) {
  for (const auto name : chime_names()) {
    const auto samples = chime_samples(name);
    const auto again = [&](double t) {
      return static_cast<double>(samples[static_cast<std::size_t>(t * kRate) % samples.size()]);
    };
    EXPECT_EQ(watch(30, again).fault, SoundFault::none) << name;
  }
}

TEST(SoundGuard, BeginsAnewAfterAGapInTime) {
  SoundGuard guard;
  for (int i = 0; i < 40; ++i) guard.step(base::Steady{1s} + i * kStepLength, {}, true);
  for (int i = 0; i < 40; ++i) guard.step(base::Steady{60s} + i * kStepLength, {}, true);
  EXPECT_EQ(guard.fault(), SoundFault::none);
}

}  // namespace
}  // namespace loa::audio
