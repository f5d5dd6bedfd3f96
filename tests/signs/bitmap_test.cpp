// Pixels, and their two pictures: PNG and terminal.
#include "signs/bitmap.h"

#include <gtest/gtest.h>
#include <png.h>

#include <array>
#include <climits>

namespace loa::signs {
namespace {

Bitmap sample() {
  Bitmap bitmap(4, 2);
  bitmap.set(0, 0, Colour::red);
  bitmap.set(1, 1, Colour::green);
  bitmap.set(2, 0, Colour::yellow);
  bitmap.set(2, 1, Colour::yellow);
  return bitmap;
}

TEST(Bitmap, isOffOutsideAndIgnoresWritesThere) {
  Bitmap bitmap(4, 2);
  for (const auto& [x, y] : {std::pair{-1, 0}, {4, 0}, {0, -1}, {0, 2}, {INT_MAX, INT_MIN}}) {
    bitmap.set(x, y, Colour::red);
    EXPECT_EQ(bitmap.at(x, y), Colour::off);
  }
  EXPECT_TRUE(bitmap.blank());
  EXPECT_FALSE(sample().blank());
}

TEST(Bitmap, refusesSizesThatNoBoardHas) {
  EXPECT_THROW(Bitmap(-1, 2), std::invalid_argument);
  EXPECT_THROW(Bitmap(65536, 2), std::invalid_argument);
  EXPECT_THROW(Bitmap(1, 1025), std::invalid_argument);
}

TEST(Bitmap, windowIsTheSamePixelsFromAnotherColumn) {
  const Bitmap bitmap = sample();
  for (int left = -6; left <= 6; ++left) {
    for (int width = 0; width <= 10; ++width) {
      const Bitmap window = bitmap.window(left, width);
      ASSERT_EQ(window.width(), width);
      ASSERT_EQ(window.height(), 2);
      for (int y = 0; y < 2; ++y) {
        for (int x = 0; x < width; ++x) {
          EXPECT_EQ(window.at(x, y), bitmap.at(x + left, y));
        }
      }
    }
  }
  EXPECT_TRUE(bitmap.window(INT_MAX, 10).blank());
  EXPECT_TRUE(bitmap.window(INT_MIN, 10).blank());
}

TEST(Bitmap, takesAnotherPictureAnywhereAndCutsWhatReachesOut) {
  for (int x = -5; x <= 9; ++x) {
    for (int y = -3; y <= 4; ++y) {
      Bitmap bitmap(8, 3);
      bitmap.put(sample(), x, y);
      for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 8; ++column) {
          EXPECT_EQ(bitmap.at(column, row), sample().at(column - x, row - y));
        }
      }
    }
  }
  Bitmap bitmap(8, 3);
  for (const int far : {INT_MAX, INT_MIN}) bitmap.put(sample(), far, far);
  EXPECT_TRUE(bitmap.blank());
}

TEST(Terminal, drawsTwoRowsALineWithHalfBlocks) {
  EXPECT_EQ(to_terminal(sample(), false), "▀▄█ \n");
  EXPECT_EQ(to_terminal(Bitmap(2, 3), false), "  \n  \n");
  EXPECT_EQ(to_terminal(Bitmap(), false), "");
}

TEST(Terminal, changesColoursOnlyWhereTheyChange) {
  EXPECT_EQ(to_terminal(sample(), true),
            "\x1b[91;49m▀\x1b[92;49m▄\x1b[93;49m█\x1b[39;49m \x1b[0m\n");
  Bitmap both(1, 2);
  both.set(0, 0, Colour::red);
  both.set(0, 1, Colour::green);
  EXPECT_EQ(to_terminal(both, true), "\x1b[91;102m▀\x1b[0m\n");
  EXPECT_EQ(to_terminal(both, false), "█\n");
}

TEST(Terminal, writesOtherColoursAs24Bits) {
  Bitmap bitmap(1, 2);
  bitmap.set(0, 0, Colour(1, 2, 3));
  bitmap.set(0, 1, Colour::white);
  EXPECT_EQ(to_terminal(bitmap, true), "\x1b[38;2;1;2;3;107m▀\x1b[0m\n");
}

struct Picture {
  int width = 0;
  int height = 0;
  std::vector<png_byte> rgb;
  std::array<int, 3> at(int x, int y) const {
    const auto i = static_cast<std::size_t>((y * width + x) * 3);
    return {rgb[i], rgb[i + 1], rgb[i + 2]};
  }
};

Picture decoded(const std::string& png) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  EXPECT_NE(png_image_begin_read_from_memory(&image, png.data(), png.size()), 0);
  image.format = PNG_FORMAT_RGB;
  Picture picture{static_cast<int>(image.width), static_cast<int>(image.height), {}};
  picture.rgb.resize(PNG_IMAGE_SIZE(image));
  EXPECT_NE(png_image_finish_read(&image, nullptr, picture.rgb.data(), 0, nullptr), 0);
  return picture;
}

TEST(Png, hasASquareForEachLed) {
  for (int scale = 1; scale <= 16; ++scale) {
    const Picture picture = decoded(to_png(sample(), scale));
    EXPECT_EQ(picture.width, 4 * scale);
    EXPECT_EQ(picture.height, 2 * scale);
  }
}

TEST(Png, showsLitLedsBrightUnlitFaintAndTheGroundDark) {
  const Picture picture = decoded(to_png(sample(), 8));
  const auto red = picture.at(4, 4);
  const auto green = picture.at(8 + 4, 8 + 4);
  const auto yellow = picture.at(16 + 4, 4);
  const auto unlit = picture.at(24 + 4, 4);
  const auto ground = picture.at(0, 0);
  EXPECT_GT(red[0], 200);
  EXPECT_LT(red[1], 100);
  EXPECT_GT(green[1], 200);
  EXPECT_LT(green[0], 100);
  EXPECT_GT(yellow[0], 200);
  EXPECT_GT(yellow[1], 150);
  EXPECT_GT(unlit[0], ground[0] + 10);
  EXPECT_LT(unlit[0], 80);
  EXPECT_LT(ground[0], 20);
}

TEST(Png, takesTheWidestBitmap) { EXPECT_EQ(decoded(to_png(Bitmap(65535, 1), 2)).width, 131070); }

TEST(Png, refusesWhatHasNoPixels) {
  EXPECT_THROW(to_png(Bitmap(), 4), std::invalid_argument);
  EXPECT_THROW(to_png(sample(), 0), std::invalid_argument);
  EXPECT_THROW(to_png(sample(), 17), std::invalid_argument);
}

}  // namespace
}  // namespace loa::signs
