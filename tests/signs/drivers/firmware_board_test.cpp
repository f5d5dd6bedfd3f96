// A board of ours at the end of a simulated line of 115,200 baud: what it is given is what it
// shows, whatever the line and the board do meanwhile.
#include "signs/drivers/firmware_board.h"

#include <gtest/gtest.h>

#include <random>

#include "signs/drivers/pack.h"
#include "sim_line.h"

namespace loa::signs::drivers {
namespace {

namespace link = firmware::link;
using base::Steady;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::FarEnd;
using Panel = link::testing::SimPanel::Options;

Bitmap random_picture(int width, int height, unsigned seed) {
  std::mt19937 random(seed);
  Bitmap picture(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      if (random() % 3 == 0) picture.set(x, y, Colour::red);
    }
  }
  return picture;
}

struct Gate {
  explicit Gate(Geometry geometry = {256, 16, Palette::one}, Panel panel = {})
      : far(panel),
        board({geometry, {}, "sim"}, timers, std::make_unique<testing::SimLine>(timers, far),
              [this] { return ++nonce; }) {}

  Steady now() { return timers.now().steady; }
  void run(base::Duration time) { timers.run_until(now() + time); }
  // How long it took until `so`, or a minute.
  base::Duration until(const std::function<bool()>& so, base::Duration most = seconds{60}) {
    const Steady start = now();
    while (!so() && now() - start < most) run(milliseconds{1});
    return now() - start;
  }
  std::vector<std::uint8_t> packed(const Bitmap& picture) {
    return pack_columns(picture, link::Format::mono, 16);
  }
  bool shows(const Bitmap& picture) { return far.board.panel.picture() == packed(picture); }
  Passage passage(int width, int speed = 40, bool repeats = true) {
    return {random_picture(width, 16, 7), false, speed, repeats, now(), std::nullopt};
  }
  // Whether the board shows the passage now, at most `late` pixels away from the preview.
  bool shows(const Passage& what, int late) {
    const int pass = what.strip.width() + 255;
    const int is = far.board.panel.strips().left();
    const int apart = (is - what.left_at(now(), 256) + pass) % pass;
    return std::min(apart, pass - apart) <= late && shows(what.strip.window(is, 256));
  }

