// The map between frames and time, against devices whose clock is known.
#include "audio/clock_map.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "audio/air.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;

const base::Steady kStart{1000s};

// A device that runs `ppm` fast, read with an error of up to `jitter`.
struct Device {
  double ppm = 0;
  base::Duration jitter{};
  std::mt19937 random{1};

  std::int64_t true_frame(base::Duration after) const {
    return std::llround(static_cast<double>(after.count()) * 48e-6 * (1 + ppm * 1e-6));
  }
  void show(ClockMap& map, base::Duration from, base::Duration to) {
    std::uniform_int_distribution<std::int64_t> error(-jitter.count(), jitter.count());
    for (base::Duration at = from; at < to; at += 100ms)
      map.observe(kStart + at + base::Duration{error(random)}, true_frame(at));
  }
};

TEST(ClockMap, KnowsNothingBeforeItHasSeenTheDevice) { EXPECT_FALSE(ClockMap{}.known()); }

TEST(ClockMap, TakesTheNominalRateAfterOneLook) {
  ClockMap map;
  map.observe(kStart, 1000);
  EXPECT_EQ(map.frame_at(kStart + 1s), 49000);
  EXPECT_EQ(map.time_of(49000), kStart + 1s);
}

TEST(ClockMap, FindsTheRateOfACrystalThatIsOff) {
  for (const double ppm : {-200.0, -30.0, 0.0, 80.0, 300.0}) {
    ClockMap map;
    Device device{ppm};
    device.show(map, 0s, 10s);
    EXPECT_NEAR(map.ppm(), ppm, 5) << ppm;
    EXPECT_NEAR(static_cast<double>(map.frame_at(kStart + 10200ms)),
                static_cast<double>(device.true_frame(10200ms)), 1.01)
        << ppm;
  }
}

TEST(ClockMap, SmoothsADeviceThatKnowsItsPlaceToAMillisecond) {
  ClockMap map;
  Device device{50, 1ms};
  device.show(map, 0s, 10s);
  const double error = static_cast<double>(map.frame_at(kStart + 10200ms)) -
                       static_cast<double>(device.true_frame(10200ms));
  EXPECT_LT(std::abs(error), 15) << "frames; each single look is off by up to 48";
}

TEST(ClockMap, IsItsOwnInverse) {
  ClockMap map;
  Device{120, 200us}.show(map, 0s, 7s);
  for (std::int64_t frame = 300'000; frame < 400'000; frame += 777)
    EXPECT_EQ(map.frame_at(map.time_of(frame)), frame);
}

TEST(ClockMap, LetsOneWildLookPass) {
  ClockMap map;
  Device device;
  device.show(map, 0s, 3s);
  EXPECT_TRUE(map.observe(kStart + 3s, device.true_frame(3s) + 5000));
  EXPECT_TRUE(map.observe(kStart + 3100ms, device.true_frame(3100ms)));
  EXPECT_EQ(map.frame_at(kStart + 4s), device.true_frame(4s));
}

// What a loaded sound server says for a third of a second at a time.
TEST(ClockMap, LetsAFewWildLooksPassThatAgree) {
  ClockMap map;
  Device device;
  device.show(map, 0s, 3s);
  for (base::Duration at = 3s; at < 60s; at += 1s) {
    for (const auto wild : {0ms, 100ms, 200ms, 300ms})
      EXPECT_TRUE(map.observe(kStart + at + wild, device.true_frame(at + wild) + 1536));
    device.show(map, at + 400ms, at + 1s);
  }
  EXPECT_EQ(map.frame_at(kStart + 61s), device.true_frame(61s));
}

TEST(ClockMap, LetsWildLooksPassThatDoNotAgree) {
  ClockMap map;
  Device device;
  device.show(map, 0s, 3s);
  for (int i = 0; i < 10; ++i) {
    const base::Duration at = 3s + i * 100ms;
    EXPECT_TRUE(map.observe(kStart + at, device.true_frame(at) + 2000 + 300 * (i % 3)));
  }
  EXPECT_EQ(map.frame_at(kStart + 5s), device.true_frame(5s));
}

TEST(ClockMap, BeginsAnewWhenTheDeviceHasJumped) {
  ClockMap map;
  Device device;
  device.show(map, 0s, 3s);
  for (base::Duration at = 3s; at < 3500ms; at += 100ms)
    EXPECT_TRUE(map.observe(kStart + at, device.true_frame(at) + 5000));
  EXPECT_FALSE(map.observe(kStart + 3500ms, device.true_frame(3500ms) + 5000));
  EXPECT_EQ(map.frame_at(kStart + 4s), device.true_frame(4s) + 5000);
}

// Half a millisecond in a second would be 500 ppm; of a crystal that is not believed.
TEST(ClockMap, BelievesTheNominalRateMoreTheMoreLooksScatter) {
  ClockMap map;
  Device device{0, 10ms};
  double worst = 0;
  for (base::Duration at = 0s; at < 60s; at += 1s) {
    device.show(map, at, at + 1s);
    worst = std::max(worst, std::abs(map.ppm()));
  }
  EXPECT_LT(worst, 100);
  EXPECT_GT(worst, 0);
}

TEST(ClockMap, ForgetsADeviceThatWasStartedAnew) {
  ClockMap map;
  Device{100}.show(map, 0s, 5s);
  map.reset();
  EXPECT_FALSE(map.known());
  map.observe(kStart + 20s, 0);
  EXPECT_EQ(map.frame_at(kStart + 21s), 48000);
}

}  // namespace
}  // namespace loa::audio
