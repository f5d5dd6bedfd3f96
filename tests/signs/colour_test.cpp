// Colours by name, and on boards that have fewer.
#include "signs/colour.h"

#include <gtest/gtest.h>

namespace loa::signs {
namespace {

TEST(Colour, hasNamesAndHexadecimalForms) {
  EXPECT_EQ(colour_named("red"), Colour::red);
  EXPECT_EQ(colour_named("white"), Colour(255, 255, 255));
  EXPECT_EQ(colour_named("#FF8000"), Colour(255, 128, 0));
  EXPECT_EQ(colour_named("#0a0b0c"), Colour(10, 11, 12));
  for (const char* bad : {"", "Red", "đỏ", "#", "#12345", "#1234567", "#12345g", "# 12345",
                          "#+12345", "#-12345", "#0x123", "#000000"}) {
    EXPECT_EQ(colour_named(bad), std::nullopt) << bad;
  }
}

TEST(Colour, isItselfOnRgbAndLitOnOneColour) {
  for (std::uint32_t rgb : {0x000000U, 0x000001U, 0x123456U, 0xFFFFFFU}) {
    const Colour colour = Colour::from_packed(rgb);
    EXPECT_EQ(nearest(colour, Palette::rgb), colour);
    EXPECT_EQ(nearest(colour, Palette::one), rgb == 0 ? Colour::off : Colour::red);
  }
}

TEST(Colour, isRedGreenOrYellowOnTwoColoursAndNeverLost) {
  EXPECT_EQ(nearest(Colour::off, Palette::red_green), Colour::off);
  EXPECT_EQ(nearest(Colour::red, Palette::red_green), Colour::red);
  EXPECT_EQ(nearest(Colour::green, Palette::red_green), Colour::green);
  EXPECT_EQ(nearest(Colour::yellow, Palette::red_green), Colour::yellow);
  EXPECT_EQ(nearest(Colour::white, Palette::red_green), Colour::yellow);
  EXPECT_EQ(nearest(Colour::blue, Palette::red_green), Colour::yellow);
  EXPECT_EQ(nearest(Colour(255, 100, 0), Palette::red_green), Colour::red);
  for (std::uint32_t rgb = 1; rgb < 0x1000000; rgb += 997) {
    ASSERT_TRUE(nearest(Colour::from_packed(rgb), Palette::red_green).lit()) << rgb;
  }
  EXPECT_TRUE(nearest(Colour(0, 0, 1), Palette::red_green).lit());
}

}  // namespace
}  // namespace loa::signs
