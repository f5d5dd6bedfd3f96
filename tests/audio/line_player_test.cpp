// A line input on the air: when its device is open, and what is heard when it fails.
#include <cmath>
#include <fstream>
#include <iostream>
#include <numbers>

#include "player_fixture.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;

constexpr double kToneHertz = 500;
constexpr double kToneLevel = 0.5;

// A tuner or microphone that hears a tone for ever; its clock is off by `ppm`.
class ToneLine {
 public:
  explicit ToneLine(double ppm = 0) : card_(ppm) {
    std::ofstream out(tone(), std::ios::binary);
    for (int i = 0; i < kRate; ++i) {
      const double phase = 2 * std::numbers::pi * kToneHertz * i / kRate;
      const auto sample = static_cast<std::int16_t>(32767 * kToneLevel * std::sin(phase));
      out.write(reinterpret_cast<const char*>(&sample), sizeof sample);
    }
  }
  std::string input() const { return "alsa:" + card_.ear("OTHER=" + tone().string()); }
  void unplug() const { card_.unplug_ear(); }
  void plug_in() const { card_.plug_in_ear(); }

  // Somebody in this process has its device open.
  bool is_open() const {
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
      std::error_code gone;
      const auto file = std::filesystem::read_symlink(entry.path(), gone);
      if (!gone && file.string().starts_with(card_.folder().string())) return true;
    }
    return false;
  }

 private:
  std::filesystem::path tone() const { return card_.folder() / "tone.s16"; }

  tests::TestCard card_;
};

class LineTest : public PlayerTest {
 protected:
  LineTest() : player_("alsa:" + card_.name()) { player_.air().wake(); }

  void wait_until(const Cue& cue, base::Duration into) {
    player_.wait_for(cue.start + into - base::steady_now());
  }

  tests::TestCard card_;
  Player player_;
};

TEST_F(LineTest, IsHeardWholeThoughItsClockIsOff) {
  const ToneLine line(300);
  const Cue cue = stream_in(3s, line.input(), 12s);
  player_.air().cue(cue);
  const CueEnded end = player_.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::completed) << end.detail;
  EXPECT_EQ(end.frames_due, 12U * kRate) << "its length ends it";
  EXPECT_EQ(end.frames_dropped, 0U) << "it was open before its start";
  EXPECT_EQ(end.calls_failed, 0U);
  ASSERT_TRUE(end.sender_ppm);
  EXPECT_LE(std::abs(*end.sender_ppm), 500) << "as much as is followed";
  const auto recording = card_.recording();
  const tests::Segment& heard = recording.segments.back();
  EXPECT_LT(greatest_step(heard, cue), 1.1 * slope_of(kToneHertz, kToneLevel)) << "it clicked";
  EXPECT_NEAR(heard.left(heard.frame_at(cue.start + cue.length + 10ms)), 0, 1e-6);
}

TEST_F(LineTest, IsOpenOnlyForItsTime) {
  const ToneLine line;
  const Cue cue = stream_in(4s, line.input(), 2s);
  player_.air().cue(cue);
  wait_until(cue, -1500ms);
  EXPECT_FALSE(line.is_open()) << "nobody is to be heard before the time";
  ASSERT_TRUE(player_.wait([&] { return player_.has_started(cue.id); }));
  EXPECT_TRUE(line.is_open());
  player_.end_of(cue.id);
  EXPECT_TRUE(player_.wait([&] { return !line.is_open(); })) << "nor after it";
}

TEST_F(LineTest, IsClosedWhenItIsStopped) {
  const ToneLine line;
  const Cue cue = stream_in(1s, line.input(), 60s);
  player_.air().cue(cue);
  ASSERT_TRUE(player_.wait([&] { return player_.has_started(cue.id); }));
  player_.air().stop(cue.id, 200ms);
  EXPECT_EQ(player_.end_of(cue.id).end, CueEnd::stopped);
  EXPECT_TRUE(player_.wait([&] { return !line.is_open(); }));
}

TEST_F(LineTest, ThatIsUnpluggedIsStoodInForUntilItIsBack) {
  const ToneLine line;
  const StandIn other{steady_level(10 * kRate, 0.75), 1.0F};
  Cue cue = stream_in(2s, line.input(), 16s);
  cue.stand_ins = {other};
  player_.air().cue(cue);
  ASSERT_TRUE(player_.wait([&] { return player_.has_started(cue.id); }));
  line.unplug();
  ASSERT_TRUE(player_.wait([&] { return !player_.relays.empty(); }));
  player_.wait_for(5s);
  line.plug_in();
  const CueEnded end = player_.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_GT(end.frames_replaced, 0U);
  EXPECT_GE(end.calls_failed, 2U) << "it was tried again while it was away";
  ASSERT_EQ(player_.relays.size(), 2U);
  EXPECT_FALSE(player_.relays[0].sounds);
  EXPECT_TRUE(player_.relays[1].sounds);
  EXPECT_TRUE(card_.recording().first_sound(0.74F)) << "the stand-in, louder than the tone";
}

TEST_F(LineTest, ThatIsMissingHasFailedAtItsEnd) {
  const ToneLine line;
  line.unplug();
  const Cue cue = stream_in(2s, line.input(), 2s);
  player_.air().cue(cue);
  const CueEnded end = player_.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::media_failed);
  EXPECT_NE(end.detail.find("No such device"), std::string::npos) << end.detail;
  EXPECT_EQ(end.frames_dropped, 2U * kRate);
}

// Two machines in one: what one plays into a microphone, the other sounds.
TEST_F(LineTest, IsHeardSoonAfterItIsSaid) {
  tests::TestCard stage;
  Player speaker("alsa:" + stage.name());
  speaker.air().wake();
  ASSERT_TRUE(speaker.wait_running());
  const Cue cue = stream_in(1s, "alsa:" + stage.ear(), 6s);
  player_.air().cue(cue);
  const Cue word = cue_at(cue.start + 3s, steady_level(kRate / 2, 0.5), 500ms);
  speaker.air().cue(word);
  player_.end_of(cue.id);
  const auto said = stage.recording().first_sound(0.1F);
  const auto heard = card_.recording().first_sound(0.1F);
  ASSERT_TRUE(said && heard);
  const auto delay = std::chrono::duration<double, std::milli>(heard->at - said->at).count();
  RecordProperty("delay_ms", std::to_string(delay));
  std::cout << "from the microphone to the loudspeaker: " << delay << " ms\n";
  EXPECT_GT(delay, 100) << "the output's buffer alone is longer";
  EXPECT_LT(delay, 2000) << "a reserve for networks would be in the way of who speaks";
}

}  // namespace
}  // namespace loa::audio
