// Text laid out in one line, and in pages.
#include <gtest/gtest.h>

#include "letters.h"
#include "signs/typesetter.h"

namespace loa::signs {
namespace {

const char* const kSlogan =
    "Cải cách hành chính phải xuất phát từ lợi ích của người dân, doanh nghiệp; lấy người dân, "
    "doanh nghiệp làm trung tâm";

int lit(const Bitmap& bitmap) {
  int count = 0;
  for (int y = 0; y < bitmap.height(); ++y) {
    for (int x = 0; x < bitmap.width(); ++x) {
      if (bitmap.at(x, y) != Colour::off) ++count;
    }
  }
  return count;
}

int lit(const std::vector<Bitmap>& pages) {
  int count = 0;
  for (const Bitmap& page : pages) count += lit(page);
  return count;
}

class TypesetterAt : public testing::TestWithParam<int> {
 protected:
  Bitmap strip(const std::string& text) { return typesetter.strip(text, Colour::red); }
  std::vector<Bitmap> pages(const std::string& text, int width) {
    return typesetter.pages(text, Colour::red, width);
  }
  Typesetter typesetter{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Heights, TypesetterAt, testing::Values(16, 24, 32, 48));

TEST_P(TypesetterAt, fillsTheBoardsHeightInTheSlogansColour) {
  const Bitmap strip = typesetter.strip(kSlogan, Colour::green);
  EXPECT_EQ(strip.height(), GetParam());
  for (int y = 0; y < strip.height(); ++y) {
    for (int x = 0; x < strip.width(); ++x) {
      EXPECT_TRUE(strip.at(x, y) == Colour::off || strip.at(x, y) == Colour::green);
    }
  }
}

TEST_P(TypesetterAt, showsTheSameForBothUnicodeSpellings) {
  EXPECT_EQ(strip("tru\u031bo\u031b\u0300ng"), strip("trường"));
}

TEST_P(TypesetterAt, keepsEveryLetterOfAText) {
  const std::u32string letters =
      test::vietnamese_letters(true) + U" " + test::vietnamese_letters(false);
  int alone = 0;
  for (const char32_t letter : letters) alone += lit(strip(test::to_utf8({letter})));
  // Neighbours may share a pixel where one overhangs the next; never more than one a letter.
  const int together = lit(strip(test::to_utf8(letters)));
  EXPECT_LE(together, alone);
  EXPECT_GE(together, alone - 134);
}

TEST_P(TypesetterAt, hasNoPixelsForNothing) {
  EXPECT_EQ(strip("").width(), 0);
  EXPECT_TRUE(strip(" \t\n\u200b").blank());
  EXPECT_TRUE(strip("\u200d\u202e").blank());
  EXPECT_TRUE(pages("", 64).empty());
  EXPECT_TRUE(pages(" \t\n", 64).empty());
  EXPECT_TRUE(typesetter.pages("chữ", Colour::off, 64).empty());
}

TEST_P(TypesetterAt, takesTextWithoutEnd) {
  std::string text;
  while (text.size() < 100'000 * 3) text += "ồ";
  const Bitmap strip = this->strip(text);
  EXPECT_GT(strip.width(), 65535 - 128);
  EXPECT_EQ(strip.window(0, 2000), this->strip(text.substr(0, 3000)).window(0, 2000));
}

TEST_P(TypesetterAt, takesAnythingThatIsNotVietnamese) {
  for (const char* text :
       {"\U0001F600\U0001F4E2", "\u05e9\u05dc\u05d5\u05dd", "\u0645\u0631\u062d", "\xff\xfe\x80",
        "\u4e2d\u6587", "\u0e01\u0e33", "\ufdfa", "\U000e0001x"}) {
    const Bitmap strip = this->strip(text);
    EXPECT_FALSE(strip.blank()) << text;
    EXPECT_EQ(strip.height(), GetParam());
  }
}

TEST_P(TypesetterAt, drawsMarksOverTheirLetterAndKeepsThemAtTheStart) {
  EXPECT_EQ(strip("x\u0301").width(), strip("x").width());
  EXPECT_GT(lit(strip("x\u0301")), lit(strip("x")));
  EXPECT_FALSE(strip("\u0301").blank());
}

TEST_P(TypesetterAt, pagesHoldEveryWordWhole) {
  for (const int width : {96, 128, 200, 320, 1024}) {
    const auto pages = this->pages(kSlogan, width);
    // Outlines may overlap inside words, never across the spaces where pages break.
    EXPECT_EQ(lit(pages), lit(strip(kSlogan))) << width;
    for (const Bitmap& page : pages) EXPECT_EQ(page.width(), width);
  }
}

TEST_P(TypesetterAt, stacksLinesInTheMiddleOfThePage) {
  if (GetParam() > 32) GTEST_SKIP() << "no board is so high";
  const auto lines = this->pages("Một hai ba bốn năm sáu bảy", 96);
  ASSERT_GE(lines.size(), 2U);
  const auto pages = typesetter.pages("Một hai ba bốn năm sáu bảy", Colour::red, 96, 2);
  EXPECT_EQ(pages.size(), (lines.size() + 1) / 2);
  EXPECT_EQ(typesetter.page_count("Một hai ba bốn năm sáu bảy", 96, 2), pages.size());
  Bitmap first(96, 2 * GetParam());
  first.put(lines[0], 0, 0);
  first.put(lines[1], 0, GetParam());
  EXPECT_EQ(pages[0], first);
  Bitmap alone(96, 2 * GetParam());
  alone.put(this->pages("Một", 96)[0], 0, GetParam() / 2);
  EXPECT_EQ(typesetter.pages("Một", Colour::red, 96, 2).at(0), alone);
}

TEST_P(TypesetterAt, saysWidthsAndPagesWithoutDrawing) {
  for (const std::string text : {"", " ", "Loa", kSlogan}) {
    const Bitmap strip = this->strip(text);
    EXPECT_EQ(typesetter.width(text), strip.blank() ? 0 : strip.width());
    const auto pages = this->pages(text, 100);
    ASSERT_EQ(typesetter.page_count(text, 100), pages.size());
    for (std::size_t i = 0; i < pages.size(); ++i) {
      EXPECT_EQ(typesetter.page(text, Colour::red, 100, 1, i), pages[i]);
    }
    EXPECT_TRUE(typesetter.page(text, Colour::red, 100, 1, pages.size()).blank());
  }
}

TEST_P(TypesetterAt, centresAPage) {
  const auto pages = this->pages("Loa", 128);
  ASSERT_EQ(pages.size(), 1U);
  const Bitmap alone = strip("Loa");
  EXPECT_EQ(pages[0].window((128 - alone.width()) / 2, alone.width()), alone);
}

TEST_P(TypesetterAt, breaksAWordOnlyWhereItIsWiderThanTheBoard) {
  const std::string text = "Loa " + std::string(60, 'n') + " xa";
  const auto pages = this->pages(text, 128);
  EXPECT_EQ(pages.front(), this->pages("Loa", 128).front());
  EXPECT_GE(pages.size(), 5U);
  EXPECT_EQ(lit(pages), lit(strip(text)));
}

TEST_P(TypesetterAt, pagesOfTheNarrowestBoardComeToAnEnd) {
  EXPECT_GE(pages(kSlogan, 16).size(), 40U);
  EXPECT_GE(pages("\U0001F600\u0301\u0301 \u0301", 16).size(), 1U);
}

TEST(Typesetter, refusesAHeightThatNoBoardHas) {
  EXPECT_THROW(Typesetter(0), std::invalid_argument);
  EXPECT_THROW(Typesetter(64), std::invalid_argument);
}

TEST(Typesetter, hasTheHighestLettersThatFit) {
  EXPECT_EQ(letter_height(15), 0);
  EXPECT_EQ(letter_height(16), 16);
  EXPECT_EQ(letter_height(23), 16);
  EXPECT_EQ(letter_height(31), 24);
  EXPECT_EQ(letter_height(47), 32);
  EXPECT_EQ(letter_height(64), 48);
}

}  // namespace
}  // namespace loa::signs
