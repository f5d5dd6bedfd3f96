// Relays on the air: what is heard when their networks and servers fail.
#include <cmath>

#include "local_server.h"
#include "player_fixture.h"
#include "stream_server.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;

// A relay has to be called before its time.
Cue relay_of(const std::string& address, base::Duration length) {
  return stream_in(5s, address, length);
}

class RelayedTest : public PlayerTest {
 protected:
  RelayedTest() : player_("alsa:" + card_.name()) { player_.air().wake(); }

  void wait_until(const Cue& cue, base::Duration into) {
    player_.wait_for(cue.start + into - base::steady_now());
  }
  CueEnded play(const Cue& cue) {
    player_.air().cue(cue);
    return player_.end_of(cue.id);
  }

  tests::TestCard card_;
  Player player_;
};

TEST_F(RelayedTest, RidesOutStopsOfTheNetworkAndABrokenConnection) {
  StreamServer server;
  const Cue cue = relay_of(server.url(), 10s);
  player_.air().cue(cue);
  wait_until(cue, 1s);
  server.stand_still();
  player_.wait_for(2s);
  server.go_on();
  player_.wait_for(2s);
  server.break_off();
  const CueEnded end = player_.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_EQ(end.frames_due, 10U * kRate);
  EXPECT_EQ(end.frames_dropped, 0U) << end.detail;
  EXPECT_EQ(end.calls_failed, 1U);
  EXPECT_TRUE(end.sender_ppm);
  EXPECT_TRUE(player_.relays.empty()) << "nobody heard it";
}

TEST_F(RelayedTest, LosesNothingWhileItFlows) {
  StreamServer server;
  const Cue cue = relay_of(server.url(), 8s);
  EXPECT_EQ(play(cue).end, CueEnd::completed);
  const auto recording = card_.recording();
  EXPECT_LT(greatest_step(recording.segments.back(), cue), 1.1 * slope_of(440, 8000.0 / 32768))
      << "it clicked";
}

TEST_F(RelayedTest, IsHadFromItsOtherAddress) {
  StreamServer dead;
  dead.shut();
  StreamServer server;
  Cue cue = relay_of(dead.url(), 2s);
  cue.other_addresses = {server.url()};
  const CueEnded end = play(cue);
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_EQ(end.frames_dropped, 0U) << end.detail;
  EXPECT_EQ(end.frames_replaced, 0U);
}

TEST_F(RelayedTest, InPiecesIsHeardWithoutAGap) {
  const WebFolder web;
  write_tone(web / "tone.wav", 48000, 2, 20);
  ASSERT_TRUE(
      convert(web / "tone.wav", "-c:a aac -hls_time 2 -hls_list_size 0", web / "list.m3u8"));
  ASSERT_GT(web.tune_in("list.m3u8", kRate).frames(), 0);
  const CueEnded end = play(relay_of(web.url("list.m3u8"), 6s));
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_EQ(end.frames_due, 6U * kRate);
  EXPECT_EQ(end.frames_dropped, 0U) << end.detail;
}

TEST_F(RelayedTest, IsStoodInForUntilItComes) {
  StreamServer server;
  server.shut();
  const std::vector<StandIn> others{{steady_level(2 * kRate, 0.5), 1.0F},
                                    {steady_level(60 * kRate, 0.5), 0.5F}};
  Cue cue = relay_of(server.url(), 16s);
  cue.stand_ins = others;
  player_.air().cue(cue);
  wait_until(cue, 8s);
  server.open();
  const CueEnded end = player_.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_GT(end.frames_replaced, 2U * kRate) << "the first stand-in, and some of the second";
  EXPECT_GT(end.frames_dropped, 1U * kRate) << "the silence before it";
  EXPECT_LT(end.frames_replaced + end.frames_dropped, 16U * kRate) << "the relay, once it came";

  const auto recording = card_.recording();
  const tests::Segment& heard = recording.segments.back();
  EXPECT_EQ(heard.left(heard.frame_at(cue.start + 1s)), 0.0F);
  EXPECT_NEAR(heard.left(heard.frame_at(cue.start + 8s)), 0.25F, kInterpolated)
      << "the second, at its gain";
  ASSERT_EQ(player_.relays.size(), 2U);
  EXPECT_FALSE(player_.relays[0].sounds);
  EXPECT_TRUE(player_.relays[1].sounds);
  EXPECT_NE(player_.relays[1].detail, "") << "why it was away";
}

// Failure 13: it runs, and nothing is heard.
TEST_F(RelayedTest, ThatSendsSilenceIsStoodInForUntilItSounds) {
  StreamServer server;
  Cue cue = relay_of(server.url(), 22s);
  cue.stand_ins = {{steady_level(60 * kRate, 0.5), 1.0F}};
  player_.air().cue(cue);
  wait_until(cue, 1s);
  server.mute();
  wait_until(cue, 14s);
  server.sound();
  const CueEnded end = player_.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_GT(end.frames_replaced, 2U * kRate);
  const auto recording = card_.recording();
  const tests::Segment& heard = recording.segments.back();
  EXPECT_NEAR(heard.left(heard.frame_at(cue.start + 13s)), 0.5F, kInterpolated) << "what stands in";
  ASSERT_EQ(player_.relays.size(), 2U);
  EXPECT_FALSE(player_.relays[0].sounds);
  EXPECT_TRUE(player_.relays[1].sounds);
  EXPECT_NE(player_.relays[1].detail.find("nothing but silence"), std::string::npos)
      << player_.relays[1].detail;
}

TEST_F(RelayedTest, ThatNeverComesHasFailedAtItsEnd) {
  StreamServer server;
  server.shut();
  const Cue cue = relay_of(server.url(), 1s);
  const CueEnded end = play(cue);
  EXPECT_EQ(end.end, CueEnd::media_failed);
  EXPECT_NE(end.detail.find(server.url()), std::string::npos) << end.detail;
  EXPECT_EQ(end.frames_due, 1U * kRate);
  EXPECT_EQ(end.frames_dropped, 1U * kRate);
  EXPECT_GE(end.calls_failed, 3U);
  EXPECT_FALSE(end.sender_ppm);
}

TEST_F(RelayedTest, IsSilentOnceAllThatStandsInHasSoundedOnce) {
  StreamServer server;
  server.shut();
  Cue cue = relay_of(server.url(), 9s);
  cue.stand_ins = {{steady_level(kRate, 0.5), 1.0F}, {steady_level(kRate, 0.25), 1.0F}};
  const CueEnded end = play(cue);
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_EQ(end.frames_replaced, 2U * kRate);
  EXPECT_EQ(end.frames_dropped, 7U * kRate);
  const auto recording = card_.recording();
  const tests::Segment& heard = recording.segments.back();
  EXPECT_EQ(heard.left(heard.frame_at(cue.start + 8s)), 0.0F);
  ASSERT_EQ(player_.relays.size(), 1U);
  EXPECT_FALSE(player_.relays[0].sounds) << "and nobody says that it is back";
}

}  // namespace
}  // namespace loa::audio
