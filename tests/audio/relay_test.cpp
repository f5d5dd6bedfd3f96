// Relays: a real Icecast with a real source, UDP, and servers that misbehave.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <system_error>
#include <thread>

#include "audio/child_process.h"
#include "base/clock.h"
#include "tests/audio/media_samples.h"

namespace loa::audio {
namespace {

using testing::HasSubstr;
using State = DecoderChild::State;

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// A listening TCP socket on a port that the kernel chose.
class Listener {
 public:
  Listener() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    ::bind(fd_.get(), reinterpret_cast<sockaddr*>(&address), size);
    ::listen(fd_.get(), 4);
    ::getsockname(fd_.get(), reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
  }
  int fd() const { return fd_.get(); }
  int port() const { return port_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/live"; }

 private:
  Fd fd_;
  int port_ = 0;
};

// Answers one connection with `reply`, then keeps it open (until destroyed) or closes it.
class OneReply {
 public:
  OneReply(const std::string& reply, bool keep_open)
      : thread_([this, reply, keep_open] {
          Fd peer(::accept4(listener_.fd(), nullptr, nullptr, SOCK_CLOEXEC));
          std::array<char, 4096> request{};
          (void)::recv(peer.get(), request.data(), request.size(), 0);
          (void)::send(peer.get(), reply.data(), reply.size(), MSG_NOSIGNAL);
          if (keep_open) kept_ = std::move(peer);
        }) {}
  ~OneReply() {
    ::shutdown(listener_.fd(), SHUT_RDWR);
    thread_.join();
  }
  std::string url() const { return listener_.url(); }

 private:
  Listener listener_;
  Fd kept_;
  std::thread thread_;
};

Heard relay(const std::string& url, std::int64_t frames = INT64_MAX) {
  return listen({url, true, 0}, frames);
}

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
  const OneReply not_found("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", false);
  EXPECT_THAT(relay(not_found.url()).detail, HasSubstr("404"));
}

TEST(Relay, ThatSaysNothingIsAFailureAfterTenSeconds) {
  const OneReply silent("", true);
  const Heard heard = relay(silent.url());
  EXPECT_EQ(heard.state, State::failed);
  EXPECT_EQ(heard.frames(), 0);
}

TEST(Relay, ThatSendsNoSoundIsAFailure) {
  const OneReply page("HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n<html>Xin lỗi</html>",
                      false);
  const Heard heard = relay(page.url());
  EXPECT_EQ(heard.state, State::failed);
  EXPECT_EQ(heard.frames(), 0);
}

TEST(Relay, IsNoWayToFilesOrOtherProtocols) {
  for (const char* address :
       {"file:///etc/passwd", "/etc/passwd", "concat:/etc/passwd", "pipe:0", "ftp://127.0.0.1/a",
        "subfile,,start,0,end,9,,:/etc/passwd", "http:"}) {
    const Heard heard = relay(address);
    EXPECT_EQ(heard.state, State::failed) << address;
    EXPECT_THAT(heard.detail, HasSubstr("not an address")) << address;
  }
  const OneReply redirect("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n", false);
  EXPECT_EQ(relay(redirect.url()).state, State::failed);
}

TEST(Relay, OfAPlayListIsAFailure) {
  const OneReply list(
      "HTTP/1.0 200 OK\r\nContent-Type: application/vnd.apple.mpegurl\r\n\r\n"
      "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n",
      false);
  EXPECT_EQ(relay(list.url()).state, State::failed);
}

}  // namespace
}  // namespace loa::audio
