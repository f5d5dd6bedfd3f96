// What must be told as stuck within 5 s, and what must never be.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <random>
#include <vector>

#include "audio/chime.h"
#include "audio/level_meter.h"
#include "audio/media_samples.h"
#include "audio/sound_guard.h"
#include "audio/wav.h"
#include "support/loopback_scene.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;

using Sound = std::vector<float>;  // mono

Sound made(double seconds, const std::function<double(double)>& at) {
  Sound sound(static_cast<std::size_t>(seconds * kRate));
  for (std::size_t i = 0; i < sound.size(); ++i)
    sound[i] = static_cast<float>(at(static_cast<double>(i) / kRate));
  return sound;
}

double wave(double turns) { return std::sin(2 * std::numbers::pi * turns); }

// Overtones as of strings and pipes: each weaker than the one below it.
double rich(double turns) {
  double sum = 0;
  for (int overtone = 1; overtone <= 8; ++overtone) sum += wave(turns * overtone) / overtone;
  return 0.3 * sum;
}

Sound sum(double seconds, const std::vector<double>& tones, double level) {
  return made(seconds, [&](double t) {
    double sum = 0;
    for (const double tone : tones) sum += level * wave(tone * t);
    return sum;
  });
}

Sound loop(const Sound& of, double at, double length, double seconds) {
  const auto first = static_cast<std::size_t>(at * kRate);
  const auto period = static_cast<std::size_t>(length * kRate);
  Sound sound(static_cast<std::size_t>(seconds * kRate));
  for (std::size_t i = 0; i < sound.size(); ++i) sound[i] = of[first + i % period];
  return sound;
}

Sound with_noise(Sound sound, double level) {
  std::mt19937 random(3);
  std::normal_distribution<float> noise(0, static_cast<float>(level));
  for (float& sample : sound) sample += noise(random);
  return sound;
}

// Notes of `length` seconds one after another, each falling by `fall` dB a second.
Sound notes(const std::vector<double>& pitches, double length, double fall) {
  return made(length * static_cast<double>(pitches.size()), [&](double t) {
    const auto index = static_cast<std::size_t>(t / length);
    const double since = t - static_cast<double>(index) * length;
    return std::pow(10, -fall * since / 20) *
           rich(pitches[std::min(index, pitches.size() - 1)] * t);
  });
}

// A held note whose pitch swings `cents` to each side, `rate` times a second.
Sound vibrato(double seconds, double pitch, double rate, double cents) {
  const double depth = pitch * (std::pow(2, cents / 1200) - 1) / (2 * std::numbers::pi * rate);
  return made(seconds, [=](double t) { return rich(pitch * t + depth * wave(rate * t)); });
}

// Several players of one chord, each a few cents beside it: it beats.
Sound ensemble(double seconds, const std::vector<double>& chord) {
  return made(seconds, [&](double t) {
    double sum = 0;
    for (const double pitch : chord)
      for (const double cents : {-9.0, -2.0, 5.0})
        sum += 0.15 * rich(pitch * std::pow(2, cents / 1200) * t + cents * 0.13);
    return sum;
  });
}

// A singer who holds a vowel: pitch and strength are never quite the same from one turn of the
// vocal cords to the next.
Sound held_vowel(double seconds) {
  std::mt19937 random(5);
  std::normal_distribution<double> change(0, 1);
  double turns = 0, jitter = 0, shimmer = 0, hertz = 180;
  return made(seconds, [&, last = -1.0](double) mutable {
    turns += hertz * std::exp(jitter) / kRate;
    if (std::floor(turns) != last) {
      last = std::floor(turns);
      jitter = 0.97 * jitter + 0.004 * change(random);
      shimmer = 0.95 * shimmer + 0.03 * change(random);
    }
    return (1 + shimmer) * 0.5 * rich(turns);
  });
}

struct Stuck {
  double told = -1;    // seconds until it was told; -1: never
  double longest = 0;  // SoundStep::same
};

Stuck watch(const Sound& sound) {
  SoundGuard guard;
  LevelMeter meter;
  Stuck stuck;
  std::vector<float> block(2 * std::size_t{kStepFrames});
  for (std::size_t at = 0; at + kStepFrames <= sound.size(); at += kStepFrames) {
    for (std::size_t i = 0; i < kStepFrames; ++i) block[2 * i] = block[2 * i + 1] = sound[at + i];
    std::span<const float> left = block;
    const SoundStep step = *meter.take(left);
    guard.step(base::Steady{1s} + duration_of(static_cast<std::int64_t>(at)), step, true);
    stuck.longest = std::max(stuck.longest, std::chrono::duration<double>(step.same).count());
    if (stuck.told < 0 && guard.fault() == SoundFault::stuck)
      stuck.told = static_cast<double>(at + kStepFrames) / kRate;
  }
  return stuck;
}

class StuckSound : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    speeches_ = new tests::Speeches(folder_->path(), decoder_program(), 3);
  }
  static void TearDownTestSuite() {
    delete speeches_;
    delete folder_;
  }
  // By espeak-ng, in each of its voices.
  static Sound speech(std::size_t voice, double seconds) {
    std::mt19937 random(1);
    return speeches_->piece(voice, static_cast<std::size_t>(seconds * kRate), random);
  }
  static Sound as_mp3(const Sound& sound, int kilobits);

  static inline TemporaryFolder* folder_ = nullptr;
  static inline tests::Speeches* speeches_ = nullptr;
};

