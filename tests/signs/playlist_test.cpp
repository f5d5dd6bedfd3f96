// Which picture stands on the board when.
#include <gtest/gtest.h>

#include <random>

#include "signs/playlist.h"
#include "signs/typesetter.h"
#include "tests/support/rounds.h"

namespace loa::signs {
namespace {

using base::Duration;
using base::Steady;
using std::chrono::seconds;

constexpr Steady kBegin{std::chrono::hours{1000}};

Slogan scrolling(const std::string& text, int speed = 40) {
  Slogan slogan;
  slogan.id = text;
  slogan.text = text;
  slogan.speed = speed;
  return slogan;
}
Slogan held(const std::string& text) {
  Slogan slogan = scrolling(text);
  slogan.colour = Colour::green;
  slogan.effect = Effect::hold;
  return slogan;
}

class PlaylistAt : public testing::TestWithParam<Geometry> {
 protected:
  Bitmap blank() const { return {GetParam().width, GetParam().height}; }
  Bitmap strip(const Slogan& slogan) { return typesetter.strip(slogan.text, slogan.colour); }
  std::vector<Bitmap> pages(const Slogan& slogan) {
    return typesetter.pages(slogan.text, slogan.colour, GetParam().width);
  }
  // When the strip of a slogan that scrolls has left.
  Duration pass(const Slogan& slogan) {
    const std::int64_t pixels = strip(slogan).width() + GetParam().width - 1;
    return Duration{(pixels * 1'000'000'000 + slogan.speed - 1) / slogan.speed};
  }
  Typesetter typesetter{GetParam().height};
  Playlist playlist{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Boards, PlaylistAt,
                         testing::Values(Geometry{16, 16}, Geometry{128, 16}, Geometry{192, 32}));

TEST_P(PlaylistAt, isBlankBeforeAnythingIsShown) {
  EXPECT_EQ(playlist.frame(kBegin), blank());
  EXPECT_EQ(playlist.next_change(kBegin), std::nullopt);
  EXPECT_EQ(playlist.current(kBegin), std::nullopt);
}

TEST_P(PlaylistAt, scrollsEveryColumnThroughTheBoardOnePixelAtATime) {
  const Slogan slogan = scrolling("Cải cách hành chính", 33);
  const Bitmap strip = this->strip(slogan);
  const int width = GetParam().width;
  playlist.show(kBegin, {slogan, held("x")});
  Steady now = kBegin;
  Bitmap before = blank();
  for (int column = 0; column < strip.width() + width - 1; ++column) {
    const Bitmap frame = playlist.frame(now);
    ASSERT_EQ(frame.window(0, width - 1), before.window(1, width - 1)) << column;
    ASSERT_EQ(frame.window(width - 1, 1), strip.window(column, 1)) << column;
    ASSERT_EQ(playlist.current(now), slogan);
    before = frame;
    now = playlist.next_change(now).value();
  }
  EXPECT_EQ(before.window(0, 1), strip.window(strip.width() - 1, 1));
  EXPECT_EQ(now, kBegin + pass(slogan));
  EXPECT_EQ(playlist.current(now), held("x"));
}

TEST_P(PlaylistAt, scrollsAtItsSpeed) {
  const Slogan slogan = scrolling(std::string(100, 'm'), 50);
  const Bitmap strip = this->strip(slogan);
  const int width = GetParam().width;
  playlist.show(kBegin, {slogan});
  EXPECT_EQ(playlist.frame(kBegin + seconds{4}), strip.window(200 - (width - 1), width));
  EXPECT_EQ(playlist.next_change(kBegin), kBegin + Duration{20'000'000});
}

TEST_P(PlaylistAt, pictureStandsUntilItsNextChangeAndNotLonger) {
  playlist.show(kBegin, {scrolling("Loa", 7), held("Xã Ea Knốp hôm nay"), scrolling("x", 400)});
  Steady now = kBegin;
  for (int i = 0; i < 600; ++i) {
    const Steady next = playlist.next_change(now).value();
    ASSERT_GT(next, now);
    const Bitmap frame = playlist.frame(now);
    ASSERT_EQ(playlist.frame(now + (next - now) / 2), frame);
    ASSERT_EQ(playlist.frame(next - Duration{1}), frame);
    ASSERT_EQ(playlist.next_change(next - Duration{1}), next);
    now = next;
  }
}

TEST_P(PlaylistAt, holdsOneLineForGood) {
  playlist.show(kBegin, {held("I")});
  EXPECT_EQ(playlist.frame(kBegin), pages(held("I")).front());
  EXPECT_EQ(playlist.next_change(kBegin), std::nullopt);
  EXPECT_EQ(playlist.frame(kBegin + seconds{1000}), playlist.frame(kBegin));
}

TEST_P(PlaylistAt, holdsEachPageForEightSecondsAndBeginsAgain) {
  const Slogan slogan = held("Công khai thủ tục hành chính tại trụ sở Ủy ban nhân dân xã");
  const auto pages = this->pages(slogan);
  ASSERT_GT(pages.size(), 1U);
  playlist.show(kBegin, {slogan});
  Steady now = kBegin;
  for (std::size_t i = 0; i < 2 * pages.size(); ++i) {
    EXPECT_EQ(playlist.frame(now), pages[i % pages.size()]);
    EXPECT_EQ(playlist.current(now), slogan);
    EXPECT_EQ(playlist.next_change(now + seconds{3}), now + seconds{8});
    now += seconds{8};
  }
}

TEST_P(PlaylistAt, runsTheListRoundAndRound) {
  const Slogan first = scrolling("Một", 40);
  const Slogan second = scrolling("Hai", 60);
  playlist.show(kBegin, {first, second});
  const Duration round = pass(first) + pass(second);
  for (int i = 0; i < 3; ++i) {
    const Steady begin = kBegin + i * round;
    EXPECT_EQ(playlist.current(begin), first);
    EXPECT_EQ(playlist.current(begin + pass(first) - Duration{1}), first);
    EXPECT_EQ(playlist.current(begin + pass(first)), second);
    EXPECT_EQ(playlist.frame(begin + seconds{1}), playlist.frame(kBegin + seconds{1}));
  }
}

TEST_P(PlaylistAt, goesOnWhenTheSameListIsShownAgain) {
  const std::vector<Slogan> list{scrolling("Cải cách hành chính")};
  playlist.show(kBegin, list);
  const Bitmap later = playlist.frame(kBegin + seconds{2});
  playlist.show(kBegin + seconds{1}, list);
  EXPECT_EQ(playlist.frame(kBegin + seconds{2}), later);
}

TEST_P(PlaylistAt, startsAnotherListFromItsFirstSlogan) {
  const Slogan urgent = scrolling("KHẨN CẤP", 80);
  playlist.show(kBegin, {scrolling("Một"), held("Hai")});
  playlist.show(kBegin + seconds{5}, {urgent, held("Hai")});
  EXPECT_EQ(playlist.current(kBegin + seconds{5}), urgent);
  const int width = GetParam().width;
  EXPECT_EQ(playlist.frame(kBegin + seconds{5}), strip(urgent).window(1 - width, width));
}

TEST_P(PlaylistAt, startsAnewWhenAnyFieldOfASloganChanges) {
  Slogan slogan = held("Hai");
  playlist.show(kBegin, {slogan});
  slogan.colour = Colour::yellow;
  playlist.show(kBegin, {slogan});
  EXPECT_EQ(playlist.frame(kBegin), pages(slogan).front());
}

TEST_P(PlaylistAt, isBlankAgainForAnEmptyListAndForSlogansOfNothing) {
  for (const std::vector<Slogan>& list :
       {std::vector<Slogan>{}, std::vector<Slogan>{held(""), scrolling(""), scrolling(" \t ")}}) {
    playlist.show(kBegin, {held("Hai")});
    playlist.show(kBegin + seconds{1}, list);
    EXPECT_EQ(playlist.frame(kBegin + seconds{1}), blank());
    EXPECT_EQ(playlist.current(kBegin + seconds{1}), std::nullopt);
    EXPECT_EQ(playlist.next_change(kBegin + seconds{1}), std::nullopt);
  }
}

TEST_P(PlaylistAt, passesOverSlogansOfNothing) {
  playlist.show(kBegin, {scrolling(""), held("I"), held(" ")});
  EXPECT_EQ(playlist.current(kBegin), held("I"));
  EXPECT_EQ(playlist.next_change(kBegin), std::nullopt);
}

TEST_P(PlaylistAt, takesSpeedsOutsideItsRangeAsTheNearest) {
  playlist.show(kBegin, {scrolling("a", 0)});
  EXPECT_EQ(playlist.next_change(kBegin), kBegin + seconds{1});
  playlist.show(kBegin, {scrolling("a", -7), held("b")});
  EXPECT_EQ(playlist.next_change(kBegin), kBegin + seconds{1});
  playlist.show(kBegin, {scrolling("a", 1'000'000)});
  EXPECT_EQ(playlist.next_change(kBegin), kBegin + Duration{2'500'000});
}

TEST_P(PlaylistAt, survivesYearsAndTheLongestText) {
  playlist.show(kBegin, {scrolling(std::string(100'000, 'w'), 1)});
  const Steady much_later = kBegin + std::chrono::hours{24 * 365 * 30};
  EXPECT_TRUE(playlist.current(much_later).has_value());
  EXPECT_GT(playlist.next_change(much_later).value(), much_later);
  EXPECT_EQ(playlist.frame(much_later).width(), GetParam().width);
}

TEST_P(PlaylistAt, onlyEverShowsPixelsOfTheSloganItNames) {
  std::mt19937 random(static_cast<unsigned>(GetParam().width));
  const std::vector<Slogan> list{scrolling("Một", 97), held("Hai ba bốn năm"),
                                 scrolling("Sáu", 13)};
  playlist.show(kBegin, list);
  for (int i = 0; i < rounds(300); ++i) {
    const Steady now = kBegin + Duration{random() * 1'000'000LL};
    const Bitmap frame = playlist.frame(now);
    const Slogan slogan = playlist.current(now).value();
    bool found = false;
    if (slogan.effect == Slogan::Effect::hold) {
      for (const Bitmap& page : pages(slogan)) found = found || page == frame;
    } else {
      const Bitmap strip = this->strip(slogan);
      for (int left = 1 - frame.width(); left < strip.width() && !found; ++left) {
        found = strip.window(left, frame.width()) == frame;
      }
    }
    EXPECT_TRUE(found) << slogan.text;
  }
}

TEST(Playlist, refusesABoardThatDoesNotExist) {
  EXPECT_THROW(Playlist({15, 16}), std::invalid_argument);
  EXPECT_THROW(Playlist({1025, 16}), std::invalid_argument);
  EXPECT_THROW(Playlist({128, 15}), std::invalid_argument);
  EXPECT_THROW(Playlist({128, 65}), std::invalid_argument);
  EXPECT_THROW(Playlist({0, 0}), std::invalid_argument);
}

TEST(SimulatedBoard, confirmsWhatItWasLastGiven) {
  SimulatedBoard board({128, 16});
  EXPECT_EQ(board.geometry(), (Geometry{128, 16}));
  EXPECT_EQ(board.confirmed(), std::nullopt);
  const Bitmap picture = Typesetter(16).strip("Loa", Colour::red);
  board.show(picture);
  EXPECT_EQ(board.confirmed(), picture);
}

}  // namespace
}  // namespace loa::signs
