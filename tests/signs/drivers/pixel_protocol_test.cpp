// Golden packets of the protocols that carry whole pictures, and the driver that sends them.
#include "signs/drivers/pixel_protocol.h"

#include <gmock/gmock.h>

#include "base/crypto.h"
#include "signs/drivers/pixel_board.h"

namespace loa::signs::drivers {
namespace {

using ::testing::SizeIs;
using ::testing::StartsWith;

// Its first three pixels are red, green and yellow.
Bitmap flag(int width, int height) {
  Bitmap picture(width, height);
  picture.set(0, 0, Colour::red);
  picture.set(1, 0, Colour::green);
  picture.set(2, 0, Colour::yellow);
  picture.set(width - 1, height - 1, Colour::white);
  return picture;
}

std::string hex(std::string_view bytes) { return base::to_hex(bytes); }

std::string joined(const std::vector<std::string>& packets, std::size_t header) {
  std::string all;
  for (const auto& packet : packets) all += packet.substr(header);
  return all;
}

TEST(Ddp, CarriesThePictureInOrderAndPushesWithTheLastPacket) {
  auto ddp = make_ddp();
  const auto packets = ddp->frame(flag(128, 16), 100);  // 6,144 bytes
  ASSERT_THAT(packets, SizeIs(5));
  EXPECT_EQ(hex(packets[0].substr(0, 19)),
            "40010b010000000005a0"
            "ff000000ff00ffff00");
  EXPECT_EQ(hex(packets[1].substr(0, 10)), "40020b01000005a005a0");
  EXPECT_EQ(hex(packets[4].substr(0, 10)), "41050b01000016800180");
  EXPECT_EQ(joined(packets, 10), rgb_bytes(flag(128, 16), 100));
}

TEST(Ddp, CountsItsPacketsFromOneToFifteen) {
  auto ddp = make_ddp();
  for (int i = 0; i < 40; ++i) {
    const auto packets = ddp->frame(Bitmap(16, 16), 100);
    EXPECT_EQ(packets[0][1], i % 15 + 1);
  }
}

TEST(E131, FollowsTheStandardsLayersByteForByte) {
  auto e131 = make_e131(7, 120, std::string(16, '\x42'));
  const auto packets = e131->frame(flag(16, 32), 100);  // 512 pixels: 3 universes and a bit
  ASSERT_THAT(packets, SizeIs(5));
  const auto& first = packets[0];
  ASSERT_THAT(first, SizeIs(636));
  EXPECT_EQ(hex(first.substr(0, 22)),
            "0010"
            "0000"
            "4153432d45312e3137000000"
            "726c"
            "00000004");
  EXPECT_EQ(first.substr(22, 16), std::string(16, '\x42'));
  EXPECT_EQ(hex(first.substr(38, 6)),
            "7256"
            "00000002");
  EXPECT_THAT(first.substr(44), StartsWith(std::string("Loa\0", 4)));
  EXPECT_EQ(hex(first.substr(108, 7)),
            "78"
            "0007"
            "01"
            "00"
            "0007");
  EXPECT_EQ(hex(first.substr(115, 11)),
            "7209"
            "02"
            "a1"
            "0000"
            "0001"
            "01ff"
            "00");
  EXPECT_EQ(hex(first.substr(126, 9)), "ff000000ff00ffff00");
  EXPECT_EQ(hex(packets[1].substr(113, 2)), "0008") << "the next universe";
  EXPECT_EQ(hex(packets[4].substr(0, 22)),
            "0010"
            "0000"
            "4153432d45312e3137000000"
            "7021"
            "00000008");
  EXPECT_EQ(hex(packets[4].substr(38)),
            "700b"
            "00000001"
            "01"
            "0007"
            "0000")
      << "shows all";
}

TEST(Artnet, SendsUniversesAndThenOneSync) {
  auto artnet = make_artnet(0x0102);
  const auto packets = artnet->frame(flag(16, 16), 100);  // 768 bytes
  ASSERT_THAT(packets, SizeIs(3));
  const auto start =
      "4172742d4e657400"
      "0050"
      "000e";
  EXPECT_EQ(hex(packets[0].substr(0, 18)), start + std::string("01"
                                                               "00"
                                                               "0201"
                                                               "01fe"));
  EXPECT_EQ(hex(packets[1].substr(0, 18)), start + std::string("01"
                                                               "00"
                                                               "0301"
                                                               "0102"));
  EXPECT_EQ(hex(packets[2]),
            "4172742d4e657400"
            "0052"
            "000e"
            "0000");
  EXPECT_EQ(joined({packets[0], packets[1]}, 18), rgb_bytes(flag(16, 16), 100));
  EXPECT_EQ(hex(artnet->question()),
            "4172742d4e657400"
            "0020"
            "000e"
            "0000");
  EXPECT_TRUE(artnet->is_answer(std::string("Art-Net\0\x00\x21rest", 14)));
  EXPECT_FALSE(artnet->is_answer(packets[0]));
}

TEST(Colorlight, SendsBrightnessRowsAndThenShows) {
  auto colorlight = make_colorlight(*colour_order("rgb"));
  const auto packets = colorlight->frame(flag(512, 16), 50);
  ASSERT_THAT(packets, SizeIs(1 + 32 + 1));
  const std::string addresses = "112233445566222233445566";
  EXPECT_EQ(hex(packets[0].substr(0, 18)), addresses +
                                               "0a"
                                               "808080ff00");
  EXPECT_THAT(packets[0], SizeIs(12 + 1 + 64));
  EXPECT_EQ(hex(packets[1].substr(0, 30)), addresses +
                                               "5500"
                                               "00"
                                               "0000"
                                               "01f1"
                                               "0888"
                                               "ff000000ff00ffff00");
  EXPECT_EQ(hex(packets[2].substr(0, 21)), addresses +
                                               "5500"
                                               "00"
                                               "01f1"
                                               "000f"
                                               "0888");
  EXPECT_EQ(hex(packets[32].substr(12, 9)),
            "5500"
            "0f"
            "01f1"
            "000f"
            "0888");
  EXPECT_EQ(hex(packets[33].substr(12, 2)), "0107");
  EXPECT_THAT(packets[33], SizeIs(12 + 2 + 98));
}

TEST(Colorlight, SendsTheColoursInTheOrderThatTheCardWants) {
  const auto first = [](std::string_view order) {
    const auto packets = make_colorlight(*colour_order(order))->frame(flag(16, 16), 100);
    return hex(packets[1].substr(21, 9));
  };
  EXPECT_EQ(first("rgb"), "ff000000ff00ffff00");
  EXPECT_EQ(first("bgr"), "0000ff00ff0000ffff");
  EXPECT_EQ(first("grb"), "00ff00ff0000ffff00");
  for (const char* bad : {"", "rg", "rgbw", "rgg", "rgx", "RGB"}) {
    EXPECT_FALSE(colour_order(bad)) << bad;
  }
}

TEST(Pixels, AreDimmedWhereTheProtocolHasNoBrightness) {
  EXPECT_EQ(hex(rgb_bytes(flag(3, 1), 50).substr(0, 6)), "800000008000");
  EXPECT_EQ(rgb_bytes(flag(3, 1), 0), std::string(9, '\0'));
}

// Keeps what is sent.
struct Wire {
  std::vector<std::string> sent;
  std::vector<std::string> answers;
  std::string error;
};
class SimPackets final : public Packets {
 public:
  explicit SimPackets(Wire& wire) : wire_(wire) {}
  std::string send(std::string_view packet) override {
    wire_.sent.emplace_back(packet);
    return wire_.error;
  }
  std::vector<std::string> received() override { return std::exchange(wire_.answers, {}); }

