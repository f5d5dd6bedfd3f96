// Onbon's frames against the description's own example, and the driver against a card made after
// it.
#include <gtest/gtest.h>

#include <random>

#include "base/crypto.h"
#include "base/timers.h"
#include "card_line.h"
#include "signs/drivers/onbon_board.h"
#include "signs/drivers/onbon_frame.h"

namespace loa::signs::drivers {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::CardLine;
using testing::OnbonCard;
using testing::Post;

Bitmap random_colours(int width, int height, unsigned seed) {
  std::mt19937 random(seed);
  constexpr Colour kColours[] = {Colour::off, Colour::red, Colour::green, Colour::yellow};
  Bitmap picture(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) picture.set(x, y, kColours[random() % 4]);
  }
  return picture;
}

TEST(OnbonFrames, HaveTheCrcOfTheDescription) { EXPECT_EQ(crc16_arc("123456789"), 0xBB3D); }

TEST(OnbonFrames, OfAPingAreTheDescriptionsExample) {
  EXPECT_EQ(base::to_hex(onbon_frame(0xFFFE, onbon_ping())),
            "a5a5a5a5a5a5a5a5feff0080f000feff000000000500000001a2000000c6865a");
}

TEST(OnbonFrames, OfAPictureAreAsTheDescriptionsTablesHaveThem) {
  const Geometry geometry{16, 16, Palette::one};
  OnbonContent content;
  content.pages.emplace_back(16, 16);
  content.pages[0].set(0, 0, Colour::red);
  content.pages[0].set(15, 15, Colour::red);
  const auto framed = [&](const char* name) {
    const auto model = *onbon_model(name);
    return base::to_hex(onbon_frame(model.device, onbon_area(model, geometry, content)));
  };
  EXPECT_EQ(framed("5E1"),
            "a5a5a5a5a5a5a5a5feff0080f0005401000000005200000001a7000000490000"
            "000000000001000001000000001000000000100010000001002d000000000100"
            "01ffff011000000000007fffffffffffffffffffffffffffffffffffffffffff"
            "fffffffffffffffffffe0f055a");
  EXPECT_EQ(framed("6E1"),
            "a5a5a5a5a5a5a5a5feff0080f0007401000000008a00000001a700000001003f"
            "0000000000000001000001000000001000000000100010000000000000000000"
            "000001001a00000000010001ffff011000000000000000000000000000004000"
            "0000ffffff7fffffffffffffffffffffffffffffffffffffffffffffffffffff"
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            "feff08125a");
  EXPECT_EQ(base::to_hex(onbon_frame(0x0154, onbon_brightness(9))),
            "a5a5a5a5a5a5a5a5feff0080f0005401000000003600000001a2073100000909"
            "0909090909090909090909090909090909090909090909090909090909090909"
            "0909090909090909090909090909c15d5a");
}

TEST(OnbonFrames, EscapeWhatWouldEndThem) {
  const std::string data("\xA5\xA6\x5A\x5B", 4);
  const auto frame = onbon_frame(0x0154, data);
  EXPECT_NE(frame.find("\xA6\x02\xA6\x01\x5B\x02\x5B\x01"), std::string::npos);
  OnbonReceiver receiver;
  std::optional<std::string> got;
  for (const char byte : frame) {
    if (auto whole = receiver.feed(byte)) got = whole;
  }
  EXPECT_EQ(got, data);
}

TEST(OnbonFrames, ThatAreDamagedAreNotTaken) {
  const auto frame = onbon_frame(0x0154, "Ủy ban nhân dân xã");
  for (std::size_t i = 8; i + 1 < frame.size(); ++i) {
    auto bad = frame;
    bad[i] = static_cast<char>(bad[i] ^ 0x10);
    OnbonReceiver receiver;
    for (const char byte : bad) EXPECT_FALSE(receiver.feed(byte)) << i;
  }
}

TEST(OnbonReplies, AreReadWithTheirErrors) {
  const auto nack = onbon_reply(std::string("\0\xA0\x01\x01\0\x05\0\0\0", 9));
  ASSERT_TRUE(nack);
  EXPECT_FALSE(nack->accepted());
  EXPECT_EQ(onbon_error(nack->error), "checksum");
  EXPECT_TRUE(onbon_reply(std::string("\0\xA0\0\0\0\0\0\0\0", 9))->accepted());
  EXPECT_FALSE(onbon_reply("short"));
}

