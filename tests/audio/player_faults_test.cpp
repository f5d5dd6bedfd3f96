// The player when things go wrong: the device, the decoder, the owner.
#include <signal.h>

#include <fstream>
#include <set>

#include "player_fixture.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;
using tests::Recording;
using tests::Segment;
using tests::TestCard;

// The processes that this one has started and not reaped.
std::set<pid_t> children() {
  std::set<pid_t> found;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::ifstream list(task.path() / "children");
    for (pid_t child; list >> child;) found.insert(child);
  }
  return found;
}

// What counting() media should show at `when`, against what was heard; silence is far off.
double misplaced(const Recording& recording, const Cue& cue, base::Duration when) {
  const Segment& segment = recording.segments.back();
  const auto number = number_of(segment, segment.frame_at(cue.start + when));
  return number ? *number - static_cast<double>(frames_in(when)) : 1e9;
}

TEST_F(PlayerTest, RejoinsAtTheRightSecondAfterTheDeviceWasAway) {
  TestCard card;
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  const Cue cue = cue_in(500ms, counting(4 * kRate), 10s);
  player.air().cue(cue);
  ASSERT_TRUE(player.wait([&] { return player.has_started(cue.id); }));
  player.wait_for(700ms);
  card.unplug();
  ASSERT_TRUE(player.wait([&] { return player.air().status().whole.state == DeviceState::lost; }));
  player.wait_for(800ms);
  card.plug_in();
  ASSERT_TRUE(player.wait_running());
  const CueEnded end = player.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_EQ(end.frames_due, 4U * kRate);
  EXPECT_EQ(end.frames_played + end.frames_dropped, end.frames_due);
  EXPECT_GT(end.frames_dropped, 0.7 * kRate);
  EXPECT_GT(end.frames_played, 1.5 * kRate);

  const Recording recording = card.recording();
  ASSERT_EQ(recording.segments.size(), 2U);
  EXPECT_NEAR(misplaced(recording, cue, 3800ms), 0, 48);
  std::int64_t heard = 0;
  for (const Segment& segment : recording.segments)
    for (std::int64_t i = 0; i < segment.frames(); ++i) heard += number_of(segment, i) ? 1 : 0;
  EXPECT_NEAR(static_cast<double>(heard), static_cast<double>(end.frames_played), 960)
      << "what is counted as played is what was heard";
}

TEST_F(PlayerTest, WaitsForADeviceThatIsMissingAtTheStart) {
  TestCard card;
  card.unplug();
  Player player("alsa:" + card.name());
  const Cue cue = cue_in(300ms, counting(3 * kRate), 10s);
  player.air().cue(cue);
  ASSERT_TRUE(player.wait([&] { return player.air().status().whole.state == DeviceState::lost; }));
  EXPECT_FALSE(player.air().status().whole.detail.empty());
  player.wait_for(800ms);
  EXPECT_TRUE(player.starts.empty());
  card.plug_in();
  const CueEnded end = player.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_EQ(end.frames_played + end.frames_dropped, 3U * kRate);
  EXPECT_GT(end.frames_played, 0U);
  EXPECT_NEAR(misplaced(card.recording(), cue, 2800ms), 0, 48);
}

TEST_F(PlayerTest, EndsACueThatNoDeviceEverSounded) {
  TestCard card;
  card.unplug();
  Player player("alsa:" + card.name());
  const Cue cue = cue_in(300ms, counting(24000), 10s);
  player.air().cue(cue);
  const CueEnded end = player.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::device_failed);
  EXPECT_FALSE(end.detail.empty());
  EXPECT_EQ(end.frames_played, 0U);
  EXPECT_EQ(end.frames_dropped, 24000U);
  EXPECT_TRUE(player.starts.empty());
}

TEST_F(PlayerTest, NeverFallsBackToAnotherDevice) {
  const TestCard card;  // its configuration has a default device that works
  Player player("alsa:khong-co");
  player.air().wake();
  ASSERT_TRUE(player.wait([&] { return player.air().status().whole.state == DeviceState::lost; }));
  player.wait_for(600ms);
  EXPECT_EQ(player.air().status().whole.state, DeviceState::lost);
  EXPECT_EQ(player.air().status().whole.frames_written, 0U);
}

TEST_F(PlayerTest, TakesADriverThatStandsStillForALostDevice) {
  TestCard card;
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  card.stall();
  EXPECT_TRUE(player.wait([&] { return player.air().status().whole.state == DeviceState::lost; }));
  card.go_on();
  EXPECT_TRUE(player.wait_running());
}

