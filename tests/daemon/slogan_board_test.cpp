// The station's board on virtual time: what the board is given is what the page shows.
#include "daemon/slogan_board.h"

#include <gtest/gtest.h>

#include <random>

namespace loa::daemon {
namespace {

using base::Duration;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Keeps what it is given; can scroll by itself, or not.
struct Given {
  signs::Bitmap picture;
  std::optional<signs::Passage> passage;
  int pictures = 0;
  int passages = 0;
  int brightness = -1;
  bool scrolls = false;
  std::optional<signs::Bitmap> says;  // what it confirms
  signs::BoardHealth health;

  signs::Bitmap shows(base::Steady now) const {
    return passage ? passage->frame(now, picture.width()) : picture;
  }
};
class RecordingBoard final : public signs::Board {
 public:
  RecordingBoard(signs::Geometry geometry, Given& given) : geometry_(geometry), given_(given) {
    given_.picture = signs::Bitmap(geometry.width, geometry.height);
  }
  signs::Geometry geometry() const override { return geometry_; }
  void show(const signs::Bitmap& picture) override {
    given_.picture = picture;
    given_.passage.reset();
    ++given_.pictures;
  }
  bool run(const signs::Passage& passage) override {
    if (!given_.scrolls) return false;
    given_.passage = passage;
    ++given_.passages;
    return true;
  }
  std::optional<signs::Bitmap> confirmed() const override { return given_.says; }
  void set_brightness(int percent) override { given_.brightness = percent; }
  std::optional<double> temperature() const override { return 31.4; }
  signs::BoardHealth health() const override { return given_.health; }