  base::VirtualTimers timers{{Steady{seconds{1000}}, {}, base::ClockQuality::synced}};
  std::uint32_t nonce = 0;
  FarEnd far;
  FirmwareBoard board;
};

TEST(FirmwareBoard, ShowsAPictureWithinATenthOfASecondAndSaysSo) {
  Gate gate;
  gate.run(seconds{2});
  EXPECT_EQ(gate.board.health().state, BoardHealth::State::working);
  EXPECT_EQ(gate.board.health().what, "Loa 1.0.0 (5eed1234), 256 × 16");
  for (unsigned seed = 1; seed < 6; ++seed) {
    const auto picture = random_picture(256, 16, seed);
    gate.board.show(picture);
    const auto took = gate.until([&] { return gate.shows(picture); });
    EXPECT_LE(took, milliseconds{100});
    RecordProperty("latency_ms", static_cast<int>(took / milliseconds{1}));
    gate.run(seconds{3});
    EXPECT_EQ(gate.board.confirmed(), picture);
    EXPECT_EQ(gate.board.health().picture, BoardHealth::Picture::confirmed);
  }
}

TEST(FirmwareBoard, TakesTwoThousandPixelsInLessThanTwoSeconds) {
  Gate gate;
  gate.run(seconds{2});
  gate.board.run(gate.passage(1000));
  gate.run(seconds{5});
  const auto before = gate.far.board.panel.commits;
  const auto what = gate.passage(2000);
  gate.board.run(what);
  const auto lit = gate.until([&] { return gate.far.board.panel.commits > before; });
  EXPECT_LE(lit, milliseconds{100});
  const auto whole =
      lit + gate.until([&] { return gate.far.board.panel.strips().wanted() == 0xFFFF; });
  EXPECT_LE(whole, seconds{2});
  std::printf("2,000 px at 115,200 baud: first commit %d ms, whole %d ms\n",
              static_cast<int>(lit / milliseconds{1}), static_cast<int>(whole / milliseconds{1}));
}

TEST(FirmwareBoard, MovesAStripByItselfExactlyAsThePreviewDoes) {
  Gate gate;
  const auto what = gate.passage(700, 60);
  gate.board.run(what);
  gate.run(seconds{2});
  for (int i = 0; i < 500; ++i) {
    gate.run(milliseconds{77});
    ASSERT_TRUE(gate.shows(what, 2)) << i;
  }
  EXPECT_EQ(gate.board.health().picture, BoardHealth::Picture::confirmed);
}

TEST(FirmwareBoard, ThatScrollsByItselfHardlyNeedsTheLine) {
  Gate gate;
  gate.board.run(gate.passage(2000));
  gate.run(seconds{5});
  const auto before = gate.far.bytes_to_board;
  gate.run(seconds{100});
  EXPECT_LE(gate.far.bytes_to_board - before, 100U * 20);
}

TEST(FirmwareBoard, IsSentAStripThatIsLargerThanItsMemoryWhileItMoves) {
  for (const bool rightwards : {false, true}) {
    Gate gate;
    auto what = gate.passage(9000, 200);
    what.rightwards = rightwards;
    gate.board.run(what);
    gate.run(seconds{2});
    for (int i = 0; i < 1200; ++i) {  // two rounds
      gate.run(milliseconds{77});
      ASSERT_TRUE(gate.shows(what, 8))
          << i << " is " << gate.far.board.panel.strips().left() << " should "
          << what.left_at(gate.now(), 256) << " blank "
          << gate.far.board.panel.strips().blank_columns() << " right " << rightwards << " wanted "
          << gate.far.board.panel.strips().wanted() << " free "
          << gate.far.board.panel.strips().free_pages();
    }
    EXPECT_EQ(gate.far.board.panel.strips().blank_columns(), 0);
  }
}

TEST(FirmwareBoard, WhoseStripIsChangedWhileItMovesGoesOnAtTheSamePlace) {
  for (const int width : {900, 2000, 9000}) {
    Gate gate;
    auto what = gate.passage(width, 40);
    gate.board.run(what);
    gate.run(seconds{17});
    what.strip = random_picture(width, 16, 99);
    gate.board.run(what);
    gate.run(seconds{2});
    EXPECT_TRUE(gate.shows(what, 3)) << width;
    gate.run(seconds{60});
    EXPECT_TRUE(gate.shows(what, 3)) << width;
  }
}

TEST(FirmwareBoard, IsGivenTheNewestPictureWhenTheyComeFasterThanTheLine) {
  Gate gate;
  gate.run(seconds{2});
  Bitmap last;
  for (unsigned i = 0; i < 200; ++i) {
    last = random_picture(256, 16, i);
    gate.board.show(last);
    gate.run(milliseconds{10});
  }
  EXPECT_GT(gate.far.board.panel.commits, 15) << "some of them are seen";
  gate.run(seconds{2});
  EXPECT_TRUE(gate.shows(last));
}

TEST(FirmwareBoard, ThatRestartsIsGivenItsPictureAndBrightnessAgain) {
  Gate gate;
  const auto picture = random_picture(256, 16, 1);
  gate.board.show(picture);
  gate.board.set_brightness(40);
  gate.run(seconds{3});
  EXPECT_EQ(gate.far.board.panel.state_.brightness, 102);
  gate.far.board.reboot();
  gate.far.board.panel.state_.brightness = 255;
  EXPECT_FALSE(gate.shows(picture));
  gate.run(seconds{3});
  EXPECT_TRUE(gate.shows(picture));
  EXPECT_EQ(gate.far.board.panel.state_.brightness, 102);
}

TEST(FirmwareBoard, IsSwitchedOffAtBrightnessZero) {
  Gate gate;
  gate.board.show(random_picture(256, 16, 1));
  gate.board.set_brightness(0);
  gate.run(seconds{2});
  EXPECT_EQ(gate.far.board.panel.state_.power, 0);
  gate.board.show(Bitmap(256, 16));  // what the screen composes at brightness zero
  gate.run(seconds{10});
  EXPECT_EQ(gate.board.health().picture, BoardHealth::Picture::confirmed);
  gate.board.set_brightness(30);
  gate.run(seconds{2});
  EXPECT_EQ(gate.far.board.panel.state_.power, 1);
  EXPECT_EQ(gate.far.board.panel.state_.brightness, 77);
}

TEST(FirmwareBoard, WhoseMemoryWasSpoiledIsGivenItsPictureAgain) {
  Gate gate;
  const auto picture = random_picture(256, 16, 1);
  gate.board.show(picture);
  gate.run(seconds{3});
  gate.far.board.panel.strips().clear();
  gate.run(milliseconds{1100});
  EXPECT_EQ(gate.board.health().picture, BoardHealth::Picture::differs);
  EXPECT_EQ(gate.board.confirmed(), std::nullopt);
  gate.run(seconds{3});
  EXPECT_TRUE(gate.shows(picture));
  EXPECT_EQ(gate.board.health().picture, BoardHealth::Picture::confirmed);
}

TEST(FirmwareBoard, ThatFallsSilentIsToldAndFoundAgain) {
  Gate gate;
  gate.board.show(random_picture(256, 16, 1));
  gate.run(seconds{3});
  gate.far.to_host.faults.dead = true;
  gate.run(seconds{20});
  EXPECT_EQ(gate.board.health().state, BoardHealth::State::silent);
  EXPECT_EQ(gate.board.health().problem.en, "the board at sim does not answer");
  EXPECT_EQ(gate.board.confirmed(), std::nullopt);
  const auto wanted = random_picture(256, 16, 2);
  gate.board.show(wanted);
  gate.run(seconds{300});
  gate.far.to_host.faults.dead = false;
  gate.run(seconds{35});
  EXPECT_EQ(gate.board.health().state, BoardHealth::State::working);
  EXPECT_TRUE(gate.shows(wanted));
}

TEST(FirmwareBoard, WhoseLineCannotBeOpenedIsTriedAgainLessAndLessOften) {
  Gate gate;
  gate.far.refuses = true;
  gate.run(seconds{600});
  EXPECT_GE(gate.far.opened, 20);
  EXPECT_LE(gate.far.opened, 30);
  EXPECT_EQ(gate.board.health().state, BoardHealth::State::silent);
  EXPECT_EQ(gate.board.health().problem.vi, "bảng ở sim không trả lời: Connection refused");
  gate.far.refuses = false;
  gate.run(seconds{31});
  EXPECT_EQ(gate.board.health().state, BoardHealth::State::working);
}

TEST(FirmwareBoard, OfAnotherSizeIsRefusedAndGivenNothing) {
  Gate gate({128, 16, Palette::one});
  gate.board.show(random_picture(128, 16, 1));
  gate.run(seconds{5});
  EXPECT_EQ(gate.board.health().state, BoardHealth::State::refused);
  EXPECT_EQ(gate.board.health().problem.en, "the board says 256 × 16, the configuration 128 × 16");
  EXPECT_EQ(gate.far.board.panel.begins, 0);
}

TEST(FirmwareBoard, OnALineOfGarbageIsSilentNotBelieved) {
  Gate gate;
  gate.far.to_host.faults = {.lose = 1, .invent = 1};
  gate.board.show(random_picture(256, 16, 1));
  gate.run(seconds{30});
  EXPECT_NE(gate.board.health().state, BoardHealth::State::working);
  EXPECT_EQ(gate.board.confirmed(), std::nullopt);
}

TEST(FirmwareBoard, WhoseAnswersComeLateIsNotSentTheSameAgainAndAgain) {
  Gate gate;
  gate.far.to_host = link::testing::SimWire{0.1, 2};  // 100 bytes a second
  const auto picture = random_picture(256, 16, 1);
  gate.board.show(picture);
  gate.run(seconds{30});
  EXPECT_TRUE(gate.shows(picture));
  EXPECT_EQ(gate.far.board.panel.commits, 1);
  EXPECT_EQ(gate.board.health().state, BoardHealth::State::working);
}

TEST(FirmwareBoard, OnABadLineStillShowsWhatItShould) {
  Gate gate;
  gate.far.to_board.faults = gate.far.to_host.faults = {
      .lose = 0.0005, .damage = 0.0005, .twice = 0.0005, .swap = 0.0005, .invent = 0.01};
  for (unsigned seed = 1; seed < 20; ++seed) {
    const auto picture = random_picture(256, 16, seed);
    gate.board.show(picture);
    gate.until([&] { return gate.shows(picture); });
    EXPECT_TRUE(gate.shows(picture)) << seed;
  }
}

TEST(FirmwareBoard, TellsTheTemperatureOfItsSensor) {
  Gate gate;
  gate.run(seconds{2});
  EXPECT_EQ(gate.board.temperature(), std::nullopt);
  gate.far.board.panel.state_.temperature = -35;
  gate.run(seconds{2});
  EXPECT_EQ(gate.board.temperature(), -3.5);
}

}  // namespace
}  // namespace loa::signs::drivers
