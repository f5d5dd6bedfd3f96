// What is captured keeps its place, whatever the device says.
#include "audio/steady_place.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "audio/air.h"
#include "audio/clock_map.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;

const base::Steady kStart{1000s};
constexpr std::int64_t kBlock = kRate / 10;

struct Look {
  double seconds = 0;
  double excess_ms = 0;
};

std::vector<Look> recorded_looks() {
  std::ifstream file(LOA_SOURCE_DIR "/tests/audio/pulse_capture_looks.txt");
  std::vector<Look> looks;
  for (std::string line; std::getline(file, line);) {
    Look look;
    if (line[0] != '#' && std::istringstream(line) >> look.seconds >> look.excess_ms)
      looks.push_back(look);
  }
  return looks;
}

base::Duration seconds_of(double seconds) { return base::Duration{std::llround(seconds * 1e9)}; }

// By how many milliseconds the sound lies off an even flow at the nominal rate, block by block.
class Capture {
 public:
  void look(double seconds, double excess_ms) {
    const auto frame = std::llround((seconds + excess_ms / 1000) * kRate);
    clock_.observe(kStart + seconds_of(seconds), frame);
    for (; taken_ + kBlock <= std::llround(seconds * kRate); taken_ += kBlock) {
      const auto at = place_.place(clock_.time_of(taken_), kBlock, clock_.ppm());
      const double even = static_cast<double>(taken_) / kRate;
      off_.push_back(std::chrono::duration<double, std::milli>(at - kStart).count() - even * 1000);
    }
  }
  // The most that it moves within any `blocks` in a row.
  double most_moved(std::size_t blocks) const {
    double most = 0;
    for (std::size_t i = 0; i + blocks < off_.size(); ++i)
      most = std::max(most, std::abs(off_[i + blocks] - off_[i]));
    return most;
  }
  double last() const { return off_.back(); }

 private:
  ClockMap clock_;
  SteadyPlace place_;
  std::int64_t taken_ = 0;
  std::vector<double> off_;
};

// A sample of 8 kHz is 0.125 ms.
TEST(SteadyPlace, KeepsSoundTogetherThatASoundServerCaptures) {
  const auto looks = recorded_looks();
  ASSERT_GT(looks.size(), 300U);
  Capture capture;
  for (const Look& look : looks) capture.look(look.seconds, look.excess_ms);
  EXPECT_LT(capture.most_moved(20), 0.25) << "ms within a window of two seconds";
  EXPECT_LT(capture.most_moved(60), 0.7) << "ms within five windows";
}

TEST(SteadyPlace, ComesToTheTruePlaceAndRateOfACard) {
  for (const double ppm : {-100.0, 0.0, 100.0}) {
    Capture capture;
    // The first look is wrong by 8 ms.
    for (int i = 0; i < 3000; ++i) capture.look(i * 0.1, i == 0 ? 8 : i * 0.1 * ppm / 1000);
    EXPECT_NEAR(capture.last(), -300 * ppm / 1000, 0.2) << ppm;
  }
}

TEST(SteadyPlace, GoesWithADeviceThatHasJumped) {
  Capture capture;
  for (int i = 0; i < 100; ++i) capture.look(i * 0.1, 0);
  for (int i = 100; i < 200; ++i) capture.look(i * 0.1, 100);
  EXPECT_NEAR(capture.last(), -100, 0.1);
}

}  // namespace
}  // namespace loa::audio
