// A relay's reserve, with senders whose clocks are off and networks that stop and go.
#include "audio/stream_buffer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include "audio/air.h"

namespace loa::audio {
namespace {

// A sender of a 500 Hz tone, whose frames are put into a buffer as its network lets them.
class Sender {
 public:
  explicit Sender(double ppm) : ppm_(ppm) {}

  void send(StreamBuffer& buffer, double seconds) {
    owed_ += seconds * kRate * (1 + ppm_ * 1e-6);
    if (!stopped_) deliver(buffer);
  }
  // What is sent meanwhile comes all at once when it goes on.
  void stop() { stopped_ = true; }
  void go_on() { stopped_ = false; }

 private:
  void deliver(StreamBuffer& buffer) {
    while (owed_ >= 1) {
      const auto space = buffer.space();
      const auto frames =
          std::min(static_cast<std::int64_t>(owed_), static_cast<std::int64_t>(space.size()) / 2);
      if (frames == 0) return;
      for (std::int64_t i = 0; i < frames; ++i, ++sent_) {
        const double turns = static_cast<double>(sent_ % 96) / 96;
        const auto sample = static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * turns));
        space[static_cast<std::size_t>(2 * i)] = space[static_cast<std::size_t>(2 * i + 1)] =
            sample;
      }
      buffer.commit(frames);
      owed_ -= static_cast<double>(frames);
    }
  }

  double ppm_;
  double owed_ = 0;
  std::int64_t sent_ = 0;
  bool stopped_ = false;
};

constexpr double kTick = 0.1;

// Plays so many seconds; the frames that were missing.
std::int64_t play(StreamBuffer& buffer, Sender& sender, double seconds,
                  std::vector<float>* heard = nullptr) {
  std::vector<float> block(static_cast<std::size_t>(kTick * kRate) * kChannels);
  std::int64_t missing = 0;
  for (double time = 0; time < seconds - kTick / 2; time += kTick) {
    sender.send(buffer, kTick);
    const std::int64_t got = buffer.take(block);
    missing += static_cast<std::int64_t>(block.size()) / kChannels - got;
    const auto end = block.begin() + static_cast<std::ptrdiff_t>(got * kChannels);
    if (heard != nullptr) heard->insert(heard->end(), block.begin(), end);
  }
  return missing;
}

double seconds_in(const StreamBuffer& buffer) {
  return static_cast<double>(buffer.frames()) / kRate;
}

TEST(StreamBuffer, GivesNothingUntilItIsFilled) {
  StreamBuffer buffer(kNetworkReserve);
  Sender sender(0);
  sender.send(buffer, 2.4);
  std::vector<float> block(960);
  EXPECT_EQ(buffer.take(block), 0);
  sender.send(buffer, 0.2);
  EXPECT_EQ(buffer.take(block), 480);
}

TEST(StreamBuffer, KeepsTheNewestBeforeItSounds) {
  StreamBuffer buffer(kNetworkReserve);
  Sender sender(0);
  for (int i = 0; i < 100; ++i) {
    sender.send(buffer, 0.1);
    buffer.keep_newest();
  }
  EXPECT_NEAR(seconds_in(buffer), 2.5, 0.01);
}

TEST(StreamBuffer, HoldsFiveSecondsAtMost) {
  StreamBuffer buffer(kNetworkReserve);
  Sender sender(0);
  sender.send(buffer, 60);
  EXPECT_TRUE(buffer.space().empty());
  EXPECT_NEAR(seconds_in(buffer), 5, 0.01);
}

TEST(StreamBuffer, LosesNothingToStopsOfUpToTwoSeconds) {
  std::mt19937 random(5);
  StreamBuffer buffer(kNetworkReserve);
  Sender sender(0);
  sender.send(buffer, 3);
  std::int64_t missing = 0;
  for (int i = 0; i < 5; ++i) {
    missing += play(buffer, sender, 4 + static_cast<double>(random() % 40) / 10);
    sender.stop();
    missing += play(buffer, sender, static_cast<double>(1 + random() % 20) / 10);
    sender.go_on();
  }
  EXPECT_EQ(missing, 0);
}

TEST(StreamBuffer, RunsDryOnceAndFillsAnew) {
  StreamBuffer buffer(kNetworkReserve);
  Sender sender(0);
  sender.send(buffer, 2.6);
  play(buffer, sender, 1);
  sender.stop();
  EXPECT_NEAR(static_cast<double>(play(buffer, sender, 4)), 1.4 * kRate, 0.2 * kRate);
  EXPECT_FALSE(buffer.ready());
  sender.go_on();
  EXPECT_EQ(play(buffer, sender, 5), 0) << "what was sent meanwhile came at once";
}