 private:
  Wire& wire_;
};

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Wall {
  explicit Wall(std::unique_ptr<PixelProtocol> protocol)
      : board({{16, 16, Palette::rgb}, "wall"}, timers, std::move(protocol),
              std::make_unique<SimPackets>(wire)) {}
  void run(base::Duration time) { timers.run_until(timers.now().steady + time); }

  base::VirtualTimers timers{{base::Steady{seconds{100}}, {}, base::ClockQuality::synced}};
  Wire wire;
  PixelBoard board;
};

TEST(PixelBoard, SendsAPictureThatStandsAgainAndAgain) {
  Wall wall(make_ddp());
  wall.board.show(flag(16, 16));
  wall.run(seconds{8});
  EXPECT_GE(wall.wire.sent.size(), 10U);
  EXPECT_LE(wall.wire.sent.size(), 12U);
  EXPECT_EQ(wall.wire.sent.back().substr(10), rgb_bytes(flag(16, 16), 100));
  EXPECT_EQ(wall.board.health().state, BoardHealth::State::working);
  EXPECT_EQ(wall.board.health().picture, BoardHealth::Picture::assumed);
}

TEST(PixelBoard, NeverSendsMoreOftenThanFortyTimesASecond) {
  Wall wall(make_ddp());
  for (int i = 0; i < 1000; ++i) {
    Bitmap picture(16, 16);
    picture.set(i % 16, i / 16 % 16, Colour::white);
    wall.board.show(picture);
    wall.run(milliseconds{1});
  }
  EXPECT_LE(wall.wire.sent.size(), 41U);
  EXPECT_GE(wall.wire.sent.size(), 35U);
}

TEST(PixelBoard, DimsThePictureThatStands) {
  Wall wall(make_ddp());
  wall.board.show(flag(16, 16));
  wall.board.set_brightness(50);
  wall.run(seconds{1});
  EXPECT_EQ(wall.wire.sent.back().substr(10), rgb_bytes(flag(16, 16), 50));
}

TEST(PixelBoard, TellsWhenNothingCanBeSentAndWhenItCanAgain) {
  Wall wall(make_ddp());
  wall.wire.error = "Connection refused";
  wall.run(seconds{5});
  EXPECT_EQ(wall.board.health().state, BoardHealth::State::silent);
  EXPECT_EQ(wall.board.health().problem.en, "cannot send to the board at wall: Connection refused");
  wall.wire.error.clear();
  wall.run(seconds{10});
  EXPECT_EQ(wall.board.health().state, BoardHealth::State::working);
}

TEST(PixelBoard, ThatUsedToAnswerAndNoLongerDoesIsSilent) {
  Wall wall(make_artnet(0));
  wall.run(seconds{30});
  EXPECT_EQ(wall.board.health().state, BoardHealth::State::working) << "many never answer";
  wall.wire.answers.emplace_back("Art-Net\0\x00\x21rest", 14);
  wall.run(seconds{5});
  EXPECT_EQ(wall.board.health().state, BoardHealth::State::working);
  wall.run(seconds{10});
  EXPECT_EQ(wall.board.health().state, BoardHealth::State::silent);
  wall.wire.answers = {"garbage", std::string("Art-Net\0\x00\x21rest", 14)};
  wall.run(seconds{1});
  EXPECT_EQ(wall.board.health().state, BoardHealth::State::working);
}

}  // namespace
}  // namespace loa::signs::drivers
