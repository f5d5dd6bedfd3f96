// Which slogans stand on the board when: zones, levels, validity, message, light.
#include "signs/screen.h"

#include <gtest/gtest.h>

#include <random>

#include "signs/typesetter.h"
#include "tests/support/rounds.h"

namespace loa::signs {
namespace {

using base::Duration;
using base::Steady;
using base::Wall;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Steady kSteady{hours{5}};
constexpr Wall kWall{hours{500'000}};

Moment at(Duration time) {
  Moment moment(kSteady + time);
  moment.wall = kWall + time;
  moment.civil = LocalTime{hours{12}} + time;
  return moment;
}

Slogan held(const std::string& text, const std::string& zone = "", int level = 3) {
  Slogan slogan;
  slogan.id = text;
  slogan.text = text;
  slogan.effect = Effect::hold;
  slogan.zone = zone;
  slogan.level = level;
  return slogan;
}

ScreenSettings one_zone() {
  ScreenSettings settings;
  settings.geometry = {64, 16};
  return settings;
}

ScreenSettings two_zones() {
  ScreenSettings settings;
  settings.geometry = {128, 32};
  settings.zones = {{"chu", 0, 0, 64, 32}, {"gio", 64, 16, 64, 16}};
  return settings;
}

TEST(Screen, isBlankWhileNothingIsDue) {
  Screen screen(one_zone());
  EXPECT_EQ(screen.frame(at(seconds{0})), Bitmap(64, 16));
  EXPECT_EQ(screen.text(at(seconds{0})), "");
  EXPECT_EQ(screen.next_change(at(seconds{0})), std::nullopt);
}

TEST(Screen, showsEachZonesSlogansInItsRectangle) {
  Screen screen(two_zones());
  screen.show({held("Loa", "chu"), held("12:00", "gio")});
  const Moment now = at(seconds{0});
  Bitmap wanted(128, 32);
  wanted.put(Typesetter(32).page("Loa", Colour::red, 64, 1, 0), 0, 0);
  wanted.put(Typesetter(16).page("12:00", Colour::red, 64, 1, 0), 64, 16);
  EXPECT_EQ(screen.frame(now), wanted);
  EXPECT_EQ(screen.text(now), "Loa · 12:00");
}

TEST(Screen, putsWhatNamesAnUnknownZoneIntoTheFirst) {
  Screen screen(two_zones());
  screen.show({held("Loa", "khac"), held("x")});
  EXPECT_EQ(screen.text(at(seconds{0})), "Loa");
  EXPECT_EQ(screen.text(at(seconds{8})), "x");
}

TEST(Screen, showsOnlyTheMostUrgentLevelOfAZone) {
  Screen screen(two_zones());
  screen.show({held("thường", "chu"), held("gấp", "chu", 2), held("giờ", "gio")});
  EXPECT_EQ(screen.text(at(seconds{0})), "gấp · giờ");
  EXPECT_EQ(screen.text(at(seconds{60})), "gấp · giờ");
}

TEST(Screen, givesAnEmergencyTheWholeBoard) {
  Screen screen(two_zones());
  screen.show({held("thường", "chu"), held("KHẨN", "gio", 1), held("giờ", "gio")});
  EXPECT_EQ(screen.text(at(seconds{0})), "KHẨN");
  EXPECT_EQ(screen.frame(at(seconds{0})), Typesetter(32).page("KHẨN", Colour::red, 128, 1, 0));
}

TEST(Screen, returnsToTheZonesWhenAnEmergencyIsOver) {
  Screen screen(two_zones());
  Slogan urgent = held("KHẨN", "", 1);
  urgent.until = kWall + seconds{10};
  screen.show({held("thường"), urgent});
  EXPECT_EQ(screen.text(at(seconds{0})), "KHẨN");
  EXPECT_EQ(screen.next_change(at(seconds{0})), kSteady + seconds{10});
  EXPECT_EQ(screen.text(at(seconds{10})), "thường");
}

TEST(Screen, showsNothingBeforeItsTimeAndNothingAfterIt) {
  Screen screen(one_zone());
  Slogan slogan = held("Tết");
  slogan.from = kWall + minutes{10};
  slogan.until = kWall + minutes{20};
  screen.show({slogan});
  EXPECT_EQ(screen.next_change(at(minutes{0})), kSteady + minutes{10});
  EXPECT_EQ(screen.text(at(minutes{10} - Duration{1})), "");
  EXPECT_TRUE(screen.frame(at(minutes{10} - Duration{1})).blank());
  EXPECT_EQ(screen.text(at(minutes{10})), "Tết");
  EXPECT_EQ(screen.text(at(minutes{20} - Duration{1})), "Tết");
  EXPECT_EQ(screen.text(at(minutes{20})), "");
  EXPECT_TRUE(screen.frame(at(minutes{20})).blank());
  EXPECT_EQ(screen.next_change(at(minutes{20})), std::nullopt);
}

TEST(Screen, showsNothingWithBoundsWhileTheTimeIsNotKnown) {
  Screen screen(one_zone());
  Slogan bounded = held("Tết");
  bounded.until = kWall + hours{1000};
  screen.show({bounded, held("Loa")});
  const Moment unknown(kSteady);
  EXPECT_EQ(screen.text(unknown), "Loa");
  EXPECT_EQ(screen.text(at(seconds{1})), "Tết") << "the list of what is due begins anew";
}

TEST(Screen, showsItsMessageWhereNothingIsDue) {
  auto settings = two_zones();
  settings.message = "UBND xã";
  Screen screen(settings);
  EXPECT_EQ(screen.text(at(seconds{0})), "UBND xã");
  screen.show({held("giờ", "gio")});
  EXPECT_EQ(screen.text(at(seconds{1})), "UBND xã · giờ");
  screen.show({held("giờ", "gio"), held("Loa")});
  EXPECT_EQ(screen.text(at(seconds{2})), "Loa · giờ");
}

TEST(Screen, goesOnWhenTheSameSlogansAreShownAgain) {
  Screen screen(one_zone());
  Slogan slogan = held("Cải cách hành chính");
  slogan.effect = Effect::scroll;
  screen.show({slogan});
  screen.frame(at(seconds{0}));
  screen.show({slogan});
  Screen other(one_zone());
  other.show({slogan});
  other.frame(at(seconds{0}));
  EXPECT_EQ(screen.frame(at(seconds{3})), other.frame(at(seconds{3})));
  EXPECT_FALSE(screen.frame(at(seconds{3})).blank());
}

TEST(Screen, replacesSlogansOfOneIdWithNewWords) {
  Screen screen(one_zone());
  Slogan slogan = held("cũ");
  screen.show({slogan});
  EXPECT_EQ(screen.text(at(seconds{0})), "cũ");
  slogan.text = "mới";
  screen.show({slogan});
  EXPECT_EQ(screen.text(at(seconds{1})), "mới");
}

TEST(Screen, isDarkAtHoursWithoutPowerButNotInAnEmergency) {
  auto settings = one_zone();
  settings.lighting.hours = {{hours{5}, 80}, {hours{12} + minutes{30}, 0}};
  Screen screen(settings);
  screen.show({held("Loa")});
  EXPECT_EQ(screen.brightness(at(minutes{0})), 80);
  EXPECT_EQ(screen.next_change(at(minutes{0})), kSteady + minutes{30});
  EXPECT_EQ(screen.brightness(at(minutes{30})), 0);
  EXPECT_TRUE(screen.frame(at(minutes{30})).blank());
  EXPECT_EQ(screen.text(at(minutes{30})), "");
  screen.show({held("Loa"), held("KHẨN", "", 1)});
  EXPECT_EQ(screen.brightness(at(minutes{31})), 100);
  EXPECT_FALSE(screen.frame(at(minutes{31})).blank());
}

TEST(Screen, refusesZonesThatNoBoardHas) {
  const std::vector<Zone> bad[] = {{{"a", 0, 0, 0, 0}},
                                   {{"a", 0, 0, 64, 15}},
                                   {{"a", 65, 0, 64, 16}},
                                   {{"a", 0, 17, 64, 16}},
                                   {{"a", -1, 0, 64, 16}},
                                   {{"a", 2'000'000'000, 0, 2'000'000'000, 16}},
                                   {{"a", 0, 0, 64, 32}, {"b", 63, 0, 64, 32}},
                                   {{"a", 0, 0, 64, 16}, {"a", 64, 0, 64, 16}}};
  for (const auto& zones : bad) {
    auto settings = two_zones();
    settings.zones = zones;
    EXPECT_THROW(Screen{settings}, std::invalid_argument);
  }
  auto settings = two_zones();
  settings.geometry = {0, 0};
  settings.zones.clear();
  EXPECT_THROW(Screen{settings}, std::invalid_argument);
}

TEST(Screen, changesOnlyWhenItSaysSo) {
  auto settings = two_zones();
  settings.geometry.palette = Palette::rgb;
  settings.lighting.hours = {{hours{0}, 30}, {hours{12} + seconds{50}, 70}};
  Screen screen(settings);
  Slogan up = held("Một hai", "chu");
  up.effect = Effect::scroll_up;
  up.speed = 20;
  Slogan clock = held("{clock-s}", "gio");
  Slogan late = held("Muộn", "chu", 2);
  late.from = kWall + seconds{20};
  late.until = kWall + seconds{30} + Duration{7};
  screen.show({up, clock, late});
  Moment now = at(seconds{0});
  while (now.steady < kSteady + seconds{70}) {
    const auto next = screen.next_change(now);
    ASSERT_TRUE(next && *next > now.steady);
    const Bitmap frame = screen.frame(now);
    const int brightness = screen.brightness(now);
    const Moment before = at(*next - kSteady - Duration{1});
    ASSERT_EQ(screen.frame(before), frame);
    ASSERT_EQ(screen.brightness(before), brightness);
    now = at(*next - kSteady);
  }
}

Slogan scrolling(const std::string& text, Effect effect = Effect::scroll) {
  Slogan slogan = held(text);
  slogan.effect = effect;
  slogan.speed = 33;
  return slogan;
}

TEST(Screen, givesABoardThatScrollsByItselfTheSamePixels) {
  for (const auto& list : {std::vector{scrolling("Cải cách")},
                           std::vector{scrolling("Một"), scrolling("Hai", Effect::scroll_right)}}) {
    auto settings = one_zone();
    settings.geometry.height = 20;
    Screen screen(settings);
    screen.show(list);
    for (int i = 0; i < 300; ++i) {
      const Moment now = at(Duration{i * 77'777'777LL});
      const auto passage = screen.passage(now);
      ASSERT_TRUE(passage);
      ASSERT_EQ(passage->frame(now.steady, 64), screen.frame(now)) << i;
      ASSERT_EQ(passage->until.has_value(), list.size() > 1);
      ASSERT_GT(passage->until.value_or(Steady::max()), now.steady);
    }
  }
}

TEST(Screen, givesNoPassageWhereMoreThanAStripIsSeen) {
  const auto passes = [](const ScreenSettings& settings, const Slogan& slogan) {
    Screen screen(settings);
    screen.show({slogan});
    return screen.passage(at(seconds{1})).has_value();
  };
  EXPECT_TRUE(passes(one_zone(), scrolling("Loa")));
  EXPECT_FALSE(passes(one_zone(), held("Loa")));
  EXPECT_FALSE(passes(two_zones(), scrolling("Loa")));
  auto dark = one_zone();
  dark.lighting.cap = 0;
  EXPECT_FALSE(passes(dark, scrolling("Loa")));
  Slogan urgent = scrolling("KHẨN");
  urgent.level = 1;
  EXPECT_TRUE(passes(two_zones(), urgent));
}

TEST(Screen, endsAPassageWhenItsSloganExpires) {
  Screen screen(one_zone());
  Slogan slogan = scrolling("Loa");
  slogan.until = kWall + seconds{2};
  screen.show({slogan});
  EXPECT_EQ(screen.passage(at(seconds{1}))->until, kSteady + seconds{2});
}

TEST(Screen, endsAPassageWhenItsWordsChange) {
  Screen screen(one_zone());
  screen.show({scrolling("Bây giờ là {clock}")});
  EXPECT_EQ(screen.passage(at(seconds{61}))->until, kSteady + seconds{120});
}

// Whatever is put on it, whenever it is looked at.
TEST(Screen, neverShowsWhatHasExpired) {
  std::mt19937 random(11);
  const auto pick = [&](int most) {
    return static_cast<int>(random() % static_cast<unsigned>(most));
  };
  for (int round = 0; round < rounds(30); ++round) {
    Screen screen(two_zones());
    std::vector<Slogan> slogans;
    for (int i = 0; i < 6; ++i) {
      Slogan slogan = held(std::string(1, static_cast<char>('A' + i)), pick(2) == 0 ? "chu" : "gio",
                           1 + pick(3));
      slogan.dwell = seconds{1 + pick(5)};
      slogan.from = kWall + seconds{pick(100)};
      slogan.until = *slogan.from + seconds{1 + pick(50)};
      slogans.push_back(slogan);
    }
    screen.show(slogans);
    for (int time = 0; time < 150; time += 1 + pick(5)) {
      const std::string text = screen.text(at(seconds{time}));
      int best = 9;
      for (const Slogan& slogan : slogans) {
        const bool due =
            *slogan.from <= kWall + seconds{time} && kWall + seconds{time} < slogan.until;
        if (due) {
          best = std::min(best, slogan.level);
        } else {
          EXPECT_EQ(text.find(slogan.text), text.npos) << time;
        }
      }
      EXPECT_EQ(text.empty(), best == 9) << time;
    }
  }
}

TEST(Lighting, followsTheHoursUnderItsCap) {
  Lighting lighting;
  EXPECT_EQ(lighting.percent(at(seconds{0})), 100);
  EXPECT_EQ(lighting.next_change(at(seconds{0})), std::nullopt);
  lighting.hours = {{hours{5}, 40}, {hours{7}, 90}, {hours{22}, 10}};
  lighting.cap = 80;
  const auto hour = [](int h) { return at(hours{h - 12}); };
  EXPECT_EQ(lighting.percent(hour(4)), 10) << "the last one holds over midnight";
  EXPECT_EQ(lighting.percent(hour(5)), 40);
  EXPECT_EQ(lighting.percent(hour(12)), 80);
  EXPECT_EQ(lighting.percent(hour(23)), 10);
  EXPECT_EQ(lighting.next_change(hour(12)), kSteady + hours{10});
  EXPECT_EQ(lighting.next_change(hour(23)), hour(29).steady);
  EXPECT_EQ(lighting.percent(Moment(kSteady)), 80) << "the hour is not known";
}

TEST(Lighting, dimsAPictureThatWouldDrawTooMuch) {
  Lighting lighting;
  lighting.full_watts = 100;
  lighting.most_watts = 30;
  Bitmap half(64, 16);
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 64; ++x) half.set(x, y, Colour::white);
  }
  EXPECT_EQ(lighting.within_power(100, half, Palette::rgb), 60);
  EXPECT_EQ(lighting.within_power(50, half, Palette::rgb), 50);
  EXPECT_EQ(lighting.within_power(0, half, Palette::rgb), 0);
  EXPECT_EQ(lighting.within_power(100, Bitmap(64, 16), Palette::rgb), 100);
  lighting.most_watts = 0.001;
  EXPECT_EQ(lighting.within_power(100, half, Palette::rgb), 1);
}

TEST(Lighting, dimsAStripForItsBrightestPart) {
  Bitmap strip(300, 16);
  for (int x = 120; x < 184; ++x) {
    for (int y = 0; y < 16; ++y) strip.set(x, y, Colour::white);
  }
  strip.set(5, 5, Colour::white);
  EXPECT_EQ(brightest_window(strip, 64), strip.window(120, 64));
  EXPECT_EQ(brightest_window(strip, 500), strip.window(0, 500));
  auto settings = one_zone();
  settings.lighting.full_watts = 100;
  settings.lighting.most_watts = 5;
  Screen screen(settings);
  screen.show({scrolling("Cải cách hành chính")});
  const int first = screen.brightness(at(seconds{0}));
  EXPECT_LT(first, 100) << "although only one column is lit yet";
  for (int i = 0; i < 5; ++i) EXPECT_EQ(screen.brightness(at(seconds{i})), first);
}

}  // namespace
}  // namespace loa::signs
