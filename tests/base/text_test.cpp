// Letters, blanks and cuts.
#include <gtest/gtest.h>

#include "base/ascii.h"
#include "base/unicode.h"

namespace loa::base {
namespace {

TEST(Ascii, SmallLettersAreOfAToZAlone) {
  EXPECT_EQ(in_small_letters("Content-TYPE: [@Z`"), "content-type: [@z`");
  EXPECT_EQ(in_small_letters("Đài XÃ"), "Đài xÃ");
}

TEST(Ascii, BlanksGoAtBothEndsOnly) {
  EXPECT_EQ(trimmed(" \ta b\t "), "a b");
  EXPECT_EQ(trimmed("a\r"), "a\r");
  EXPECT_EQ(trimmed("a\r", " \r"), "a");
  EXPECT_EQ(trimmed(" \t"), "");
  EXPECT_EQ(trimmed(""), "");
}

TEST(Utf8Start, CutsNoCharacter) {
  const std::string text = "xã";  // x, C3 A3
  EXPECT_EQ(utf8_start(text, 9), "xã");
  EXPECT_EQ(utf8_start(text, 3), "xã");
  EXPECT_EQ(utf8_start(text, 2), "x");
  EXPECT_EQ(utf8_start(text, 1), "x");
  EXPECT_EQ(utf8_start("", 5), "");
}

TEST(Utf8Start, ComesToAnEndInWhatIsNoText) {
  const std::string rubbish(10, '\x80');
  EXPECT_EQ(utf8_start(rubbish, 4).size(), 4U);
}

TEST(FirstCharacters, AreCountedNotTheirBytes) {
  EXPECT_EQ(first_characters("xã Vân", 2), "xã");
  EXPECT_EQ(first_characters("xã Vân", 0), "");
  EXPECT_EQ(first_characters("xã", 9), "xã");
  EXPECT_EQ(first_characters("", 1), "");
}

}  // namespace
}  // namespace loa::base
