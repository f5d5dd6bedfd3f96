// CSV, TSV and their relatives.
#include "schedules/intake/delimited.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schedules/intake/rows.h"

namespace loa::schedules::intake::test {
namespace {

using testing::ElementsAre;

std::vector<std::vector<std::string>> cells(std::string_view text) {
  std::vector<std::vector<std::string>> result;
  const auto tables = read_delimited(text, "lich.csv");
  EXPECT_EQ(tables.tables.size(), 1U);
  if (tables.tables.empty()) return {};
  for (const auto& row : tables.tables[0].rows) {
    auto& texts = result.emplace_back();
    for (const auto& cell : row.cells) texts.push_back(cell.text);
  }
  return result;
}

TEST(Delimited, TheSeparatorIsGuessed) {
  for (const std::string separator : {",", ";", "\t", "|"}) {
    const auto rows = cells("Giờ" + separator + "Tin\n5h" + separator + "Nhạc\n");
    EXPECT_THAT(rows, ElementsAre(ElementsAre("Giờ", "Tin"), ElementsAre("5h", "Nhạc")));
  }
}

TEST(Delimited, TheSeparatorThatGivesEqualColumnsWins) {
  EXPECT_EQ(guess_separator("a;b,c;d\ne;f;g\nh;i, k;l\n"), ';');
  EXPECT_EQ(guess_separator("5h00\tTin; nhắc việc\n6h00\tNhạc; quảng cáo\n"), '\t');
  EXPECT_EQ(guess_separator("sep=|\na,b\n"), '|');
}

TEST(Delimited, LinesOfProseHaveNoSeparator) {
  EXPECT_EQ(guess_separator("5h00 Nhạc hiệu, lời chào\n5h05 Tin xã, tin tỉnh\n"), std::nullopt);
  EXPECT_EQ(guess_separator("a\nb\nc;d\n"), std::nullopt);
  EXPECT_EQ(guess_separator(""), std::nullopt);
}

TEST(Delimited, QuotedFieldsHoldSeparatorsQuotesAndLineBreaks) {
  EXPECT_THAT(
      cells("\"a;b\";\"nói \"\"xin chào\"\"\"\r\n\"hai\r\ndòng\";x\"y\r\n"),
      ElementsAre(ElementsAre("a;b", "nói \"xin chào\""), ElementsAre("hai\ndòng", "x\"y")));
}

TEST(Delimited, ALineThatNamesTheSeparatorIsNotARow) {
  EXPECT_THAT(cells("sep=;\na;b\n"), ElementsAre(ElementsAre("a", "b")));
}

TEST(Delimited, EmptyCellsStayBetweenAndGoAtTheEnd) {
  EXPECT_THAT(cells("a;;c\n;;\n;b;\n"),
              ElementsAre(ElementsAre("a", "", "c"), ElementsAre(), ElementsAre("", "b")));
}

TEST(Delimited, PlacesAreLinesAndColumnsInCharacters) {
  const auto rows = read_delimited("Thứ;\"một\nhai\";Giờ\nsau;x;y", "lich.csv").tables.at(0).rows;
  const auto place = [&](std::size_t row, std::size_t cell) {
    return base::to_string(rows.at(row).cells.at(cell).place);
  };
  EXPECT_EQ(place(0, 0), "lich.csv:1:1");
  EXPECT_EQ(place(0, 1), "lich.csv:1:5");
  EXPECT_EQ(place(0, 2), "lich.csv:2:6");
  EXPECT_EQ(place(1, 1), "lich.csv:3:5");
}

TEST(Delimited, EveryEncodingOfATextIsRead) {
  const std::string utf16(
      "\xFF\xFE"
      "a\0;\0\xC0\x1E\n\0c\0;\0d\0",
      16);
  EXPECT_THAT(cells(utf16), ElementsAre(ElementsAre("a", "Ề"), ElementsAre("c", "d"))) << "UTF-16";
  EXPECT_THAT(cells("th\xFD\xEC;b\nc;d\n"),
              ElementsAre(ElementsAre("thứ", "b"), ElementsAre("c", "d")));
}

std::string refusal_of_table(std::string_view bytes) {
  const auto tables = read_delimited(bytes, "lich.csv");
  EXPECT_TRUE(tables.tables.empty());
  if (tables.problems.empty()) return "";
  return tables.problems[0].code + " " + base::to_string(tables.problems[0].place);
}

TEST(DelimitedBadInput, IsRefusedWithItsPlace) {
  EXPECT_EQ(refusal_of_table("a;b\nc;\"d\ne;f\n"), "quote-open lich.csv:2:3");
  EXPECT_EQ(refusal_of_table("a;b\nc;" + std::string(1U << 20, 'x') + "\n"),
            "cell-too-long lich.csv:2:3");
  EXPECT_EQ(refusal_of_table(std::string(kMostFileBytes + 1, 'a')), "file-too-large lich.csv");
  std::string rows;
  for (int i = 0; i < 100'000; ++i) rows += "a;b\n";
  EXPECT_EQ(refusal_of_table(rows), "too-many-rows lich.csv");
  EXPECT_EQ(refusal_of_table(std::string(300, ';')), "too-many-columns lich.csv");
}

}  // namespace
}  // namespace loa::schedules::intake::test
