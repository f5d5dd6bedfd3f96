// What somebody says elsewhere: it sounds a little later, to its last word, and then it is over.
#include <sys/socket.h>

#include <cmath>
#include <functional>
#include <iostream>
#include <numbers>
#include <thread>

#include "audio/live_feed.h"
#include "audio/wav.h"
#include "base/clock.h"
#include "media_samples.h"
#include "player_fixture.h"

namespace loa::audio {
namespace {

using namespace std::chrono_literals;
using tests::Segment;

using Sound = std::vector<float>;  // mono

constexpr double kLevel = 0.4;

Sound tone_of_440(double silent, double seconds) {
  Sound sound(static_cast<std::size_t>((silent + seconds) * kRate));
  for (auto i = static_cast<std::size_t>(silent * kRate); i < sound.size(); ++i) {
    const double phase = 2 * std::numbers::pi * 440 * static_cast<double>(i) / kRate;
    sound[i] = static_cast<float>(kLevel * std::sin(phase));
  }
  return sound;
}

// The packets in an Ogg file of Opus (RFC 3533 and 7845), without its two headers.
std::vector<std::string> packets_in(const std::string& ogg) {
  std::vector<std::string> packets(1);
  for (std::size_t page = 0; page + 27 < ogg.size();) {
    const auto lacing =
        std::string_view(ogg).substr(page + 27, static_cast<std::uint8_t>(ogg[page + 26]));
    page += 27 + lacing.size();
    for (const char byte : lacing) {
      const std::size_t length = static_cast<std::uint8_t>(byte);
      packets.back() += ogg.substr(page, length);
      page += length;
      if (length < 255) packets.emplace_back();
    }
  }
  packets.pop_back();
  packets.erase(packets.begin(), packets.begin() + 2);
  return packets;
}

// As a browser encodes it: packets of 20 ms, of which each holds what was said until then.
std::vector<std::string> as_opus(const Sound& sound) {
  const TemporaryFolder folder;
  WavWriter wav(folder / "said.wav", kRate, 1);
  wav.write(sound);
  wav.close();
  if (!convert(folder / "said.wav", "-c:a libopus -b:a 32k -frame_duration 20",
               folder / "said.ogg"))
    return {};
  return packets_in(read_bytes(folder / "said.ogg"));
}

// Says `pieces` pieces of `length` one after another; each is put once it has been said.
class Speaker {
 public:
  Speaker(std::size_t pieces, base::Duration length, std::function<void(std::size_t)> put)
      : began_(base::steady_now()), thread_([this, pieces, length, put = std::move(put)] {
          for (std::size_t piece = 0; piece < pieces; ++piece) {
            std::this_thread::sleep_until(began_ + length * static_cast<std::int64_t>(piece + 1));
            put(piece);
          }
        }) {}
  Speaker(const Speaker&) = delete;
  Speaker& operator=(const Speaker&) = delete;
  ~Speaker() { thread_.join(); }
  base::Steady began() const { return began_; }

