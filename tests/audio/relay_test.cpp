// Relays: a real Icecast with a real source, UDP, and servers that misbehave.
#include <gmock/gmock.h>
#include <poll.h>

#include <array>
#include <system_error>
#include <thread>

#include "audio/child_process.h"
#include "base/clock.h"
#include "tests/audio/local_server.h"
#include "tests/audio/media_samples.h"

namespace loa::audio {
namespace {

using testing::HasSubstr;
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
  EXPECT_EQ(relay(redirect.url()).state, State::failed);
}

}  // namespace
}  // namespace loa::audio
