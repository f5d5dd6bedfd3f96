// The station's own frames.
#include "audio/house_clock.h"

#include <gtest/gtest.h>

namespace loa::audio {
namespace {

using namespace std::chrono_literals;

TEST(HouseClock, CountsOnForAsLongAsAMachineRuns) {
  for (const auto uptime : {0h, 53h, 54h, 24h * 400, 24h * 365 * 20}) {
    const base::Steady time{uptime + 1s + 20833ns};
    const std::int64_t seconds = std::chrono::duration_cast<std::chrono::seconds>(uptime).count();
    EXPECT_EQ(house_frame_at(time), (seconds + 1) * kRate + 1);
    EXPECT_EQ(duration_of(house_frame_at(time)), uptime + 1s + 20833ns);
    EXPECT_NEAR(house_position_at(time), static_cast<double>((seconds + 1) * kRate + 1), 0.01);
  }
}

TEST(HouseClock, RoundsToTheNearestFrame) {
  EXPECT_EQ(frames_in(10416ns), 0);
  EXPECT_EQ(frames_in(10417ns), 1);
  EXPECT_EQ(frames_in(1s - 1ns), kRate);
  EXPECT_EQ(frames_in(-2s), -2 * kRate);
  EXPECT_EQ(duration_of(1), 20833ns);
  EXPECT_EQ(duration_of(-kRate), -1s);
}

}  // namespace
}  // namespace loa::audio