 private:
  signs::Geometry geometry_;
  Given& given_;
};

const base::Now kNoon{base::Steady{hours{1}}, base::Wall{hours{24 * 20'000 + 5}},
                      base::ClockQuality::synced};

struct BoardGate {
  explicit BoardGate(signs::ScreenSettings settings = sized(128, 16), bool scrolls = false) {
    given.scrolls = scrolls;
    board = std::make_unique<SloganBoard>(
        settings, std::make_unique<RecordingBoard>(settings.geometry, given), timers,
        "Asia/Ho_Chi_Minh");
  }
  static signs::ScreenSettings sized(int width, int height) {
    signs::ScreenSettings settings;
    settings.geometry = {width, height, signs::Palette::rgb};
    return settings;
  }
  static DueSlogan due(const std::string& text, const std::string& effect = "hold") {
    DueSlogan slogan;
    slogan.slogan.id = text;
    slogan.slogan.text = text;
    slogan.slogan.effect = effect;
    return slogan;
  }
  void run(Duration time) { timers.run_until(timers.now().steady + time); }
  signs::Bitmap shown() { return given.shows(timers.now().steady); }

  base::VirtualTimers timers{kNoon};
  Given given;
  std::unique_ptr<SloganBoard> board;
};

TEST(SloganBoard, GivesTheBoardWhatThePageShowsAtEveryMoment) {
  for (const bool scrolls : {false, true}) {
    auto settings = BoardGate::sized(128, 32);
    if (!scrolls) {
      settings.zones = {{"chu", 0, 0, 64, 32}, {"gio", 64, 0, 64, 16}};
    }
    BoardGate gate(settings, scrolls);
    auto clock = BoardGate::due("{clock-s}");
    clock.slogan.zone = "gio";
    gate.board->show(
        {BoardGate::due("Cải cách hành chính", "scroll"), BoardGate::due("Vì dân", "wipe"), clock},
        "");
    std::mt19937 random(3);
    for (int i = 0; i < 500; ++i) {
      gate.run(milliseconds{1 + random() % 120});
      // Pictures come no faster than sixty a second: one that is due is given a moment later.
      const auto page = gate.board->picture();
      if (gate.shown() == page) continue;
      gate.run(milliseconds{16});
      ASSERT_EQ(gate.shown(), gate.board->picture()) << i << " scrolls " << scrolls;
    }
  }
}

TEST(SloganBoard, HandsAStripOverOnceToABoardThatScrolls) {
  BoardGate gate(BoardGate::sized(128, 16), true);
  gate.board->show({BoardGate::due("Cải cách hành chính", "scroll")}, "");
  EXPECT_EQ(gate.given.passages, 1);
  const int pictures = gate.given.pictures;
  gate.run(hours{1});
  EXPECT_EQ(gate.given.passages, 1);
  EXPECT_EQ(gate.given.pictures, pictures);
}

TEST(SloganBoard, TakesASloganAwayAtTheMomentItExpires) {
  for (const bool scrolls : {false, true}) {
    BoardGate gate(BoardGate::sized(128, 16), scrolls);
    auto slogan = BoardGate::due("Tết", scrolls ? "scroll" : "hold");
    slogan.until = kNoon.wall + seconds{20};
    gate.board->show({slogan}, "");
    gate.run(seconds{5});
    EXPECT_FALSE(gate.shown().blank());
    gate.run(seconds{15} + milliseconds{20});
    EXPECT_TRUE(gate.shown().blank());
    EXPECT_EQ(gate.board->text(), "");
    gate.run(hours{48});
    EXPECT_TRUE(gate.shown().blank());
  }
}

TEST(SloganBoard, ShowsNothingWithBoundsWhenTheClockIsNoLongerTrusted) {
  BoardGate gate;
  auto slogan = BoardGate::due("Tết");
  slogan.until = kNoon.wall + hours{1};
  gate.board->show({slogan}, "");
  EXPECT_FALSE(gate.shown().blank());
  gate.timers.set_quality(base::ClockQuality::unknown);
  gate.run(seconds{6});
  EXPECT_TRUE(gate.shown().blank());
}

TEST(SloganBoard, FillsFieldsFromTheClockTheAirAndTheBoard) {
  BoardGate gate(BoardGate::sized(512, 16));
  gate.board->show({BoardGate::due("{clock} {on-air} {temperature}")}, "Bản tin sáng");
  EXPECT_EQ(gate.board->text(), "12:00 Bản tin sáng 31°C");
  gate.run(seconds{61});
  EXPECT_EQ(gate.board->text(), "12:01 Bản tin sáng 31°C");
}

TEST(SloganBoard, SetsTheBrightnessOfTheHour) {
  auto settings = BoardGate::sized(128, 16);
  settings.lighting.hours = {{hours{5}, 70}, {hours{13}, 0}};
  BoardGate gate(settings);
  gate.board->show({BoardGate::due("Loa")}, "");
  EXPECT_EQ(gate.given.brightness, 70);
  gate.run(hours{1} + seconds{1});
  EXPECT_EQ(gate.given.brightness, 0);
  EXPECT_TRUE(gate.shown().blank());
}

TEST(SloganBoard, ShowsOnThePageWhatTheBoardSaysWhereItDiffers) {
  BoardGate gate;
  gate.board->show({BoardGate::due("Loa")}, "");
  signs::Bitmap other(128, 16);
  other.set(3, 3, signs::Colour::red);
  gate.given.says = other;
  gate.given.health.picture = signs::BoardHealth::Picture::differs;
  EXPECT_EQ(gate.board->picture(), other);
  EXPECT_EQ(gate.board->faults(), std::vector<std::string>{"board-differs"});
  gate.given.health.state = signs::BoardHealth::State::silent;
  EXPECT_EQ(gate.board->faults(), std::vector<std::string>{"board-silent"});
  gate.given.health = {};
  EXPECT_TRUE(gate.board->faults().empty());
}

// Frames of a GIF, each held for its time, are what the page shows in the seconds that follow. A
// GIF counts in hundredths of a second: a frame may be as much early.
TEST(SloganBoard, ForeseesItsMotionPixelForPixel) {
  BoardGate gate;
  gate.board->show(
      {BoardGate::due("Cải cách hành chính", "scroll"), BoardGate::due("{clock-s}", "flash")}, "");
  gate.run(milliseconds{1234});
  const auto begin = gate.timers.now().steady;
  const auto frames = gate.board->motion(seconds{10});
  ASSERT_GT(frames.size(), 100U);
  ASSERT_LE(frames.size(), 201U);
  int total = 0;
  for (const auto& frame : frames) {
    gate.timers.run_until(begin + milliseconds{10} * total);
    if (frame.bitmap != gate.board->picture()) gate.run(milliseconds{10});
    ASSERT_EQ(frame.bitmap, gate.board->picture()) << "after " << total << " hundredths";
    total += frame.centiseconds;
  }
  EXPECT_EQ(total, 1000);
}

}  // namespace
}  // namespace loa::daemon
