// What somebody says elsewhere: it sounds a little later, to its last word, and then it is over.
#include <cmath>
#include <numbers>
#include <thread>

#include "audio/live_feed.h"
#include "player_fixture.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;
using tests::Segment;

constexpr double kLevel = 0.4;

// Hands over a tone of 440 Hz, `pieces` of 40 ms each, as a browser does.
class Speaker {
 public:
  Speaker(std::shared_ptr<LiveFeed> feed, int pieces)
      : thread_([feed = std::move(feed), pieces] { speak(*feed, pieces); }) {}
  Speaker(const Speaker&) = delete;
  Speaker& operator=(const Speaker&) = delete;
  ~Speaker() { thread_.join(); }

 private:
  static constexpr int kPiece = kRate / 25;

  static void speak(LiveFeed& feed, int pieces) {
    base::Steady next = base::steady_now();
    std::vector<float> samples(kPiece);
    for (int piece = 0; piece < pieces; ++piece) {
      for (int i = 0; i < kPiece; ++i) {
        const double phase = 2 * std::numbers::pi * 440 * (piece * kPiece + i) / kRate;
        samples[static_cast<std::size_t>(i)] = static_cast<float>(kLevel * std::sin(phase));
      }
      feed.ring.put(samples);
      next += 40ms;
      std::this_thread::sleep_until(next);
    }
    feed.over = true;
  }

  std::thread thread_;
};

TEST_F(PlayerTest, WhatIsSpokenElsewhereSoundsToItsLastWordAndThenItIsOver) {
  const tests::TestCard card;
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  Cue cue = stream_in(1s, "page", 20s);
  cue.feed = std::make_shared<LiveFeed>();
  player.air().cue(cue);
  player.wait_for(1s);
  const base::Steady began = base::steady_now();
  { const Speaker speaker(cue.feed, 75); }
  const CueEnded end = player.end_of(cue.id);
  EXPECT_LT(base::steady_now() - began, 5s) << "it does not wait for its longest time";
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_NEAR(static_cast<double>(end.frames_played), 3.0 * kRate, 0.05 * kRate);
  EXPECT_GT(end.proof.decoded, 2.9 * kRate);
  EXPECT_LT(end.frames_dropped, kRate / 50) << "it is due from its first word on";
  EXPECT_EQ(end.frames_due, end.frames_played + end.frames_dropped);

  const Segment segment = card.recording().segments.front();
  std::int64_t loud = 0;
  for (std::int64_t i = 0; i < segment.frames(); ++i) {
    ASSERT_EQ(segment.left(i), segment.right(i));
    if (std::abs(segment.left(i)) > 0.1 * kLevel) ++loud;
  }
  // |sin| is above a tenth for 93.6 % of the time.
  EXPECT_NEAR(static_cast<double>(loud), 0.936 * 3 * kRate, 0.05 * kRate);
}

TEST_F(PlayerTest, WhatNobodySpeaksIntoEndsWithItsTime) {
  const tests::TestCard card;
  Player player("alsa:" + card.name());
  Cue cue = stream_in(1s, "page", 1s);
  cue.feed = std::make_shared<LiveFeed>();
  player.air().cue(cue);
  EXPECT_EQ(player.end_of(cue.id).frames_played, 0U);
}

TEST_F(PlayerTest, OnlyWhatIsSaidOnceItSoundsIsHeard) {
  const tests::TestCard card;
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  Cue cue = stream_in(3s, "page", 10s);
  cue.feed = std::make_shared<LiveFeed>();
  player.air().cue(cue);
  {
    const Speaker speaker(cue.feed, 100);  // two seconds before its time, two in it
  }
  const CueEnded end = player.end_of(cue.id);
  EXPECT_LT(end.frames_played, 2.6 * kRate);
  EXPECT_GT(end.frames_played, 0.8 * kRate);
}

}  // namespace
}  // namespace loa::audio
