// What holds for any text: nothing is read twice, no digit is left, prose stays, bytes do no harm.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "audio/speech/normalise.h"
#include "base/unicode.h"

namespace loa::audio::speech {
namespace {

bool has_digit(const std::string& text) {
  return text.find_first_of("0123456789") != std::string::npos;
}

void expect_settled(const std::string& written) {
  const auto said = spoken(written);
  EXPECT_EQ(spoken(said), said) << written;
  EXPECT_FALSE(has_digit(said)) << written;
  EXPECT_EQ(base::to_nfc(said), said) << written;
  EXPECT_FALSE(base::has_control_characters(said)) << written;
}

// Texts of all that means something to some rule, in any order.
std::string any_text(std::mt19937& random) {
  static const std::vector<std::string> kPieces{
      "UBND", " ",    "  ",  ".",    "-",   "–",    "/",   "1",   "15",       "7",   "2021",
      "I",    "V",    "XIV", "VI",   "quý", "ngày", "số",  "b",   "(",        ")",   "\n",
      "\n\n", "“",    "\"",  ",",    ":",   "đ",    "km",  "%",   "NQ",       "-CP", "gọi",
      "113",  "0912", "345", "678",  "a",   "Ê-đê", "TT",  "P.",  "TP.",      "mục", "+",
      "&",    "'",    "@",   "x.vn", "...", "h",    "30",  "giờ", "°C",       "…",   "thứ",
      "T2",   "№",    "½",   "•",    "và",  "đến",  "của", "!",   "a\xCC\x81"};
  std::string text;
  for (auto count = 1 + random() % 9; count > 0; --count)
    text += kPieces[random() % kPieces.size()];
  return text;
}

TEST(Spoken, IsSettledWhateverIsWritten) {
  std::mt19937 random(20210715);
  for (int i = 0; i < 2000; ++i) expect_settled(any_text(random));
}

TEST(Spoken, LeavesTheBulletinsOfTheExamplesAsTheyAre) {
  int count = 0;
  for (const auto& file :
       std::filesystem::directory_iterator(LOA_SOURCE_DIR "/schedules/examples/bulletins")) {
    std::ifstream in(file.path());
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    const auto body = text.substr(text.find("\n\n") + 2);  // without the title, which gets its stop
    EXPECT_EQ(spoken(body) + "\n", body) << file.path();
    ++count;
  }
  EXPECT_GE(count, 6);
}

TEST(Spoken, TakesEitherFormOfUnicode) {
  EXPECT_EQ(spoken("Ngha\xCC\xA3i quye\xCC\x82\xCC\x81t so\xCC\x82\xCC\x81 15"),
            "Nghại quyết số mười lăm");
}

TEST(Spoken, TakesAnyBytes) {
  EXPECT_EQ(spoken(""), "");
  EXPECT_EQ(spoken("bà\xFF\xFE"
                   "con"),
            "bà con");
  EXPECT_EQ(spoken(std::string("a\0b 5", 5)), "ab năm");
  EXPECT_EQ(spoken("zero\u200Bwidth\u00A0và\tTab"), "zerowidth và Tab");
  EXPECT_EQ(spoken("\xEF\xBB\xBFXin chào"), "Xin chào");
  EXPECT_EQ(spoken("１５ người ①"), "mười lăm người");
  std::mt19937 random(5);
  for (int i = 0; i < 500; ++i) {
    std::string bytes(random() % 40, '\0');
    std::ranges::generate(bytes, [&] { return static_cast<char>(random()); });
    expect_settled(bytes);
  }
}

TEST(Spoken, EndsHeadingsAndListsWithAStop) {
  EXPECT_EQ(spoken("THÔNG BÁO\nVề việc cắt điện\n\n- Thôn 1\n- Thôn 2;\nXin cảm ơn!"),
            "thông báo.\nVề việc cắt điện.\n\nThôn một.\nThôn hai;\nXin cảm ơn!");
}

TEST(Spoken, JoinsLinesThatWereBrokenAtTheMargin) {
  EXPECT_EQ(spoken("Thực hiện cải cách hành chính, Ủy ban nhân dân xã thông báo tới bà\ncon"),
            "Thực hiện cải cách hành chính, Ủy ban nhân dân xã thông báo tới bà con");
  EXPECT_EQ(spoken("Căn cứ kế hoạch tuyên truyền cải cách hành chính của Ủy ban nhân dân tỉnh\r\n"
                   "Ninh Bình, xã thông báo"),
            "Căn cứ kế hoạch tuyên truyền cải cách hành chính của Ủy ban nhân dân tỉnh Ninh Bình, "
            "xã thông báo");
}

TEST(Spoken, KeepsOnePauseWhereSeveralMeet) {
  EXPECT_EQ(spoken("xã (UBND),; rồi !!! Hết.."), "xã, Ủy ban nhân dân; rồi! Hết...");
  EXPECT_EQ(spoken("- , (. Xin chào"), "Xin chào");
}

// A rule that looked as far as the text goes, or took back what it said, would not end here.
TEST(Spoken, ReadsALongTextToItsEnd) {
  for (const char* piece : {"1.", "I-", "a.", "TP.", "(", "5/", "0912 ", "ê\xCC\x81\xCC\xA3", "“",
                            "https://", "\n", "15-7-"}) {
    std::string text;
    while (text.size() < 20'000) text += piece;
    expect_settled(text);
  }
}

}  // namespace
}  // namespace loa::audio::speech