TEST_F(PlayerTest, IsInPlaceAgainAfterAnUnderrunOfAnOrdinaryCard) {
  TestCard card;
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  const Cue cue = cue_in(500ms, counting(4 * kRate), 10s);
  player.air().cue(cue);
  ASSERT_TRUE(player.wait([&] { return player.has_started(cue.id); }));
  player.wait_for(500ms);
  card.underrun();
  const CueEnded end = player.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_EQ(end.underruns, 1U);
  EXPECT_EQ(end.frames_played + end.frames_dropped, 4U * kRate);
  EXPECT_LT(end.frames_dropped, 1U * kRate);
  const Recording recording = card.recording();
  EXPECT_EQ(recording.xruns, 1);
  EXPECT_NEAR(misplaced(recording, cue, 3800ms), 0, 48);
}

TEST_F(PlayerTest, IsInPlaceAgainAfterTheMachineSlept) {
  TestCard card;
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  const Cue cue = cue_in(500ms, counting(4 * kRate), 10s);
  player.air().cue(cue);
  ASSERT_TRUE(player.wait([&] { return player.has_started(cue.id); }));
  player.wait_for(500ms);
  card.suspend();
  ASSERT_TRUE(
      player.wait([&] { return player.air().status().whole.state == DeviceState::suspended; }));
  player.wait_for(500ms);
  // What cannot resume is opened anew.
  EXPECT_NE(player.air().status().whole.state, DeviceState::running);
  card.wake_up();
  ASSERT_TRUE(player.wait_running());
  const CueEnded end = player.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_EQ(end.frames_played + end.frames_dropped, 4U * kRate);
  EXPECT_GT(end.frames_dropped, 0.5 * kRate);
  EXPECT_NEAR(misplaced(card.recording(), cue, 3800ms), 0, 48);
}

// The owner goes on, and sees that the sound does not: that is what stops the watchdog's food.
TEST_F(PlayerTest, IsSeenToStandStillWhileADriverDoesNotReturnAndIsInPlaceAfterIt) {
  TestCard card;
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  const Cue cue = cue_in(500ms, counting(5 * kRate), 10s);
  player.air().cue(cue);
  ASSERT_TRUE(player.wait([&] { return player.has_started(cue.id); }));
  card.block();
  player.wait_for(300ms);
  const base::Steady stood = player.air().status().whole.progress;
  player.wait_for(900ms);
  EXPECT_EQ(player.air().status().whole.progress, stood);
  card.let_go_on();
  const CueEnded end = player.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_EQ(end.frames_played + end.frames_dropped, 5U * kRate);
  EXPECT_GT(player.air().status().whole.progress, stood);
  EXPECT_NEAR(misplaced(card.recording(), cue, 4800ms), 0, 48);
}

TEST_F(PlayerTest, WaitsForADriverThatDoesNotReturnFromOpening) {
  TestCard card;
  card.block();
  Player player("alsa:" + card.name());
  player.air().wake();
  const Cue cue = cue_in(500ms, counting(3 * kRate), 10s);
  player.air().cue(cue);
  player.wait_for(1s);
  EXPECT_NE(player.air().status().whole.state, DeviceState::running);
  EXPECT_TRUE(player.starts.empty());
  card.let_go_on();
  const CueEnded end = player.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_NEAR(misplaced(card.recording(), cue, 2800ms), 0, 48);
}

TEST_F(PlayerTest, LeavesADriverThatDoesNotReturnBehind) {
  TestCard card;
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  const Cue cue = cue_in(500ms, counting(20 * kRate), 20s);
  player.air().cue(cue);
  ASSERT_TRUE(player.wait([&] { return player.has_started(cue.id); }));
  card.block();
  player.wait_for(300ms);
  player.shut_down();
  ASSERT_EQ(player.ends.size(), 1U) << "its end is told all the same";
  EXPECT_EQ(player.ends[0].id, cue.id);
  card.let_go_on();
  player.wait_for(500ms);
}

// Cards that are wrong about what they have not presented yet. What they get wrong for good cannot
// be known; the rest is averaged, and nothing is heard of it.
TEST_F(PlayerTest, StandsAsNearToItsPlaceAsTheCardKnowsIt) {
  struct Wrong {
    const char* how;
    double early;  // frames, at most
    double late;
  };
  for (const auto& [how, early, late] :
       {Wrong{"step:480", 480, 48}, Wrong{"const:1000", 1048, -952}, Wrong{"jump:200", 248, 48}}) {
    TestCard card(0, {}, 2, std::string("DELAYERR=") + how);
    Player player("alsa:" + card.name());
    player.air().wake();
    ASSERT_TRUE(player.wait_running());
    player.wait_for(2500ms);
    const Cue cue = cue_in(500ms, counting(3 * kRate), 10s);
    player.air().cue(cue);
    const CueEnded end = player.end_of(cue.id);
    EXPECT_EQ(end.end, CueEnd::completed) << how;
    EXPECT_EQ(end.frames_dropped, 0U) << how;
    EXPECT_EQ(end.underruns, 0U) << how;
    const Recording recording = card.recording();
    for (const auto when : {500ms, 1500ms, 2500ms}) {
      EXPECT_LE(misplaced(recording, cue, when), early) << how;
      EXPECT_GE(misplaced(recording, cue, when), -late) << how;
    }
  }
}

