// What of a text can be drawn.
#include "signs/text.h"

#include <gtest/gtest.h>

namespace loa::signs {
namespace {

TEST(Drawable, isComposed) {
  EXPECT_EQ(drawable("Ca\u0309i ca\u0301ch: a\u0323\u0302 a\u0302\u0323 u\u031b\u0303"),
            U"Cải cách: ậ ậ ữ");
}

TEST(Drawable, keepsComposedTextAsItIs) {
  EXPECT_EQ(drawable("Lấy người dân làm trung tâm"), U"Lấy người dân làm trung tâm");
  EXPECT_EQ(drawable(""), U"");
}

struct Case {
  const char* name;
  std::string given;
  std::u32string wanted;
};
class DrawableOf : public testing::TestWithParam<Case> {};

TEST_P(DrawableOf, isAsInTheTable) { EXPECT_EQ(drawable(GetParam().given), GetParam().wanted); }

INSTANTIATE_TEST_SUITE_P(
    Text, DrawableOf,
    testing::Values(Case{"controls", std::string("a\0b\tc\nd\x7f", 8), U"a b c d "},
                    Case{"nextLine", "a\u0085b", U"a b"},
                    Case{"spaces", "a\u00a0b\u2003c\u2028d\u3000e", U"a b c d e"},
                    Case{"joinersAndDirections", "a\u200d\u200b\u202eb\u2066\ufeff\u00adc", U"abc"},
                    Case{"variationSelectors", "\u2764\ufe0f", U"\u2764"},
                    Case{"strayContinuation", "a\x80z", U"a\uFFFDz"},
                    Case{"cutOff", "a\xe1\xba", U"a\uFFFD\uFFFD"},
                    Case{"overlong", "\xc0\x80", U"\uFFFD\uFFFD"},
                    Case{"surrogate", "\xed\xa0\x80", U"\uFFFD\uFFFD\uFFFD"},
                    Case{"beyondUnicode", "\xf4\x90\x80\x80", U"\uFFFD\uFFFD\uFFFD\uFFFD"},
                    Case{"rightToLeftStaysInItsOrder", "\u05e9\u05dc", U"\u05e9\u05dc"},
                    Case{"emoji", "\U0001F4E2!", U"\U0001F4E2!"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(Drawable, keepsFourMarksOfATower) {
  std::string tower = "x";
  for (int i = 0; i < 50'000; ++i) tower += "\u0301\u0323";
  EXPECT_EQ(drawable(tower + "y"), U"x\u0323\u0323\u0301\u0301y");
}

TEST(Drawable, isCutAt65535Characters) {
  EXPECT_EQ(drawable(std::string(100'000, 'a')).size(), 65535U);
}

}  // namespace
}  // namespace loa::signs
