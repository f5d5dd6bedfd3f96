// What answers at an address, found without changing what a board shows.
#include "signs/drivers/probe.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "card_line.h"
#include "signs/drivers/line_probe.h"
#include "signs/drivers/onbon_commands.h"
#include "signs/drivers/packet_probe.h"
#include "sim_line.h"

namespace loa::signs::drivers {
namespace {

using std::chrono::seconds;
using testing::CardLine;
using testing::FarEnd;
using testing::Post;
using testing::SimLine;

base::VirtualTimers timers_at_once() {
  return base::VirtualTimers{{base::Steady{seconds{100}}, {}, base::ClockQuality::synced}};
}

TEST(LineProbe, FindsABoardOfOursAndLeavesItAsItIs) {
  auto timers = timers_at_once();
  FarEnd far;
  const LineProbe probe(timers, std::make_unique<SimLine>(timers, far), 7);
  timers.run_until(timers.now().steady + seconds{2});
  ASSERT_TRUE(probe.identity());
  EXPECT_EQ(probe.identity()->width, 256);
  EXPECT_FALSE(probe.onbon());
  EXPECT_EQ(far.board.panel.begins + far.board.panel.commits + far.board.panel.settings, 0);
}

TEST(LineProbe, FindsAnOnbonCardAndItsModelAndLeavesItAsItIs) {
  auto timers = timers_at_once();
  Post post;
  const LineProbe probe(timers, std::make_unique<CardLine>(timers, post), 7);
  timers.run_until(timers.now().steady + seconds{2});
  ASSERT_TRUE(probe.onbon());
  EXPECT_EQ(onbon_model(*probe.onbon())->name, "5E1");
  EXPECT_FALSE(probe.identity());
  EXPECT_FALSE(post.card.area());
  EXPECT_EQ(post.card.brightness(), 15);
}

TEST(LineProbe, FindsNothingInGarbageAndOnALineThatIsMuteOrClosed) {
  for (const bool reachable : {true, false}) {
    auto timers = timers_at_once();
    Post post;
    post.reachable = reachable;
    post.mute = true;
    const LineProbe probe(timers, std::make_unique<CardLine>(timers, post), 7);
    timers.run_until(timers.now().steady + seconds{5});
    EXPECT_FALSE(probe.answered());
    EXPECT_EQ(probe.error(), reachable ? "" : "No route to host");
  }
  auto timers = timers_at_once();
  FarEnd far;
  far.to_host.faults = {.lose = 1, .invent = 1};
  const LineProbe probe(timers, std::make_unique<SimLine>(timers, far), 7);
  timers.run_until(timers.now().steady + seconds{5});
  EXPECT_FALSE(probe.answered());
}

TEST(PacketQuestions, ReadNamesAndSizesAndNothingThatIsNoAnswer) {
  std::string node("Art-Net\0\x00\x21", 10);
  node.resize(239);
  node.replace(44, 12, "WLED\x1b[31m ga");
  EXPECT_EQ(artnet_question().read(node)->what, "Art-Net: WLED [31m ga");
  std::string card("\x22\x22\x33\x44\x55\x66\x11\x22\x33\x44\x55\x66\x08\x05", 14);
  card.resize(14 + 100);
  card[14 + 2] = 6;
  card[14 + 3] = 1;
  card[14 + 22] = static_cast<char>(128);
  card[14 + 24] = 32;
  const auto read = colorlight_question().read(card);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->what, "ColorLight 6.1");
  EXPECT_EQ(read->width, 128);
  EXPECT_EQ(read->height, 32);
  EXPECT_EQ(ddp_question().read(std::string("\x45\x01\x00\xfb\0\0\0\0\0\x02{}", 12))->what,
            "DDP: {}");
  for (const auto& question : {artnet_question(), ddp_question(), colorlight_question()}) {
    EXPECT_FALSE(question.read(""));
    EXPECT_FALSE(question.read("\x01"));
    EXPECT_FALSE(question.read(question.packet)) << "its own echo";
    EXPECT_FALSE(question.read(std::string(2000, '\0')));
  }
}

// A card at the end of a real TCP connection.
class TcpCard {
 public:
  TcpCard() {
    listening_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    EXPECT_EQ(::bind(listening_, reinterpret_cast<const sockaddr*>(&address), length), 0);
    EXPECT_EQ(::listen(listening_, 1), 0);
    ::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &length);
    port = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~TcpCard() {
    ::shutdown(listening_, SHUT_RDWR);
    thread_.join();
    ::close(listening_);
  }
  int port = 0;

 private:
  void serve() {
    testing::OnbonCard card(5, false);
    const int line = ::accept(listening_, nullptr, nullptr);
    char bytes[4096];
    for (ssize_t size = 1; line >= 0 && (size = ::read(line, bytes, sizeof bytes)) > 0;) {
      const auto back = card.receive({bytes, static_cast<std::size_t>(size)});
      if (::write(line, back.data(), back.size()) < 0) break;
    }
    if (line >= 0) ::close(line);
  }
  int listening_ = -1;
  std::thread thread_;
};

TEST(Probe, FindsACardBehindARealSocketAndSaysHowToConfigureIt) {
  const TcpCard card;
  const auto address = "tcp:127.0.0.1:" + std::to_string(card.port);
  const auto result = probe(address);
  ASSERT_EQ(result.found.size(), 1U);
  EXPECT_EQ(result.found[0].settings.kind, BoardKind::onbon);
  EXPECT_EQ(result.found[0].settings.address, address);
  EXPECT_EQ(result.found[0].settings.model, "5E1");
  EXPECT_FALSE(result.found[0].sized);
  EXPECT_TRUE(faults_of(result.found[0].settings).empty());
}

TEST(Probe, SaysWhyALineCannotBeOpenedAndRefusesWhatIsNoAddress) {
  EXPECT_EQ(probe("tcp:127.0.0.1:1").note.en, "tcp:127.0.0.1:1: Connection refused");
  EXPECT_EQ(probe("serial:/dev/khong-co").note.en,
            "serial:/dev/khong-co: No such file or directory");
  for (const char* bad : {"", "tcp:", "serial:x", "a:b:c", "/dev/ttyS0"}) {
    EXPECT_THROW(probe(bad), std::invalid_argument) << bad;
  }
}

}  // namespace
}  // namespace loa::signs::drivers