TEST_F(PlayerTest, CountsUnderrunsAndStaysInPlace) {
  // A clock that runs at twice its rate empties the buffer long before it is filled again.
  TestCard card(1e6);
  Player player("alsa:" + card.name());
  const Cue cue = cue_in(500ms, counting(kRate), 10s);
  player.air().cue(cue);
  const CueEnded end = player.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::completed) << end.detail;
  EXPECT_GT(end.underruns, 0U);
  EXPECT_EQ(end.frames_played + end.frames_dropped, 1U * kRate);
  EXPECT_GT(card.recording().xruns, 0);
  EXPECT_GE(player.air().status().whole.underruns, end.underruns);
}

TEST_F(PlayerTest, EndsACueWhoseDecoderDiesAndGoesOnWithTheOther) {
  TestCard card;
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  const auto tone = sine(2 * kRate, 440, 0.1);
  const Cue victim = cue_in(1s, counting(20 * kRate), 20s);
  const Cue other = cue_at(victim.start, tone, 10s);
  const auto before = children();
  player.air().cue(victim);
  ASSERT_TRUE(player.wait([&] { return children().size() > before.size(); }));
  const auto after = children();
  player.air().cue(other);
  ASSERT_TRUE(player.wait([&] { return player.has_started(victim.id); }));
  for (const pid_t child : after)
    if (!before.contains(child)) ::kill(child, SIGKILL);
  const CueEnded killed = player.end_of(victim.id);
  EXPECT_EQ(killed.end, CueEnd::media_failed);
  EXPECT_FALSE(killed.detail.empty());
  EXPECT_GT(killed.frames_played, 0U);
  const CueEnded whole = player.end_of(other.id);
  EXPECT_EQ(whole.end, CueEnd::completed);
  EXPECT_EQ(whole.frames_played, 2U * kRate);
}

TEST_F(PlayerTest, EndsACueWhoseDecoderHangs) {
  TestCard card;
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  const auto before = children();
  const Cue cue = cue_in(700ms, counting(30 * kRate), 30s);
  player.air().cue(cue);
  ASSERT_TRUE(player.wait([&] { return player.has_started(cue.id); }));
  for (const pid_t child : children())
    if (!before.contains(child)) ::kill(child, SIGSTOP);
  const CueEnded end = player.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::media_failed);
  EXPECT_NE(end.detail.find("nothing for"), std::string::npos) << end.detail;
}

TEST_F(PlayerTest, TellsOfMediaThatCannotBeDecodedBeforeItsTime) {
  TestCard card;
  Player player("alsa:" + card.name());
  const auto text = folder() / "thong-bao.mp3";
  std::ofstream(text) << "Đây không phải là âm thanh.";
  const Cue missing = cue_in(1h, (folder() / "khong-co.mp3").string(), 10s);
  const Cue lie = cue_in(1h, text.string(), 10s);
  player.air().cue(missing);
  player.air().cue(lie);
  for (const CueId id : {missing.id, lie.id}) {
    const CueEnded end = player.end_of(id);
    EXPECT_EQ(end.end, CueEnd::media_failed);
    EXPECT_FALSE(end.detail.empty());
    EXPECT_EQ(end.frames_played, 0U);
  }
}

TEST_F(PlayerTest, EndsEveryCueOnceWhenItIsDestroyed) {
  TestCard card;
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  const Cue on = cue_in(500ms, counting(10 * kRate), 10s);
  const Cue waiting = cue_in(1h, counting(kRate), 10s);
  player.air().cue(on);
  player.air().cue(waiting);
  ASSERT_TRUE(player.wait([&] { return player.has_started(on.id); }));
  const Cue last = cue_in(1h, counting(kRate), 10s);
  player.air().cue(last);
  player.shut_down();
  ASSERT_EQ(player.ends.size(), 3U);
  for (const CueEnded& end : player.ends) EXPECT_EQ(end.end, CueEnd::stopped);
  EXPECT_EQ(player.changes.back().state, DeviceState::closed);
}

TEST_F(PlayerTest, IgnoresAStopOfWhatHasEnded) {
  TestCard card;
  Player player("alsa:" + card.name());
  const Cue cue = cue_in(500ms, counting(4800), 10s);
  player.air().cue(cue);
  player.end_of(cue.id);
  player.air().stop(cue.id, 10ms);
  player.wait_for(300ms);
  EXPECT_EQ(player.ends.size(), 1U);
}

TEST_F(PlayerTest, RefusesAnOutputThatItDoesNotKnow) {
  for (const char* output : {"", "alsa:", "wav:", "pulse:x", "default"})
    EXPECT_THROW(Player{output}, std::invalid_argument) << output;
}

}  // namespace
}  // namespace loa::audio