 private:
  base::Steady began_;
  std::thread thread_;
};

// Samples in pieces of 40 ms. When its first one was said.
base::Steady say(LiveFeed& feed, const Sound& sound) {
  constexpr std::size_t kPiece = kRate / 25;
  const Speaker speaker(sound.size() / kPiece, 40ms, [&](std::size_t piece) {
    feed.ring.put(std::span(sound).subspan(piece * kPiece, kPiece));
    if ((piece + 2) * kPiece > sound.size()) feed.over = true;
  });
  return speaker.began();
}

// The same as packets, into `way`.
base::Steady say(Fd way, const std::vector<std::string>& packets) {
  const Speaker speaker(packets.size(), 20ms, [&](std::size_t piece) {
    const std::string& packet = packets[piece];
    ::send(way.get(), packet.data(), packet.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  });
  return speaker.began();
}

// A feed for packets, and the way to it.
std::pair<std::shared_ptr<LiveFeed>, Fd> feed_of_packets() {
  auto feed = std::make_shared<LiveFeed>();
  auto pipe = Pipe::of_packets();
  feed->packets = std::move(pipe.read);
  return {feed, std::move(pipe.write)};
}

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
  say(*cue.feed, tone_of_440(0, 3));
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
  say(*cue.feed, tone_of_440(0, 4));  // two seconds before its time, two in it
  const CueEnded end = player.end_of(cue.id);
  EXPECT_LT(end.frames_played, 2.6 * kRate);
  EXPECT_GT(end.frames_played, 0.8 * kRate);
}

TEST_F(PlayerTest, PacketsOfOpusSoundToTheLastWordAndThenItIsOver) {
  const tests::TestCard card;
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  const auto packets = as_opus(tone_of_440(0, 3));
  ASSERT_GE(packets.size(), 150U);
  Cue cue = stream_in(1s, "page", 20s);
  auto [feed, way] = feed_of_packets();
  cue.feed = feed;
  player.air().cue(cue);
  player.wait_for(1s);
  say(std::move(way), packets);
  const CueEnded end = player.end_of(cue.id);
  EXPECT_EQ(end.end, CueEnd::completed);
  EXPECT_EQ(end.detail, "");
  EXPECT_NEAR(static_cast<double>(end.frames_played), 3.0 * kRate, 0.06 * kRate);
  EXPECT_LT(end.frames_dropped, kRate / 50);
  EXPECT_NEAR(end.peak, kLevel, 0.1);
}

// Whoever sends it: the decoder says what it is not, and nothing else comes of it.
TEST_F(PlayerTest, PacketsOfRubbishEndAsAFailure) {
  const tests::TestCard card;
  Player player("alsa:" + card.name());
  player.air().wake();
  ASSERT_TRUE(player.wait_running());
  Cue cue = stream_in(1s, "page", 20s);
  auto [feed, way] = feed_of_packets();
  cue.feed = feed;
  player.air().cue(cue);
  player.wait_for(1s);
  // Its configuration says more frames than it has bytes.
  say(std::move(way), std::vector<std::string>(100, std::string("\x03\x3f\xff", 3)));
  const CueEnded end = player.end_of(cue.id);
  EXPECT_EQ(end.frames_played, 0U);
  EXPECT_EQ(end.detail, "damaged: it is not Opus");
}

// No process, no memory, no program: what was asked for fails, and nothing else.
TEST_F(PlayerTest, PacketsThatNoDecoderTakesEndAsAFailure) {
  const tests::TestCard card;
  LiveAirSettings settings;
  settings.output = "alsa:" + card.name();
  settings.buffer = 200ms;
  settings.decoder = "/khong-co/loa-decoder";
  Player player(settings);
  Cue cue = stream_in(1s, "page", 20s);
  auto [feed, way] = feed_of_packets();
  cue.feed = feed;
  player.air().cue(cue);
  const CueEnded end = player.end_of(cue.id);
  EXPECT_EQ(end.frames_played, 0U);
  EXPECT_NE(end.end, CueEnd::completed);
  EXPECT_NE(end.detail, "");
}

// How long after it is said a word is heard, as samples and as Opus: what docs/audio-player.md
// says.
TEST_F(PlayerTest, IsHeardAsSoonInPacketsAsInSamples) {
  constexpr double kSilent = 1;
  const auto packets = as_opus(tone_of_440(kSilent, 0.5));
  std::map<std::string, double> delays;
  for (const bool opus : {false, true}) {
    const tests::TestCard card;
    Player player("alsa:" + card.name());
    player.air().wake();
    ASSERT_TRUE(player.wait_running());
    Cue cue = stream_in(1s, "page", 20s);
    auto [feed, way] = opus ? feed_of_packets() : std::pair(std::make_shared<LiveFeed>(), Fd{});
    cue.feed = feed;
    player.air().cue(cue);
    player.wait_for(1s);
    const base::Steady began =
        opus ? say(std::move(way), packets) : say(*feed, tone_of_440(kSilent, 0.5));
    player.end_of(cue.id);
    const auto heard = card.recording().first_sound(0.1F);
    ASSERT_TRUE(heard);
    const auto said = began + std::chrono::milliseconds{static_cast<int>(kSilent * 1000)};
    const double delay = std::chrono::duration<double, std::milli>(heard->at - said).count();
    delays[opus ? "opus" : "samples"] = delay;
    std::cout << (opus ? "as Opus: " : "as samples: ") << delay << " ms after it is said\n";
  }
  for (const auto& [how, delay] : delays) {
    EXPECT_GT(delay, 100) << how;
    EXPECT_LT(delay, 2000) << how;
  }
}

}  // namespace
}  // namespace loa::audio
