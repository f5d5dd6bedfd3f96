// Every way in which a text comes, stands and goes; dwell, repeat, fields, QR codes.
#include <gtest/gtest.h>

#include "signs/playlist.h"
#include "signs/qr.h"
#include "signs/typesetter.h"

namespace loa::signs {
namespace {

using base::Duration;
using base::Steady;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Steady kStart{std::chrono::hours{7}};
constexpr Geometry kSize{64, 32, Palette::rgb};

Slogan with(Effect effect, const std::string& text, int speed = 10) {
  Slogan slogan;
  slogan.id = text;
  slogan.text = text;
  slogan.colour = Colour::cyan;
  slogan.effect = effect;
  slogan.speed = speed;
  slogan.dwell = seconds{5};
  return slogan;
}

// Rows top .. top + height - 1 at row `to` of a picture of the same size.
Bitmap moved_down(const Bitmap& picture, int rows) {
  Bitmap result(picture.width(), picture.height());
  result.put(picture, 0, rows);
  return result;
}

class Effects : public testing::Test {
 protected:
  void run(const Slogan& slogan) { playlist.show(kStart, {slogan}); }
  Bitmap at(Duration time) { return playlist.frame(kStart + time); }
  Bitmap page(const std::string& text, std::size_t number = 0) {
    return typesetter.page(text, Colour::cyan, kSize.width, 1, number);
  }
  Typesetter typesetter{32};
  Playlist playlist{kSize};
  Bitmap blank{kSize.width, kSize.height};
};

TEST_F(Effects, scrollRightBringsTheLastColumnFirst) {
  run(with(Effect::scroll_right, "Loa"));
  const Bitmap strip = typesetter.strip("Loa", Colour::cyan);
  EXPECT_EQ(at(seconds{0}).window(0, 1), strip.window(strip.width() - 1, 1));
  EXPECT_EQ(at(seconds{1}), [&] {
    Bitmap frame = blank;
    frame.put(strip, 11 - strip.width(), 0);
    return frame;
  }());
  const auto last = milliseconds{100} * (strip.width() + kSize.width - 2);
  EXPECT_EQ(at(last).window(kSize.width - 1, 1), strip.window(0, 1));
}

TEST_F(Effects, scrollUpBringsAPageFromBelowLetsItStandAndDrivesItAwayUpwards) {
  run(with(Effect::scroll_up, "Loa"));
  EXPECT_EQ(at(seconds{0}), moved_down(page("Loa"), 31));
  EXPECT_EQ(at(seconds{1}), moved_down(page("Loa"), 21));
  EXPECT_EQ(at(milliseconds{3100}), page("Loa"));
  EXPECT_EQ(at(milliseconds{8000}), page("Loa"));
  EXPECT_EQ(at(milliseconds{8100}), moved_down(page("Loa"), -1));
  EXPECT_EQ(at(milliseconds{9100}), moved_down(page("Loa"), -11));
  EXPECT_EQ(at(milliseconds{11200}), at(seconds{0})) << "the round begins again";
}

TEST_F(Effects, scrollDownComesFromAbove) {
  run(with(Effect::scroll_down, "Loa"));
  EXPECT_EQ(at(seconds{0}), moved_down(page("Loa"), -31));
  EXPECT_EQ(at(milliseconds{3100}), page("Loa"));
  EXPECT_EQ(at(milliseconds{9100}), moved_down(page("Loa"), 11));
}

TEST_F(Effects, aSecondPageDrivesTheFirstAway) {
  const std::string text = "Loa xã";
  ASSERT_EQ(typesetter.page_count(text, kSize.width), 2U);
  run(with(Effect::scroll_up, text));
  Bitmap both = moved_down(page(text, 0), -11);
  both.put(page(text, 1).window(0, kSize.width), 0, 21);
  EXPECT_EQ(at(milliseconds{8100 + 1000}), both);
}

TEST_F(Effects, wipeUncoversFromTheLeftAndThenStands) {
  run(with(Effect::wipe, "Loa"));
  for (const int columns : {1, 11, 50}) {
    Bitmap frame = blank;
    frame.put(page("Loa").window(0, columns), 0, 0);
    EXPECT_EQ(at(milliseconds{100} * (columns - 1)), frame) << columns;
  }
  EXPECT_EQ(at(milliseconds{6300}), page("Loa"));
  EXPECT_EQ(at(milliseconds{6300} + seconds{5} - Duration{1}), page("Loa"));
}

TEST_F(Effects, flashIsLitAndDarkHalfASecondEach) {
  run(with(Effect::flash, "Loa"));
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(at(milliseconds{500} * i), i % 2 == 0 ? page("Loa") : blank);
    EXPECT_EQ(playlist.next_change(kStart + milliseconds{500} * i),
              kStart + milliseconds{500} * (i + 1));
  }
}

TEST_F(Effects, pageShowsTwoLinesOfSmallLettersOn32Rows) {
  run(with(Effect::page, "Một hai ba bốn năm"));
  Typesetter small(16);
  const auto pages = small.pages("Một hai ba bốn năm", Colour::cyan, kSize.width, 2);
  EXPECT_EQ(at(seconds{0}), pages.at(0));
  EXPECT_EQ(at(seconds{5}), pages.at(1));
}

TEST_F(Effects, everyEffectComesToAnEndAndStandsBetweenItsChanges) {
  for (const Effect effect : {Effect::hold, Effect::scroll, Effect::scroll_right, Effect::scroll_up,
                              Effect::scroll_down, Effect::wipe, Effect::flash, Effect::page}) {
    playlist.show(kStart, {with(effect, "Xã Ea Knốp", 7), with(Effect::hold, "x")});
    Steady now = kStart;
    for (int i = 0; i < 400; ++i) {
      const Steady next = playlist.next_change(now).value();
      ASSERT_GT(next, now);
      ASSERT_EQ(playlist.frame(next - Duration{1}), playlist.frame(now));
      ASSERT_EQ(playlist.next_change(next - Duration{1}), next);
      now = next;
    }
    EXPECT_GT(now - kStart, seconds{10});
  }
}

TEST_F(Effects, repeatRunsASloganSeveralTimesBeforeTheNext) {
  Slogan first = with(Effect::hold, "I");
  first.repeat = 3;
  playlist.show(kStart, {first, with(Effect::hold, "II")});
  EXPECT_EQ(playlist.text(kStart + seconds{14}), "I");
  EXPECT_EQ(playlist.text(kStart + seconds{15}), "II");
  EXPECT_EQ(playlist.text(kStart + seconds{20}), "I");
}

TEST_F(Effects, takesDwellRepeatAndSpeedOutsideTheirRangeAsTheNearest) {
  Slogan slogan = with(Effect::hold, "I");
  slogan.dwell = Duration{-1};
  slogan.repeat = -3;
  playlist.show(kStart, {slogan, with(Effect::hold, "II")});
  EXPECT_EQ(playlist.next_change(kStart), kStart + milliseconds{100});
  slogan.dwell = Duration::max();
  slogan.repeat = 1'000'000;
  playlist.show(kStart, {slogan, with(Effect::hold, "II")});
  EXPECT_EQ(playlist.text(kStart + std::chrono::hours{99}), "I");
  EXPECT_EQ(playlist.text(kStart + std::chrono::hours{100}), "II");
}

TEST_F(Effects, showsColoursThatTheBoardHas) {
  for (const auto& [palette, shown] : {std::pair{Palette::one, Colour::red},
                                       {Palette::red_green, Colour::green},
                                       {Palette::rgb, Colour::cyan}}) {
    Playlist board({64, 32, palette});
    board.show(kStart, {with(Effect::hold, "Loa")});
    EXPECT_EQ(board.frame(kStart), typesetter.page("Loa", shown, 64, 1, 0));
  }
}

TEST_F(Effects, fillsFieldsAsTimePassesWithoutBeginningAnew) {
  Slogan slogan = with(Effect::scroll, "Bây giờ là {clock-s}", 10);
  Moment moment(kStart);
  moment.civil = LocalTime{std::chrono::hours{8}};
  playlist.show(moment, {slogan});
  EXPECT_EQ(playlist.text(moment), "Bây giờ là 08:00:00");
  moment.steady += milliseconds{9'950};
  *moment.civil += milliseconds{9'950};
  playlist.show(moment, {slogan});
  EXPECT_EQ(playlist.frame(moment),
            typesetter.strip("Bây giờ là 08:00:09", Colour::cyan).window(99 - 63, 64));
  EXPECT_EQ(playlist.next_change(moment), kStart + seconds{10});
}

TEST_F(Effects, aClockThatStandsIsDrawnAnewEveryMinute) {
  Slogan slogan = with(Effect::hold, "{clock}");
  Moment moment(kStart);
  moment.civil = LocalTime{std::chrono::hours{8} + seconds{20}};
  Playlist wide({128, 32, Palette::rgb});
  wide.show(moment, {slogan});
  EXPECT_EQ(wide.frame(moment), typesetter.page("08:00", Colour::cyan, 128, 1, 0));
  EXPECT_EQ(wide.next_change(moment), kStart + seconds{40});
}

TEST_F(Effects, aTitleThatChangesBeginsAnew) {
  Slogan slogan = with(Effect::scroll, "{on-air}", 10);
  Moment moment(kStart);
  playlist.show(moment, {slogan});
  EXPECT_EQ(playlist.frame(moment), blank);
  moment.steady += seconds{30};
  moment.on_air = "Bản tin sáng";
  playlist.show(moment, {slogan});
  EXPECT_EQ(playlist.frame(moment).window(63, 1),
            typesetter.strip("Bản tin sáng", Colour::cyan).window(0, 1));
}

TEST_F(Effects, aQrCodeStandsLeftOfTheWords) {
  Slogan slogan = with(Effect::hold, "Loa");
  slogan.qr = "HTTPS://XA.GOV.VN";
  run(slogan);
  const Bitmap qr = qr_code(slogan.qr, 32, Colour::white).value();
  EXPECT_EQ(qr.width(), 29);
  const Bitmap frame = at(seconds{0});
  Bitmap wanted = blank;
  wanted.put(qr, 0, 1);
  wanted.put(typesetter.page("Loa", Colour::cyan, 64 - 29, 1, 0), 29, 0);
  EXPECT_EQ(frame, wanted);
}

TEST_F(Effects, leavesAQrCodeOutWhereItCannotBeRead) {
  Slogan slogan = with(Effect::hold, "Loa");
  slogan.qr = std::string(30, 'x');
  run(slogan);
  EXPECT_EQ(at(seconds{0}), page("Loa")) << "it does not fit 32 rows";
  slogan.qr = "HTTPS://XA.GOV.VN";
  Playlist two_colours({64, 32, Palette::red_green});
  two_colours.show(kStart, {slogan});
  EXPECT_EQ(two_colours.frame(kStart), typesetter.page("Loa", Colour::green, 64, 1, 0));
  Playlist narrow({40, 32, Palette::rgb});
  narrow.show(kStart, {slogan});
  EXPECT_EQ(narrow.frame(kStart).at(0, 1), Colour::off) << "no room for words beside it";
}

}  // namespace
}  // namespace loa::signs