// With a loop that is quicker than a line's, so that it has what it follows in five minutes.
TEST(StreamBuffer, TellsHowFarItsSendersClockIsOff) {
  for (const double ppm : {-250.0, 250.0}) {
    StreamBuffer buffer(Reserve{0.3, 0.3, 3, 3e-2});
    Sender sender(ppm);
    sender.send(buffer, 0.3);
    EXPECT_EQ(buffer.ppm(), 0);
    EXPECT_EQ(play(buffer, sender, 300), 0);
    EXPECT_NEAR(buffer.ppm(), ppm, 25);
  }
}

// Three hours of a buffer's level: what comes in at the sender's pace goes out at the loop's.
struct Level {
  explicit Level(double ppm_of_sender) : ppm(ppm_of_sender) {}
  void pass(int seconds) {
    for (int second = 0; second < seconds; ++second) {
      level += ppm * 1e-6 - loop.rate();
      // The network delivers in lumps.
      const double seen = level + (second % 7 == 0 ? -0.4 : 0.07);
      loop.step(seen, 1);
      lowest = std::min(lowest, level);
      highest = std::max(highest, level);
    }
  }
  double ppm;
  LevelLoop loop{2.5, 1e-3};
  double level = 2.5;
  double lowest = 2.5;
  double highest = 2.5;
};

TEST(LevelLoop, FollowsTheSendersClock) {
  for (const double ppm : {-200.0, -30.0, 0.0, 100.0, 200.0}) {
    Level buffer(ppm);
    buffer.loop.begin(2.5);
    buffer.pass(3 * 3600);
    EXPECT_GT(buffer.lowest, 2.2) << ppm;
    EXPECT_LT(buffer.highest, 2.8) << ppm;
    EXPECT_NEAR(buffer.level, 2.5, 0.05) << ppm;
    EXPECT_NEAR(buffer.loop.rate() * 1e6, ppm, 15) << ppm;
  }
}

// A card at the station is steady; it is read every 0.18 s, and says how far it is to 20 ms.
TEST(LevelLoop, HoldsTheLittleThatALineHasInReserve) {
  for (const double ppm : {-300.0, -50.0, 50.0, 300.0}) {
    LevelLoop loop(kLineReserve.target, kLineReserve.pull);
    double level = kLineReserve.target;
    double lowest = level;
    loop.begin(level);
    for (int step = 0; step < 3600 * 5; ++step) {
      level += (ppm * 1e-6 - loop.rate()) * 0.18;
      loop.step(level + (step % 5 - 2) * 0.01, 0.18);
      lowest = std::min(lowest, level);
    }
    EXPECT_GT(lowest, 0.05) << ppm;
    EXPECT_NEAR(level, kLineReserve.target, 0.005) << ppm;
    EXPECT_NEAR(loop.rate() * 1e6, ppm, 15) << ppm;
  }
}

TEST(LevelLoop, NeverPullsSoThatItIsHeard) {
  LevelLoop loop(2.5, 1e-3);
  loop.begin(5);
  for (int second = 0; second < 600; ++second) loop.step(5, 1);
  EXPECT_DOUBLE_EQ(loop.rate(), 500e-6);
}

TEST(StreamBuffer, SoundsToItsEndWhenTheRelayHasGone) {
  StreamBuffer buffer(kNetworkReserve);
  Sender sender(0);
  sender.send(buffer, 2.6);
  std::vector<float> heard;
  play(buffer, sender, 1, &heard);
  buffer.cut();
  sender.stop();
  play(buffer, sender, 4, &heard);
  EXPECT_NEAR(static_cast<double>(heard.size()) / 2, 2.6 * kRate + kTick * 10 * kRate,
              0.01 * kRate);
  EXPECT_NEAR(heard.back(), 0, 0.01) << "it fades out";
}

TEST(StreamBuffer, ChangesConnectionsWithoutAClick) {
  StreamBuffer buffer(kNetworkReserve);
  Sender first(0);
  Sender second(0);
  first.send(buffer, 2.6);
  std::vector<float> heard;
  play(buffer, first, 1, &heard);
  buffer.cut();
  second.send(buffer, 0.0123);
  EXPECT_EQ(play(buffer, second, 5, &heard), 0);
  float step = 0;
  for (std::size_t i = 2; i < heard.size(); ++i)
    step = std::max(step, std::abs(heard[i] - heard[i - 2]));
  EXPECT_LT(step, 1.2 * 0.5 * 2 * std::numbers::pi / 96);
}

}  // namespace
}  // namespace loa::audio
