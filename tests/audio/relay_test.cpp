// Relays: a real Icecast with a real source, UDP, and servers that misbehave.
#include <gmock/gmock.h>
#include <poll.h>

#include <array>
#include <cstdio>
#include <system_error>
#include <thread>

#include "audio/child_process.h"
#include "base/clock.h"
#include "tests/audio/local_server.h"
#include "tests/audio/media_samples.h"

namespace loa::audio {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using State = DecoderChild::State;

class Icecast : public testing::Test {
 protected:
  Icecast() {
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::all);
    write_bytes(folder_ / "icecast.xml", configuration());
    server_ = std::make_unique<ChildProcess>(
        "icecast2", std::vector<std::string>{"-c", (folder_ / "icecast.xml").string()}, -1, -1);
    source_ = std::make_unique<ChildProcess>(
        "sh", std::vector<std::string>{"-c", "until " + source() + "; do sleep 0.2; done"}, -1, -1);
  }

  std::string mount() const { return "127.0.0.1:" + std::to_string(port_) + "/live.mp3"; }

  // Icecast does not run as root.
  std::string configuration() const {
    const std::string owner =
        ::geteuid() == 0 ? "<changeowner><user>nobody</user><group>nogroup</group></changeowner>"
                         : "";
    return "<icecast><limits><sources>2</sources></limits><authentication>"
           "<source-password>loa</source-password><admin-password>loa</admin-password>"
           "</authentication><hostname>localhost</hostname><listen-socket><port>" +
           std::to_string(port_) +
           "</port><bind-address>127.0.0.1</bind-address></listen-socket><paths><logdir>" +
           folder_.path().string() +
           "</logdir><webroot>/usr/share/icecast2/web</webroot>"
           "<adminroot>/usr/share/icecast2/admin</adminroot></paths>"
           "<logging><errorlog>error.log</errorlog></logging><security><chroot>0</chroot>" +
           owner + "</security></icecast>";
  }

  std::string source() const {
    return "ffmpeg -nostdin -v quiet -re -f lavfi -i sine=1000:r=44100 -ac 2 -b:a 128k "
           "-content_type audio/mpeg -f mp3 icecast://source:loa@" +
           mount();
  }

  // The station tunes in while the source is starting: until there is sound.
  Heard tune_in(std::int64_t frames) {
    const base::Steady deadline = base::steady_now() + std::chrono::seconds{30};
    for (;;) {
      Heard heard = relay("http://" + mount(), frames);
      if (heard.frames() >= frames || base::steady_now() > deadline) return heard;
      std::this_thread::sleep_for(std::chrono::milliseconds{200});
    }
  }

  TemporaryFolder folder_;
  int port_ = Listener().port();
  std::unique_ptr<ChildProcess> server_;
  std::unique_ptr<ChildProcess> source_;
};

TEST_F(Icecast, IsRelayed) {
  const Heard heard = tune_in(3 * 48000);
  ASSERT_GE(heard.frames(), 3 * 48000) << heard.detail;
  EXPECT_NEAR(tone_in(heard.samples, 0).hertz, 1000, 0.5);
  EXPECT_EQ(heard.state, State::running);
}