struct Model {
  const char* name;
  Palette palette;
};
class OnbonModels : public ::testing::TestWithParam<Model> {};

TEST_P(OnbonModels, AreSentPixelsThatTheCardDecodesAgain) {
  const auto model = *onbon_model(GetParam().name);
  const bool two = GetParam().palette != Palette::one;
  for (const auto& [width, height] : {std::pair{128, 16}, std::pair{250, 32}, std::pair{17, 16}}) {
    OnbonCard card(model.sixth ? 6 : 5, two);
    const Geometry geometry{width, height, GetParam().palette};
    OnbonContent content;
    for (unsigned seed = 0; seed < 3; ++seed) {
      auto page = random_colours(width, height, seed);
      for (int y = 0; y < height; ++y) {
        for (Colour& colour : page.row(y)) colour = nearest(colour, geometry.palette);
      }
      content.pages.push_back(page);
    }
    card.receive(onbon_frame(model.device, onbon_area(model, geometry, content)));
    ASSERT_TRUE(card.area());
    EXPECT_EQ(card.area()->width, width);
    EXPECT_EQ(card.area()->height, height);
    EXPECT_TRUE(card.area()->alone);
    ASSERT_EQ(card.area()->pages.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(card.area()->pages[i].picture, content.pages[i]);
      EXPECT_EQ(card.area()->pages[i].mode, 1);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, OnbonModels,
                         ::testing::Values(Model{"5E1", Palette::one},
                                           Model{"5E2", Palette::red_green},
                                           Model{"6E1", Palette::one},
                                           Model{"6E2", Palette::red_green}),
                         [](const auto& info) { return std::string(info.param.name); });

struct Square {
  explicit Square(const char* model = "5E2", Geometry geometry = {128, 16, Palette::red_green})
      : post(onbon_model(model)->sixth),
        board({geometry, *onbon_model(model), "card"}, timers,
              std::make_unique<CardLine>(timers, post)) {}
  void run(base::Duration time) { timers.run_until(timers.now().steady + time); }
  bool shows(const Bitmap& picture) {
    return post.card.area() && post.card.area()->pages.size() == 1 &&
           post.card.area()->pages[0].picture == picture;
  }
  base::VirtualTimers timers{{base::Steady{seconds{100}}, {}, base::ClockQuality::synced}};
  Post post;
  OnbonBoard board;
};

TEST(OnbonBoard, ShowsPicturesAndSetsTheBrightness) {
  for (const char* model : {"5E2", "6E2"}) {
    Square square(model);
    const auto picture = random_colours(128, 16, 3);
    square.board.show(picture);
    square.board.set_brightness(60);
    square.run(seconds{2});
    EXPECT_TRUE(square.shows(picture)) << model;
    EXPECT_EQ(square.post.card.brightness(), 9);
    EXPECT_EQ(square.board.health().state, BoardHealth::State::working);
    EXPECT_EQ(square.board.health().picture, BoardHealth::Picture::assumed);
    EXPECT_EQ(square.board.health().what, std::string("Onbon BX-") + model);
  }
}

TEST(OnbonBoard, HandsAStripToTheCardWhichMovesItByItself) {
  Square square;
  Passage passage;
  passage.strip = random_colours(300, 16, 5);
  passage.speed = 50;
  passage.started = square.timers.now().steady;
  ASSERT_TRUE(square.board.run(passage));
  square.run(seconds{2});
  const auto& pages = square.post.card.area()->pages;
  ASSERT_EQ(pages.size(), 3U);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(pages[static_cast<std::size_t>(i)].picture, passage.strip.window(i * 128, 128));
    EXPECT_EQ(pages[static_cast<std::size_t>(i)].mode, 4);
    EXPECT_EQ(pages[static_cast<std::size_t>(i)].speed, 2);
  }
  square.run(minutes{2});
  EXPECT_EQ(square.post.card.areas(), 1) << "once, and no more";
}

TEST(OnbonBoard, IsSentItsPictureAgainAfterThePowerOfTheCardWasLost) {
  Square square;
  const auto picture = random_colours(128, 16, 3);
  square.board.show(picture);
  square.run(seconds{2});
  square.post.card.lose_power();
  square.post.reachable = false;
  square.post.cut();
  square.run(seconds{60});
  EXPECT_EQ(square.board.health().state, BoardHealth::State::silent);
  EXPECT_EQ(square.board.health().problem.en,
            "the board at card does not answer: No route to host");
  square.post.reachable = true;
  square.run(seconds{31});
  EXPECT_TRUE(square.shows(picture));
  EXPECT_EQ(square.board.health().state, BoardHealth::State::working);
}

TEST(OnbonBoard, OnALineThatDoesNotBreakIsSentItsPictureEveryFiveMinutes) {
  Square square;
  const auto picture = random_colours(128, 16, 3);
  square.board.show(picture);
  square.run(seconds{2});
  square.post.card.lose_power();
  square.run(minutes{5});
  EXPECT_TRUE(square.shows(picture));
}

TEST(OnbonBoard, ThatFallsSilentIsNoticedWithinHalfAMinute) {
  Square square;
  square.run(seconds{2});
  square.post.mute = true;
  square.run(seconds{30});
  EXPECT_EQ(square.board.health().state, BoardHealth::State::silent);
  square.post.mute = false;
  square.run(seconds{60});
  EXPECT_EQ(square.board.health().state, BoardHealth::State::working);
}

TEST(OnbonBoard, ThatRefusesIsToldWithItsOwnWordAndTriedAgainSeldom) {
  Square square;
  square.post.card.refuse_with = 4;
  square.run(minutes{3});
  EXPECT_EQ(square.board.health().state, BoardHealth::State::refused);
  EXPECT_EQ(square.board.health().problem.en,
            "the board at card refuses what it is sent: memory exceeded");
  EXPECT_LE(square.post.card.areas(), 8);
  square.post.card.refuse_with = 0;
  square.run(seconds{31});
  EXPECT_EQ(square.board.health().state, BoardHealth::State::working);
}

TEST(OnbonBoard, TakesTheNewestOfManyPictures) {
  Square square;
  square.run(seconds{2});
  const int before = square.post.card.areas();
  for (unsigned i = 0; i < 100; ++i) {
    square.board.show(random_colours(128, 16, i));
    square.run(milliseconds{40});
  }
  square.run(seconds{2});
  EXPECT_TRUE(square.shows(random_colours(128, 16, 99)));
  EXPECT_LE(square.post.card.areas() - before, 10);
}

TEST(OnbonBoard, ReadsPastGarbageBeforeAnAnswer) {
  Square square;
  square.post.garbage = std::string("\x00\xA5\xFF\x5A\xA6rubbish\xA5", 13);
  square.run(seconds{5});
  EXPECT_EQ(square.board.health().state, BoardHealth::State::working);
}

TEST(OnbonBoard, WhoseAnswersComeLateOrTwiceShowsWhatItShould) {
  for (const bool twice : {false, true}) {
    Square square;
    square.post.twice = twice;
    // Later than the driver's patience of three seconds.
    square.post.delay = twice ? milliseconds{20} : milliseconds{3500};
    const auto picture = random_colours(128, 16, 8);
    square.board.show(picture);
    square.board.set_brightness(40);
    square.run(seconds{60});
    EXPECT_TRUE(square.shows(picture)) << twice;
    EXPECT_EQ(square.post.card.brightness(), 6) << twice;
    EXPECT_EQ(square.board.health().state, BoardHealth::State::working) << twice;
  }
}

TEST(OnbonBoard, WhoseRefusalComesAfterADoubledAnswerIsNotBelievedToShowIt) {
  Square square;
  square.post.twice = true;
  square.board.set_brightness(40);
  square.run(seconds{1});
  square.post.card.refuse_with = 3;
  square.board.show(random_colours(128, 16, 8));
  square.run(seconds{3});
  EXPECT_EQ(square.board.health().problem.en, "the board at card refuses what it is sent: busy");
}

TEST(OnbonBoard, IsNotHandedAStripThatIsLargerThanItsMemory) {
  Square square;
  Passage passage;
  passage.strip = Bitmap(65'000, 16);
  EXPECT_TRUE(square.board.run(passage)) << "508 pages of 512 bytes";
  Square large("6E3", {1024, 48, Palette::red_green});
  passage.strip = Bitmap(65'000, 48);
  EXPECT_FALSE(large.board.run(passage)) << "64 pages of 12,288 bytes: it is given pictures";
}

}  // namespace
}  // namespace loa::signs::drivers