// As a relay brings it: through an encoder and back.
Sound StuckSound::as_mp3(const Sound& sound, int kilobits) {
  const auto wav = *folder_ / "sound.wav";
  const auto mp3 = *folder_ / "sound.mp3";
  WavWriter out(wav, kRate, 1);
  out.write(sound);
  out.close();
  if (!convert(wav, "-b:a " + std::to_string(kilobits) + "k", mp3)) return {};
  const auto heard = listen({mp3.string(), false, 0});
  Sound back;
  for (std::size_t i = 0; i + 1 < heard.samples.size(); i += 2) back.push_back(heard.samples[i]);
  return back;
}

struct Named {
  std::string name;
  Sound sound;
};

TEST_F(StuckSound, IsToldWithinFiveSeconds) {
  const Sound said = speech(0, 5);
  std::vector<Named> table{
      {"1 kHz", sum(6, {1000}, 0.3)},
      {"440 Hz at -50 dBFS", sum(6, {440}, 0.0045)},
      {"mains hum", sum(6, {50, 100, 150}, 0.02)},
      {"mains hum in hiss 20 dB below it", with_noise(sum(6, {50, 100}, 0.1), 0.01)},
      {"a dial tone", sum(6, {350, 440}, 0.2)},
      {"a key of a telephone", sum(6, {770, 1336}, 0.2)},
      {"the same with hiss", with_noise(sum(6, {697, 1477}, 0.2), 0.002)},
      {"5 kHz", sum(6, {5000}, 0.3)},
      {"a chord of pure tones that is held", sum(6, {261.63, 329.63, 392.0}, 0.2)},
      {"one rich note that is held", made(6, [](double t) { return rich(220 * t); })},
  };
  for (const double length : {0.005, 0.02, 0.0213, 0.032, 0.05, 0.0853, 0.1})
    for (const double at : {0.7, 2.1, 3.4})
      table.push_back(
          {"a loop of " + std::to_string(length) + " s of speech from " + std::to_string(at),
           loop(said, at, length, 6)});
  table.push_back({"a loop as MP3 of 64 kbit/s", as_mp3(loop(said, 2.1, 0.0853, 6), 64)});
  table.push_back({"a tone as MP3 of 64 kbit/s", as_mp3(sum(6, {1000}, 0.3), 64)});
  for (const auto& [name, sound] : table) {
    const Stuck stuck = watch(sound);
    EXPECT_GT(stuck.told, 0) << name << ": the same for " << stuck.longest << " s";
    EXPECT_LE(stuck.told, 5.0) << name;
  }
}

TEST_F(StuckSound, IsNeverSpeechOrMusic) {
  const std::vector<double> tune{392, 440, 523.25, 587.33, 659.26, 783.99, 880, 783.99};
  std::vector<Named> table{
      {"notes of half a second", notes(tune, 0.5, 6)},
      {"organ notes of 4 s", notes({392, 440, 523.25}, 4, 0)},
      {"piano notes held for 8 s", notes({392, 440}, 8, 2)},
      {"a scale without gaps", notes(tune, 1, 0)},
      {"strings that hold a chord for 8 s", ensemble(8, {261.63, 329.63, 392.0})},
      {"one string of three players", ensemble(8, {220})},
      {"a singer's vowel held for 8 s", held_vowel(8)},
      {"a siren", made(10, [](double t) { return 0.3 * wave(600 * t + 100 * wave(0.25 * t)); })},
      {"a rising tone", made(8, [](double t) { return 0.3 * wave(300 * t + 20 * t * t); })},
      {"a tone for 4 s, then speech, again and again",
       [] {
         Sound both;
         for (std::size_t turn = 0; turn < 3; ++turn) {
           const Sound tone = sum(4, {1000}, 0.3);
           const Sound said = speech(turn, 3);
           both.insert(both.end(), tone.begin(), tone.end());
           both.insert(both.end(), said.begin(), said.end());
         }
         return both;
       }()},
      {"pips of a second",
       made(8, [](double t) { return std::fmod(t, 1) < 0.1 ? 0.3 * wave(1000 * t) : 0; })},
  };
  for (const double rate : {4.0, 5.0, 5.5, 6.0, 6.5, 7.0})
    for (const double cents : {20.0, 60.0})
      table.push_back(
          {"a vibrato of " + std::to_string(rate) + " Hz, " + std::to_string(cents) + " cents",
           vibrato(8, 330, rate, cents)});
  for (std::size_t voice = 0; voice < 3; ++voice)
    table.push_back({"speech " + std::to_string(voice), speech(voice, 20)});
  for (const auto name : chime_names()) {
    Sound chime = chime_samples(name);
    const Sound once = chime;
    for (int turn = 0; turn < 2; ++turn) chime.insert(chime.end(), once.begin(), once.end());
    table.push_back({std::string(name), chime});
  }
  for (const auto& [name, sound] : table) {
    const Stuck stuck = watch(sound);
    EXPECT_LT(stuck.told, 0) << name << " after " << stuck.told << " s";
  }
}

}  // namespace
}  // namespace loa::audio
