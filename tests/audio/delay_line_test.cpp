// Frames come out as many frames later as was asked for, however they are cut.
#include "audio/delay_line.h"

#include <gtest/gtest.h>

#include <numeric>

#include "audio/air.h"

namespace loa::audio {
namespace {

TEST(DelayLine, HoldsFramesBackAcrossBlocksOfAnySize) {
  DelayLine line(duration_of(5));
  std::vector<float> frames(200);
  std::iota(frames.begin(), frames.end(), 1.0F);
  const std::vector<float> before = frames;
  const std::span<float> all(frames);
  line.process(all.first(6));
  line.process(all.subspan(6, 2));
  line.process(all.subspan(8));
  for (std::size_t i = 0; i < frames.size(); ++i)
    ASSERT_EQ(frames[i], i < 10 ? 0 : before[i - 10]) << i;
}

TEST(DelayLine, OfNothingPassesAllAndForgetsAtAReset) {
  DelayLine none(base::Duration{0});
  std::vector<float> frames{1, 2};
  none.process(frames);
  EXPECT_EQ(frames, (std::vector<float>{1, 2}));

  DelayLine line(duration_of(1));
  line.process(frames);
  line.reset();
  std::vector<float> next{3, 4};
  line.process(next);
  EXPECT_EQ(next, (std::vector<float>{0, 0}));
}

}  // namespace
}  // namespace loa::audio
