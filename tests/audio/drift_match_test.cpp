// The match of the station's frames with a device's whose clock is off.
#include "audio/drift_match.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include "audio/clock_map.h"
#include "audio/house_clock.h"

namespace loa::audio {
namespace {

constexpr std::int64_t kChunk = 8640;  // 180 ms, as the feed writes

// A sine on house frames, and the order in which they were asked for.
struct House {
  double hertz = 1000;
  std::int64_t sounds_from = 0;
  std::int64_t next = 0;
  std::int64_t missed = 0;  // frames left out between two mixes

  void mix(std::int64_t first, std::span<float> frames) {
    if (next != 0) missed += std::abs(first - next);
    next = first + static_cast<std::int64_t>(frames.size()) / kChannels;
    for (std::size_t i = 0; i < frames.size(); ++i) {
      const auto frame = first + static_cast<std::int64_t>(i) / kChannels;
      if (frame < sounds_from) continue;
      const double turns = std::fmod(static_cast<double>(frame) * hertz / kRate, 1.0);
      frames[i] += static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * turns));
    }
  }
};

// A device whose frame n is presented at n / (48000 (1 + ppm)) s, read out with some jitter, and
// what it is given.
class DriftingDevice {
 public:
  DriftingDevice(double ppm, std::uint32_t seed) : ppm_(ppm), random_(seed) {}

  // Writes for so long; `each` gets each device frame's true house position and its sample.
  template <typename Each>
  void run(DriftMatch& match, double seconds, Each each) {
    const auto end = written_ + static_cast<std::int64_t>(seconds * kRate);
    std::vector<float> block(kChunk * kChannels);
    while (written_ < end) {
      observe();
      const double target = house_position_at(map_.time_of(written_));
      match.read(target, map_.ppm(), block);
      for (std::int64_t i = 0; i < kChunk; ++i)
        each(true_position(written_ + i), block[static_cast<std::size_t>(i) * kChannels]);
      worst_ = std::max(worst_, std::abs(match.position() - true_position(written_ + kChunk)));
      written_ += kChunk;
    }
  }
  // The worst distance from the true place since last asked, in frames.
  double worst() { return std::exchange(worst_, 0.0); }

 private:
  double true_position(std::int64_t frame) const {
    return static_cast<double>(frame) / (1 + ppm_ * 1e-6);
  }
  // Says 300 ms behind which frame it presents, up to 0.1 ms late.
  void observe() {
    const std::int64_t presented = std::max<std::int64_t>(0, written_ - 3 * kRate / 10);
    const double late = std::uniform_real_distribution<double>(0, 1e-4)(random_);
    const double seconds = true_position(presented) / kRate + late;
    map_.observe(base::Steady{base::Duration{std::llround(seconds * 1e9)}}, presented);
  }

  double ppm_;
  std::mt19937 random_;
  ClockMap map_;
  std::int64_t written_ = 0;
  double worst_ = 0;
};

DriftMatch match_of(House& house, Pipeline& nothing) {
  return DriftMatch({&nothing}, [&house](auto first, auto lanes) { house.mix(first, lanes[0]); });
}

TEST(DriftMatch, KeepsEachFrameInItsPlaceOnADeviceThatIsOff) {
  for (const double ppm : {-100.0, 60.0}) {
    House house;
    Pipeline nothing({});
    DriftMatch match = match_of(house, nothing);
    DriftingDevice device(ppm, 7);
    device.run(match, 10, [](double, float) {});
    device.worst();
    device.run(match, 15, [](double, float) {});
    EXPECT_LT(device.worst(), 0.1e-3 * kRate) << "0.1 ms, after settling, at " << ppm << " ppm";
    EXPECT_EQ(house.missed, 0) << "nothing is left out or played twice";
  }
}

// What is left of a 1 kHz tone once the best-fitting 1 kHz tone of each tenth of a second is taken
// away: clicks, steps and images.
TEST(DriftMatch, IsHeardAsThePureToneItIs) {
  House house;
  Pipeline nothing({});
  DriftMatch match = match_of(house, nothing);
  DriftingDevice device(80, 3);
  device.run(match, 10, [](double, float) {});
  std::vector<double> samples;
  device.run(match, 5, [&](double, float sample) { samples.push_back(sample); });
  constexpr std::size_t kWindow = kRate / 10;
  double worst = 0;
  for (std::size_t from = 0; from + kWindow <= samples.size(); from += kWindow) {
    double in_phase = 0;
    double across = 0;
    const double turn = 2 * std::numbers::pi * 1000 / kRate / (1 + 80e-6);
    for (std::size_t i = 0; i < kWindow; ++i) {
      in_phase += samples[from + i] * std::sin(turn * static_cast<double>(i)) * 2 / kWindow;
      across += samples[from + i] * std::cos(turn * static_cast<double>(i)) * 2 / kWindow;
    }
    for (std::size_t i = 0; i < kWindow; ++i) {
      const double angle = turn * static_cast<double>(i);
      const double rest = samples[from + i] - in_phase * std::sin(angle) - across * std::cos(angle);
      worst = std::max(worst, std::abs(rest));
    }
  }
  EXPECT_LT(20 * std::log10(worst / 0.5), -40) << "the greatest sample that is not the tone";
}

TEST(DriftMatch, JumpsToItsPlaceInSilenceAndGlidesInSound) {
  House house;
  house.sounds_from = 10 * kRate;
  Pipeline nothing({});
  DriftMatch match = match_of(house, nothing);
  std::vector<float> block(kChunk * kChannels);
  match.read(kRate, 0, block);
  match.read(kRate + kChunk + 300, 0, block);
  EXPECT_DOUBLE_EQ(match.position(), kRate + 2 * kChunk + 300) << "nothing sounds";
  EXPECT_EQ(*std::ranges::max_element(block), 0.0F);
  match.lose_place();
  match.read(20.0 * kRate, 0, block);
  match.read(20.0 * kRate + kChunk + 300, 0, block);
  const double gone = match.position() - 20.0 * kRate - 2 * kChunk;
  EXPECT_GT(gone, 0.5) << "it follows";
  EXPECT_LT(gone, kChunk * 301e-6) << "as slowly as nobody hears";
}

TEST(DriftMatch, BeginsAnewWhereItIsToldAfterTheDeviceWasAway) {
  House house;
  Pipeline nothing({});
  DriftMatch match = match_of(house, nothing);
  std::vector<float> block(kChunk * kChannels);
  match.read(5.0 * kRate, 0, block);
  match.lose_place();
  match.read(9.0 * kRate, 0, block);
  EXPECT_DOUBLE_EQ(match.position(), 9.0 * kRate + kChunk);
  EXPECT_NEAR(block[24], 0.5 * std::sin(2 * std::numbers::pi * 12 * 1000 / kRate), 1e-3);
}

}  // namespace
}  // namespace loa::audio
