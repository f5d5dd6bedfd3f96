// Lines of text as rows, in every encoding that still comes.
#include <gtest/gtest.h>

#include "base/unicode.h"
#include "schedules/intake/question.h"
#include "schedules/intake/rows.h"

namespace loa::schedules::intake {
namespace {

std::string utf16(std::u16string_view text, bool little, bool mark) {
  std::string bytes;
  const auto put = [&](char16_t c) {
    const char low = static_cast<char>(c & 0xFF);
    const char high = static_cast<char>(c >> 8);
    bytes += little ? low : high;
    bytes += little ? high : low;
  };
  if (mark) put(0xFEFF);
  for (const auto c : text) put(c);
  return bytes;
}

TEST(DecodeText, ReadsEveryEncodingThatStillComes) {
  const std::string wanted = "Thứ Hai: bản tin xã\nđài\n";
  EXPECT_EQ(decode_text("Thứ Hai: bản tin xã\r\nđài\r\n"), wanted);
  EXPECT_EQ(decode_text("\xEF\xBB\xBFThứ Hai: bản tin xã\rđài\r"), wanted);
  const std::u16string wide = u"Thứ Hai: bản tin xã\r\nđài\n";
  for (const bool little : {true, false}) {
    EXPECT_EQ(decode_text(utf16(wide, little, true)), wanted);
    EXPECT_EQ(decode_text(utf16(wide, little, false)), wanted);
  }
  // Windows-1258: ư is FD, the acute accent EC (combining), ã is a and DE (combining tilde).
  EXPECT_EQ(decode_text("Th\xFD\xEC Hai: ba\xD2n tin xa\xDE\n\xF0\xE0i"),
            "Thứ Hai: bản tin xã\nđài");
}

TEST(DecodeText, BringsDecomposedTextTogether) {
  EXPECT_EQ(decode_text("Thu\xCC\x9B\xCC\x81"), "Thứ");
}

TEST(DecodeText, TakesAnyBytes) {
  for (int c = 0; c < 256; ++c) {
    const std::string bytes{'a', static_cast<char>(c), 'b', static_cast<char>(c)};
    EXPECT_FALSE(base::first_invalid_utf8(decode_text(bytes))) << c;
  }
  EXPECT_EQ(decode_text(""), "");
  EXPECT_EQ(decode_text(std::string("\xFF\xFEx", 3)), "\xEF\xBF\xBD");
}

std::string shown(const Tables& tables) {
  std::string text;
  for (const auto& row : tables.tables.at(0).rows) {
    for (const auto& cell : row.cells) text += "[" + place_key(cell.place) + " " + cell.text + "]";
    text += "\n";
  }
  return text;
}

TEST(Lines, ThatBeginWithATimeAreTwoCells) {
  EXPECT_EQ(shown(read_lines("BUỔI SÁNG\r\n"
                             "– 5h00 Đài hiệu\n"
                             "\n"
                             "  •\t05:05 - Bản tin xã\n"
                             "* 17h30’: Tiếp âm\n"
                             "+ từ 5h đến 5h30: Ca nhạc\n"
                             "6h00\n",
                             "a.txt")),
            "[1:1 BUỔI SÁNG]\n"
            "[2:3 5h00][2:8 Đài hiệu]\n"
            "[4:5 05:05][4:13 Bản tin xã]\n"
            "[5:3 17h30’][5:11 Tiếp âm]\n"
            "[6:3 từ 5h đến 5h30][6:19 Ca nhạc]\n"
            "[7:1 6h00][7:5 ]\n");
}

TEST(Lines, WithSeveralSlotsAreSeveralRowsOnlyWhereAMarkSaysSo) {
  EXPECT_EQ(shown(read_lines("5h00 Bản tin; 5h15 Ca nhạc | 5h30 Tiếp âm\n", "a.txt")),
            "[1:1 5h00][1:6 Bản tin]\n"
            "[1:15 5h15][1:20 Ca nhạc]\n"
            "[1:30 5h30][1:35 Tiếp âm]\n");
  // Without one it is not the reader's to decide: understand() asks.
  EXPECT_EQ(shown(read_lines("5h00 Bản tin 5h15 Ca nhạc\n", "a.txt")),
            "[1:1 5h00][1:6 Bản tin 5h15 Ca nhạc]\n");
  EXPECT_EQ(shown(read_lines("5h00 Thông báo; nhắc việc\n", "a.txt")),
            "[1:1 5h00][1:6 Thông báo; nhắc việc]\n");
}

TEST(Lines, AreBounded) {
  EXPECT_EQ(read_lines(std::string(kMostCellBytes + 1, 'x'), "a.txt").problems.at(0).code,
            "cell-too-long");
  std::string many;
  for (std::size_t i = 0; i <= kMostRows; ++i) many += "x\n";
  EXPECT_EQ(read_lines(many, "a.txt").problems.at(0).code, "too-many-rows");
  EXPECT_TRUE(read_lines(many, "a.txt").tables.empty());
}

TEST(Answers, NameTheirQuestionAndItsPlace) {
  const auto answer = answer_from("content@Tuần 48!B7=tin/ban-tin.mp3");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->code, "content");
  EXPECT_EQ(answer->place, "Tuần 48!B7");
  EXPECT_EQ(answer->value, "tin/ban-tin.mp3");
  EXPECT_EQ(answer_from("week = 2026-11-23")->value, "2026-11-23");
  EXPECT_EQ(answer_from("relay=http://a.example/b?c=d")->value, "http://a.example/b?c=d");
  for (const auto* text : {"", "week", "=x", "@a=b", "week=", "content@B7"}) {
    EXPECT_FALSE(answer_from(text)) << text;
  }
  base::Problems problems;
  EXPECT_EQ(
      answers_from("# của chị Hạnh\n\nweek=2026-11-23\nsai\n", "tra-loi.txt", problems).size(), 1U);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].place.line, 4);
}

}  // namespace
}  // namespace loa::schedules::intake
