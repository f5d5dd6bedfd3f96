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
std::pair<std::size_t, std::string> closest(Face& face, bool capitals) {
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

struct Offered {
  const char* name;
  int height;
  Lettering lettering;
  std::size_t capitals;  // the distance in the table of docs/boards.md
  std::size_t small;
};
std::ostream& operator<<(std::ostream& out, const Offered& offered) { return out << offered.name; }

class FaceAt : public testing::TestWithParam<Offered> {
 protected:
  int height() const { return GetParam().height; }
  Face face{GetParam().height, GetParam().lettering};
};
INSTANTIATE_TEST_SUITE_P(
    Heights, FaceAt,
    testing::Values(Offered{"Unifont16", 16, {SmallFace::unifont, false}, 1, 1},
                    Offered{"Unifont16Bold", 16, {SmallFace::unifont, true}, 2, 2},
                    Offered{"X9x15At16", 16, {SmallFace::x9x15, false}, 2, 2},
                    Offered{"X9x15At16Bold", 16, {SmallFace::x9x15, true}, 2, 2},
                    Offered{"DejaVu24", 24, {}, 4, 4}, Offered{"DejaVu32", 32, {}, 6, 7},
                    Offered{"DejaVu48", 48, {}, 18, 20}),
    [](const auto& info) { return std::string(info.param.name); });

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
      EXPECT_TRUE(y >= 0 && y < height()) << test::to_utf8({letter}) << " row " << y;
      top = std::min(top, y);
      bottom = std::max(bottom, y);
    }
  }
  fmt::print("{}: letters use rows {} to {}\n", GetParam().name, top, bottom);
}

// Also prints the table of docs/boards.md.
TEST_P(FaceAt, tellsTonesApartByTheDistanceInTheTable) {
  const auto capitals = closest(face, true);
  const auto small = closest(face, false);
  fmt::print("{}: closest capitals {} ({} px), closest small letters {} ({} px)\n", GetParam().name,
             capitals.second, capitals.first, small.second, small.first);
  EXPECT_EQ(capitals.first, GetParam().capitals);
  EXPECT_EQ(small.first, GetParam().small);
}

TEST_P(FaceAt, drawsABoxForWhatItDoesNotHave) {
  EXPECT_EQ(face.glyph(U'\U0010FFFF').lit, face.box().lit);
  EXPECT_EQ(face.glyph(U'\uFFFD').lit, face.box().lit);
  for (const auto& [x, y] : pixels_of(face.box())) EXPECT_TRUE(y >= 0 && y < height());
}

TEST_P(FaceAt, letsAMarkStandOverWhatIsBeforeIt) {
  const Line line = face.set(U"x\u0301n");
  ASSERT_EQ(line.size(), 3U);
  EXPECT_FALSE(line[0].mark);
  EXPECT_TRUE(line[1].mark);
  EXPECT_FALSE(line[2].mark);
  const int ink = line[1].pen + line[1].glyph->left;
  EXPECT_GE(ink, line[0].pen);
  EXPECT_LT(ink + line[1].glyph->width, line[2].pen + 2);
  EXPECT_EQ(line[2].pen, line[0].pen + face.glyph(U'x').advance);
}

TEST_P(FaceAt, setsLettersSideBySideWithoutTouching) {
  // The widest letters at their feet, and pairs that kerning draws together.
  for (const std::u32string text : {U"ẲẴ", U"MM", U"AV", U"TÀ", U"ỆỘ", U"LÝ", U"Vỡ", U"ff"}) {
    const Line line = face.set(text);
    ASSERT_EQ(line.size(), 2U);
    Pixels first = pixels_of(*line[0].glyph);
    for (const auto& [x, y] : pixels_of(*line[1].glyph)) {
      const int column = x + line[1].pen;
      EXPECT_FALSE(first.contains({column, y})) << test::to_utf8(text);
      EXPECT_FALSE(first.contains({column - 1, y})) << test::to_utf8(text) << " touch";
    }
  }
}

TEST(Face, refusesAHeightThatHasNoLetters) {
  for (const int height : {0, 15, 20, 64}) EXPECT_THROW(Face{height}, std::invalid_argument);
}

// Kerning: V and A stand closer than side by side.
TEST(Face, kernsOutlines) {
  Face face(48);
  const Line line = face.set(U"VA");
  EXPECT_LT(line[1].pen, face.glyph(U'V').advance);
}

}  // namespace
}  // namespace loa::signs