TEST_F(Icecast, ThatGoesAwayIsAFailure) {
  ASSERT_GE(tune_in(48000).frames(), 48000);
  DecoderChild child(decoder_program(), {"http://" + mount(), true, 0});
  std::array<float, 9600> buffer{};
  pollfd wait{child.fd(), POLLIN, 0};
  ASSERT_EQ(::poll(&wait, 1, 20'000), 1);
  server_->kill();
  while (child.state() == State::running) {
    if (child.read(buffer) == 0 && child.state() == State::running) ::poll(&wait, 1, 20'000);
  }
  EXPECT_EQ(child.state(), State::failed);
  EXPECT_THAT(child.detail(), HasSubstr("relay"));
}

std::string in_chunks(const std::string& bytes) {
  std::string text;
  for (std::size_t at = 0, size = 1; at < bytes.size(); at += size, size = size * 3 + 1) {
    const std::string part = bytes.substr(at, size);
    std::array<char, 32> head{};
    std::snprintf(head.data(), head.size(), "%zX;a=b\r\n", part.size());
    text += head.data() + part + "\r\n";
  }
  return text + "0\r\n\r\n";
}

TEST(Relay, OverUdpIsHeard) {
  const int port = Listener().port();
  const std::string address = "udp://127.0.0.1:" + std::to_string(port);
  ChildProcess source("ffmpeg",
                      {"-nostdin", "-v", "quiet", "-re", "-f", "lavfi", "-i", "sine=1000:r=48000",
                       "-c:a", "mp2", "-b:a", "192k", "-f", "mpegts", address},
                      -1, -1);
  const Heard heard = relay(address, 48000);
  ASSERT_GE(heard.frames(), 48000) << heard.detail;
  EXPECT_NEAR(tone_in(heard.samples, 1).hertz, 1000, 0.5);
}

// A payload that RTP numbers itself (RFC 3551): nobody describes it.
TEST(Relay, OverRtpIsHeard) {
  const int port = Listener().port() / 2 * 2;
  const std::string address = "rtp://127.0.0.1:" + std::to_string(port);
  ChildProcess source("ffmpeg",
                      {"-nostdin", "-v", "quiet", "-re", "-f", "lavfi", "-i", "sine=1000:r=48000",
                       "-c:a", "mp2", "-b:a", "192k", "-f", "rtp", address},
                      -1, -1);
  // Longer than it takes until libav would report what it has got (RTCP), which nothing lets it.
  const Heard heard = relay(address, 6 * 48000);
  ASSERT_GE(heard.frames(), 6 * 48000) << heard.detail;
  EXPECT_NEAR(tone_in(heard.samples, 1).hertz, 1000, 0.5);
}

TEST(Relay, OverRtspIsHeard) {
  const TemporaryFolder folder;
  ChildProcess server(
      "python3", {"-B", LOA_SOURCE_DIR "/tests/support/rtsp_server.py", (folder / "port").string()},
      -1, -1);
  const base::Steady deadline = base::steady_now() + std::chrono::seconds{30};
  while (!std::filesystem::exists(folder / "port") && base::steady_now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  const Heard heard = relay("rtsp://127.0.0.1:" + read_bytes(folder / "port") + "/xa", 2 * 48000);
  ASSERT_GE(heard.frames(), 2 * 48000) << heard.detail;
  EXPECT_NEAR(tone_in(heard.samples, 0).hertz, 1000, 0.5);
}

TEST(Relay, ThatRefusesIsAFailureAtOnce) {
  EXPECT_THAT(relay("http://127.0.0.1:1/live").detail, HasSubstr("refused"));
  const Replies not_found("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  EXPECT_THAT(relay(not_found.url()).detail, HasSubstr("404"));
}

TEST(Relay, ThatSaysNothingIsAFailureAfterTenSeconds) {
  const Listener silent;
  const Heard heard = relay(silent.url());
  EXPECT_EQ(heard.state, State::failed);
  EXPECT_EQ(heard.frames(), 0);
}

TEST(Relay, ThatSendsNoSoundIsAFailure) {
  const Replies page("HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n<html>Xin lỗi</html>");
  const Heard heard = relay(page.url());
  EXPECT_EQ(heard.state, State::failed);
  EXPECT_EQ(heard.frames(), 0);
}

TEST(Relay, ThatSendsItsCallersInCirclesIsAFailure) {
  const Replies circle("HTTP/1.1 302 Found\r\nLocation: /live\r\n\r\n");
  const Heard heard = relay(circle.url());
  EXPECT_EQ(heard.state, State::failed);
  EXPECT_THAT(heard.detail, HasSubstr("refused"));
}

TEST(Relay, WhoseHeadNeverEndsIsAFailure) {
  const Replies chatter("HTTP/1.1 200 OK\r\n", "X-More: of the same\r\n");
  const Heard heard = relay(chatter.url());
  EXPECT_EQ(heard.state, State::failed);
  EXPECT_EQ(heard.frames(), 0);
}

TEST(Relay, OfRubbishWithoutEndIsAFailure) {
  const Replies rubbish("HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n", "rubbish");
  const Heard heard = relay(rubbish.url());
  EXPECT_EQ(heard.state, State::failed);
  EXPECT_EQ(heard.frames(), 0);
}

TEST(Relay, GoesOnWhereItsRateChanges) {
  const WebFolder web;
  for (const char* rate : {"44100", "24000"}) {
    write_tone(web / "tone.wav", 48000, 2, 3);
    ASSERT_TRUE(convert(web / "tone.wav", std::string("-b:a 96k -ar ") + rate,
                        web / (std::string(rate) + ".mp3")));
  }
  write_bytes(web / "both.mp3", read_bytes(web / "44100.mp3") + read_bytes(web / "24000.mp3"));
  Heard heard = web.tune_in("both.mp3");
  ASSERT_NEAR(static_cast<double>(heard.frames()), 6 * 48000, 9600) << heard.detail;
  const auto half = static_cast<std::ptrdiff_t>(heard.samples.size() / 4 * 2);
  const std::vector<float> first(heard.samples.begin(), heard.samples.begin() + half);
  const std::vector<float> second(heard.samples.begin() + half, heard.samples.end());
  EXPECT_NEAR(tone_in(first, 0).hertz, 1000, 0.5);
  EXPECT_NEAR(tone_in(second, 0).hertz, 1000, 0.5);
}

TEST(Relay, IsNoWayToFilesOrOtherProtocols) {
  for (const char* address :
       {"file:///etc/passwd", "/etc/passwd", "concat:/etc/passwd", "pipe:0", "ftp://127.0.0.1/a",
        "subfile,,start,0,end,9,,:/etc/passwd", "http:"}) {
    const Heard heard = relay(address);
    EXPECT_EQ(heard.state, State::failed) << address;
    EXPECT_THAT(heard.detail, HasSubstr("not an address")) << address;
  }
  const Replies redirect("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n");
  EXPECT_THAT(relay(redirect.url()).detail, HasSubstr("another server, file:///etc/passwd"));
}

TEST(Relay, IsSentToNoOtherServer) {
  const Listener elsewhere;
  for (const std::string& address : {elsewhere.url(), elsewhere.url().substr(5)}) {
    const Replies redirect("HTTP/1.1 302 Found\r\nLocation: " + address + "\r\n\r\n");
    const Heard heard = relay(redirect.url());
    EXPECT_EQ(heard.state, State::failed);
    EXPECT_THAT(heard.detail, HasSubstr("refused: it redirects to another server"));
    EXPECT_THAT(heard.detail, HasSubstr(elsewhere.url())) << "the record names it";
  }
  const Replies session("RTSP/1.0 302 Found\r\nCSeq: 1\r\nLocation: rtsp" +
                        elsewhere.url().substr(4) + "\r\n\r\n");
  EXPECT_THAT(relay("rtsp" + session.url().substr(4)).detail,
              HasSubstr("refused: it redirects to another server"));
  pollfd wait{elsewhere.fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&wait, 1, 0), 0) << "somebody called there";
}

TEST(Relay, FollowsItsOwnServer) {
  const TemporaryFolder folder;
  write_tone(folder / "tone.wav", 48000, 2, 1);
  ASSERT_TRUE(convert(folder / "tone.wav", "-b:a 128k", folder / "tone.mp3"));
  const std::string sound =
      "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg; x=y\r\n\r\n" + read_bytes(folder / "tone.mp3");
  std::string location;
  const Replies server([&](const std::string& request) {
    const bool first = request.starts_with("GET /live ");
    return first ? "HTTP/1.1 301 Moved\r\nLocation: " + location + "\r\n\r\n" : sound;
  });
  const std::string host = server.url().substr(5, server.url().rfind('/') - 5);
  for (const std::string& there :
       {std::string("/there"), std::string("there"), std::string("?there"), host + "/there",
        "HTTP:" + host + "/there"}) {
    location = there;
    const Heard heard = relay(server.url());
    EXPECT_NEAR(static_cast<double>(heard.frames()), 48000, 3500) << there << heard.detail;
    EXPECT_THAT(heard.detail, HasSubstr("closed")) << there;
  }
}

TEST(Relay, SaysWhoAsksWhereItsAddressDoes) {
  std::string asked;
  const Replies server([&](const std::string& request) {
    asked = request;
    return std::string("HTTP/1.1 401 Unauthorized\r\n\r\n");
  });
  const std::string place = server.url().substr(7);
  EXPECT_THAT(relay("http://xa:m%40t%20kh%E1%BA%A9u@" + place + "?a=b c#d").detail,
              HasSubstr("401 Unauthorized"));
  EXPECT_THAT(asked, StartsWith("GET /live?a=b%20c HTTP/1.1\r\nHost: " +
                                place.substr(0, place.find('/')) + "\r\n"));
  EXPECT_THAT(asked, HasSubstr("\r\nAuthorization: Basic eGE6bUB0IGto4bqpdQ==\r\n"));
}

// RFC 9112: in chunks of any size, with words behind the sizes; a length that ends it before the
// connection does; SHOUTcast's own first line; bare line feeds.
TEST(Relay, IsHeardHoweverItsAnswerIsWrapped) {
  const TemporaryFolder folder;
  write_tone(folder / "tone.wav", 48000, 2, 1);
  ASSERT_TRUE(convert(folder / "tone.wav", "-b:a 128k", folder / "tone.mp3"));
  const std::string sound = read_bytes(folder / "tone.mp3");
  for (const std::string& answer :
       {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + in_chunks(sound),
        "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(sound.size()) + "\r\n\r\n" + sound +
            "and what nobody asked for",
        "ICY 200 OK\r\nicy-name: xa\r\ncontent-type:audio/mpeg\r\n\r\n" + sound,
        "HTTP/1.0 200 OK\nContent-Type: audio/mpeg\n\n" + sound}) {
    const Replies server(answer);
    const Heard heard = relay(server.url());
    EXPECT_NEAR(static_cast<double>(heard.frames()), 48000, 3500)
        << answer.substr(0, 40) << heard.detail;
    EXPECT_NEAR(tone_in(heard.samples, 0).hertz, 1000, 0.5);
  }
}

TEST(Relay, ThatIsNoWebServerOrChunksWrongIsAFailure) {
  for (const char* answer :
       {"SSH-2.0-x\r\n\r\n", "HTTP/1.1 nonsense\r\n\r\n", "HTTP/1.1 204\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nwhat\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nabc"}) {
    const Replies server(answer);
    const Heard heard = relay(server.url());
    EXPECT_EQ(heard.state, State::failed) << answer;
    EXPECT_EQ(heard.frames(), 0) << answer;
  }
}

// A description that comes by http would have libav listen wherever it says.
TEST(Relay, IsNoSessionThatAWebPageDescribes) {
  const Replies page(
      "HTTP/1.1 200 OK\r\nContent-Type: application/sdp\r\n\r\nv=0\r\no=- 0 0 IN "
      "IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 5004 RTP/AVP "
      "14\r\n");
  EXPECT_THAT(relay(page.url()).detail, HasSubstr("not-media"));
}

}  // namespace
}  // namespace loa::audio
