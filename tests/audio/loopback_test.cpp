// The loopback through real alsa-lib: the test card's ear hears what the test card plays.
#include <gmock/gmock.h>

#include <cmath>
#include <fstream>

#include "audio/media.h"
#include "player_fixture.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;
using tests::TestCard;

constexpr auto kText =
    "Ủy ban nhân dân xã thông báo lịch tiêm chủng cho trẻ em dưới năm tuổi vào sáng thứ hai tuần "
    "sau tại trạm y tế. Đề nghị bà con mang theo sổ tiêm và đến đúng giờ. Mọi thắc mắc xin gặp "
    "trưởng thôn hoặc cán bộ y tế. Hợp tác xã nông nghiệp mở cửa cống lấy nước từ năm giờ sáng "
    "ngày mai, bà con chú ý be bờ giữ nước cho lúa mới cấy.";

class LoopbackTest : public PlayerTest {
 protected:
  std::string speech(const std::string& text = kText) {
    const auto speaker = std::filesystem::path(LOA_BUILD_DIR) / "bin/loa-speaker";
    return speak(folder(), {{speaker.string(), "--voice", "{voice}"}}, text, "vi").string();
  }

  // Plays the speech for `length`; how it ended.
  CueEnded play(Player& player, base::Duration length, base::Duration lead = 900ms) {
    const Cue cue = cue_in(lead, speech(), length);
    player.air().cue(cue);
    player.wait([&] { return player.ended(cue.id); }, length + 10s);
    return player.end_of(cue.id);
  }

  static bool raised(const Player& player, AlarmKind kind) {
    bool raised = false;
    for (const AirAlarm& alarm : player.alarms)
      if (alarm.kind == kind) raised = alarm.raised;
    return raised;
  }
};

TEST_F(LoopbackTest, HearsWhatIsPlayedWithItsDelayAndTellsItInTheProof) {
  TestCard card(60);
  Player player("alsa:" + card.name(), 200ms, "alsa:" + card.ear("DELAY=35,GAIN=-14,NOISE=-50"));
  const CueEnded end = play(player, 9s);
  EXPECT_EQ(end.end, CueEnd::completed);
  ASSERT_TRUE(end.proof.loopback);
  EXPECT_EQ(end.proof.loopback->verdict, AirVerdict::heard);
  EXPECT_GE(end.proof.loopback->windows, 4);
  EXPECT_EQ(end.proof.loopback->heard, end.proof.loopback->windows);
  EXPECT_NEAR(end.proof.loopback->delay_ms, 35, 2);
  EXPECT_EQ(level_of(end.proof), 3);
  EXPECT_THAT(player.alarms, testing::IsEmpty());
  EXPECT_EQ(player.air().status().whole.loopback.dropped, 0U);
}

TEST_F(LoopbackTest, AMutedAmplifierIsAnAlarmWithinTenSeconds) {
  TestCard card;
  Player player("alsa:" + card.name(), 200ms, "alsa:" + card.ear("GAIN=-10,NOISE=-62"));
  player.air().cue(cue_in(900ms, speech(), 40s));
  ASSERT_TRUE(player.wait(
      [&] { return player.air().status().whole.loopback.verdict == AirVerdict::heard; }));
  card.set_ear_gain(-120);
  const base::Steady muted = base::steady_now();
  ASSERT_TRUE(player.wait([&] { return raised(player, AlarmKind::not_heard); }));
  EXPECT_LT(base::steady_now() - muted, 10s);
  EXPECT_EQ(player.alarms.back().detail, "muted");
  card.set_ear_gain(-10);
  EXPECT_TRUE(player.wait([&] { return !raised(player, AlarmKind::not_heard); }));
}

TEST_F(LoopbackTest, ALostInputIsAnAlarmAndTheSoundGoesOn) {
  TestCard card;
  Player player("alsa:" + card.name(), 200ms, "alsa:" + card.ear());
  player.air().cue(cue_in(900ms, speech(), 40s));
  ASSERT_TRUE(player.wait(
      [&] { return player.air().status().whole.loopback.verdict == AirVerdict::heard; }));
  card.unplug_ear();
  EXPECT_TRUE(player.wait([&] { return raised(player, AlarmKind::loopback_lost); }));
  EXPECT_EQ(player.air().status().whole.state, DeviceState::running);
  card.plug_in_ear();
  EXPECT_TRUE(player.wait([&] { return !raised(player, AlarmKind::loopback_lost); }));
}

TEST_F(LoopbackTest, TheInputIsClosedUntilSomethingSounds) {
  TestCard card;
  Player player("alsa:" + card.name(), 200ms, "alsa:" + card.ear());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  player.wait_for(500ms);
  EXPECT_EQ(player.air().status().whole.loopback.state, DeviceState::closed);
  EXPECT_TRUE(player.air().status().whole.loopback.wanted);
}

TEST_F(PlayerTest, SilentAirIsNoticedWhileItLastsAndStandsInTheProof) {
  TestCard card;
  Player player("alsa:" + card.name());
  const Cue cue = cue_in(700ms, steady_level(8 * kRate, 0), 8s);
  player.air().cue(cue);
  ASSERT_TRUE(player.wait([&] { return !player.alarms.empty(); }));
  EXPECT_EQ(player.alarms[0].kind, AlarmKind::silent_air);
  EXPECT_EQ(player.alarms[0].cue, cue.id);
  EXPECT_LE(base::steady_now(), cue.start + 5500ms);
  const CueEnded end = player.end_of(cue.id);
  EXPECT_GE(end.proof.silent, 5s);
  EXPECT_EQ(level_of(end.proof), 1);
  EXPECT_TRUE(player.wait([&] { return !player.alarms.back().raised; }));
}

TEST_F(PlayerTest, TheMeterStandsInTheProofOfWhatWasPlayed) {
  TestCard card;
  Player player("alsa:" + card.name());
  const Cue cue = cue_in(700ms, sine(2 * kRate, 997, 0.5), 2s);
  player.air().cue(cue);
  // Half of full scale: -9.03 dBFS, and -6.02 LUFS, once 400 ms of it are there.
  EXPECT_TRUE(
      player.wait([&] { return std::abs(player.air().status().whole.rms_db + 9.03) < 0.1; }));
  const CueEnded end = player.end_of(cue.id);
  EXPECT_EQ(end.proof.decoded, static_cast<std::uint64_t>(2 * kRate));
  EXPECT_GT(end.proof.metered, static_cast<std::uint64_t>(1.5 * kRate));
  ASSERT_TRUE(end.proof.loudness);
  EXPECT_NEAR(*end.proof.loudness, -6.02, 0.5);
  EXPECT_GT(end.proof.delay, 10ms);
  EXPECT_LT(end.proof.delay, 400ms);
  EXPECT_FALSE(end.proof.loopback);
  EXPECT_EQ(level_of(end.proof), 2);
}

}  // namespace
}  // namespace loa::audio
