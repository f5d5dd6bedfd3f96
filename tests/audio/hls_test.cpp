// Relays by HTTP Live Streaming: play lists of pieces, from a real web server.
#include <gmock/gmock.h>
#include <poll.h>

#include "base/clock.h"
#include "tests/audio/local_server.h"

namespace loa::audio {
namespace {

using testing::HasSubstr;
using State = DecoderChild::State;

class HlsRelay : public testing::Test {
 protected:
  // A tone in pieces of a second, and list.m3u8, which ends.
  void record(double seconds, const std::string& how) {
    write_tone(web_ / "tone.wav", 44100, 2, seconds);
    ASSERT_TRUE(
        convert(web_ / "tone.wav", "-hls_time 1 -hls_list_size 0 " + how, web_ / "list.m3u8"));
  }

  WebFolder web_;
};

TEST_F(HlsRelay, IsFollowedWhileItGrows) {
  const ChildProcess source("ffmpeg",
                            {"-nostdin", "-v", "quiet", "-re", "-f", "lavfi", "-i",
                             "sine=1000:r=48000", "-c:a", "aac", "-hls_time", "1", "-hls_list_size",
                             "4", "-hls_flags", "delete_segments", (web_ / "live.m3u8").string()},
                            -1, -1);
  const Heard heard = web_.tune_in("live.m3u8", 8 * 48000);
  ASSERT_GE(heard.frames(), 8 * 48000) << heard.detail;
  EXPECT_EQ(heard.state, State::running);
  EXPECT_NEAR(tone_in(heard.samples, 0).hertz, 1000, 0.5);
}

TEST_F(HlsRelay, IsHeardInEachKindOfPiece) {
  for (const char* how : {"-c:a aac", "-c:a mp3", "-c:a aac -hls_segment_type fmp4"}) {
    record(3, how);
    const Heard heard = web_.tune_in("list.m3u8");
    EXPECT_NEAR(static_cast<double>(heard.frames()), 3 * 48000, 4800) << how << heard.detail;
    EXPECT_NEAR(tone_in(heard.samples, 0).hertz, 1000, 0.5) << how;
    EXPECT_THAT(heard.detail, HasSubstr("closed")) << how;
  }
}

TEST_F(HlsRelay, IsFoundByTheListOfItsQualities) {
  record(3, "-c:a aac");
  write_bytes(web_ / "master.m3u8",
              "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=128000,CODECS=\"mp4a.40.2\"\nlist.m3u8\n");
  EXPECT_GE(web_.tune_in("master.m3u8").frames(), 2 * 48000);
}

TEST_F(HlsRelay, OfWhichAPieceIsMissingGoesOn) {
  record(4, "-c:a aac");
  std::filesystem::remove(web_ / "list1.ts");
  const Heard heard = web_.tune_in("list.m3u8");
  EXPECT_GE(heard.frames(), 5 * 48000 / 2) << heard.detail;
  EXPECT_LE(heard.frames(), 7 * 48000 / 2);
}

TEST_F(HlsRelay, IsSentNoFasterThanItSounds) {
  record(8, "-c:a aac");
  const base::Steady begin = base::steady_now();
  EXPECT_GE(web_.tune_in("list.m3u8").frames(), 7 * 48000);
  EXPECT_GE(base::steady_now() - begin, std::chrono::milliseconds{4500}) << "three seconds ahead";
}

TEST_F(HlsRelay, LeadsToNoOtherServerAndToNoFile) {
  record(3, "-c:a aac");
  ASSERT_GT(web_.tune_in("tone.wav").frames(), 0);
  const Listener elsewhere;
  const std::string secret = "file://" + (web_ / "list0.ts").string();
  for (const std::string& piece :
       {elsewhere.url(), secret, std::string("data:audio/aac;base64,//")}) {
    write_bytes(web_ / "list.m3u8",
                "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n" + piece + "\n#EXT-X-ENDLIST\n");
    const Heard heard = relay(web_.url("list.m3u8"));
    EXPECT_EQ(heard.state, State::failed) << piece;
    EXPECT_EQ(heard.frames(), 0) << piece;
  }
  pollfd wait{elsewhere.fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&wait, 1, 0), 0) << "somebody called there";
}

TEST_F(HlsRelay, WhosePiecesAreSentElsewhereLeadsNobodyThere) {
  const Listener elsewhere;
  const Replies server([&](const std::string& request) -> std::string {
    if (request.starts_with("GET /live ")) {
      return "HTTP/1.1 200 OK\r\nContent-Type: application/x-mpegURL\r\n\r\n#EXTM3U\n"
             "#EXT-X-TARGETDURATION:1\n#EXTINF:1,\npiece.ts\n#EXT-X-ENDLIST\n";
    }
    return "HTTP/1.1 302 Found\r\nLocation: " + elsewhere.url() + "\r\n\r\n";
  });
  const Heard heard = relay(server.url());
  EXPECT_EQ(heard.state, State::failed);
  EXPECT_EQ(heard.frames(), 0);
  pollfd wait{elsewhere.fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&wait, 1, 0), 0) << "somebody called there";
}

}  // namespace
}  // namespace loa::audio
