// The gate every face must pass: all letters of Vietnamese, no two alike, nothing cut.
#include "signs/face.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "letters.h"

namespace loa::signs {
namespace {

std::u32string all_letters() {
  std::u32string all = test::vietnamese_letters(true) + test::vietnamese_letters(false);
  for (char32_t c = 0x21; c < 0x7F; ++c) all += c;
  return all;
}

// The lit pixels of a glyph on a board that reaches far enough on all sides.
using Pixels = std::set<std::pair<int, int>>;
Pixels pixels_of(const Glyph& glyph) {
  Pixels pixels;
  for (int y = 0; y < glyph.height; ++y) {
    for (int x = 0; x < glyph.width; ++x) {
      if (glyph.lit[static_cast<std::size_t>(y * glyph.width + x)] != 0) {
        pixels.insert({x + glyph.left, y + glyph.top});
      }
    }
  }
  return pixels;
}

std::size_t distance(const Pixels& a, const Pixels& b) {
  Pixels difference;
  std::set_symmetric_difference(a.begin(), a.end(), b.begin(), b.end(),
                                std::inserter(difference, difference.end()));
  return difference.size();
}

// The closest two letters of one family, and how many pixels tell them apart.
std::pair<std::size_t, std::string> closest(const Face& face, bool capitals) {
  std::pair<std::size_t, std::string> best{10000, ""};
  for (const auto& family : test::families(capitals)) {
    for (std::size_t i = 0; i < family.size(); ++i) {
      for (std::size_t j = i + 1; j < family.size(); ++j) {
        const auto apart =
            distance(pixels_of(face.glyph(family[i])), pixels_of(face.glyph(family[j])));
        if (apart < best.first) best = {apart, test::to_utf8({family[i], family[j]})};
      }
    }
  }
  return best;
}

class FaceAt : public testing::TestWithParam<int> {
 protected:
  FaceAt() : face(GetParam()) { face.load(all_letters()); }
  Face face;
};
INSTANTIATE_TEST_SUITE_P(Heights, FaceAt, testing::Values(16, 32));

TEST(VietnameseLetters, are67CapitalsAnd67SmallOnes) {
  EXPECT_EQ(test::vietnamese_letters(true).size(), 67U);
  EXPECT_EQ(test::vietnamese_letters(false).size(), 67U);
  const auto all = all_letters();
  EXPECT_EQ(std::set<char32_t>(all.begin(), all.end()).size(), 134U + 94U);
}

TEST_P(FaceAt, hasEveryLetter) {
  for (const char32_t letter : all_letters()) {
    const Glyph& glyph = face.glyph(letter);
    EXPECT_GT(glyph.advance, 0) << test::to_utf8({letter});
    EXPECT_GT(pixels_of(glyph).size(), 0U) << test::to_utf8({letter});
    EXPECT_NE(glyph.lit, face.box().lit) << test::to_utf8({letter});
  }
}

// Plain letters are among them; only l and I, alike in most faces without serifs, are not asked.
TEST_P(FaceAt, showsNoTwoLettersAlike) {
  std::set<Pixels> seen;
  std::u32string letters = all_letters();
  letters.erase(letters.find(U'l'), 1);
  for (const char32_t letter : letters) {
    EXPECT_TRUE(seen.insert(pixels_of(face.glyph(letter))).second) << test::to_utf8({letter});
  }
}

TEST_P(FaceAt, cutsNothingAtTheBoardsHeight) {
  int top = 100;
  int bottom = 0;
  for (const char32_t letter : all_letters()) {
    for (const auto& [x, y] : pixels_of(face.glyph(letter))) {
      EXPECT_TRUE(y >= 0 && y < GetParam()) << test::to_utf8({letter}) << " row " << y;
      top = std::min(top, y);
      bottom = std::max(bottom, y);
    }
  }
  fmt::print("{} rows: letters use rows {} to {}\n", GetParam(), top, bottom);
}

// Also prints the table of docs/boards.md.
TEST_P(FaceAt, tellsTonesApartByTheDistanceInTheTable) {
  const auto capitals = closest(face, true);
  const auto small = closest(face, false);
  fmt::print("{} rows: closest capitals {} ({} px), closest small letters {} ({} px)\n", GetParam(),
             capitals.second, capitals.first, small.second, small.first);
  const std::size_t least = GetParam() == 16 ? 1 : 6;
  EXPECT_GE(capitals.first, least);
  EXPECT_GE(small.first, least);
}

TEST_P(FaceAt, drawsABoxForWhatItDoesNotHave) {
  face.load(U"\U0010FFFF\uFFFD");
  EXPECT_EQ(face.glyph(U'\U0010FFFF').lit, face.box().lit);
  EXPECT_EQ(face.glyph(U'\uFFFD').lit, face.box().lit);
  for (const auto& [x, y] : pixels_of(face.box())) EXPECT_TRUE(y >= 0 && y < GetParam());
}

TEST_P(FaceAt, letsAMarkStandOverWhatIsBeforeIt) {
  face.load(U"\u0301");
  const Glyph& acute = face.glyph(U'\u0301');
  EXPECT_TRUE(acute.mark);
  EXPECT_EQ(acute.advance, 0);
  EXPECT_LT(acute.left, 0);
}

TEST(Face, refusesAHeightThatNoBoardHas) { EXPECT_THROW(Face(24), std::invalid_argument); }

}  // namespace
}  // namespace loa::signs
