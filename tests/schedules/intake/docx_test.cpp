// What a Word document's tables and lines are read as, and what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dump_rows.h"
#include "made_office.h"

namespace loa::schedules::intake::test {
namespace {

using testing::ElementsAre;

std::string cell(const std::string& text, const std::string& properties = "") {
  return "<w:tc><w:tcPr>" + properties + "</w:tcPr><w:p><w:r><w:t>" + text +
         "</w:t></w:r></w:p></w:tc>";
}

std::string row(const std::string& cells, const std::string& properties = "") {
  return "<w:tr><w:trPr>" + properties + "</w:trPr>" + cells + "</w:tr>";
}

std::string table(const std::string& rows) { return "<w:tbl>" + rows + "</w:tbl>"; }

Tables read(const std::string& body) { return read_docx(made_document(body), "tuan.docx"); }

std::vector<std::string> texts(const Row& row) {
  std::vector<std::string> result;
  for (const auto& cell : row.cells) result.push_back((cell.continued ? "<" : "") + cell.text);
  return result;
}

std::string text_of(const std::string& runs) {
  const auto tables = read("<w:p>" + runs + "</w:p>");
  return tables.tables.empty() ? "" : tables.tables[0].rows.at(0).cells.at(0).text;
}

TEST(Docx, CellsThatSpanColumnsCoverThem) {
  const auto rows = read(table(row(cell("Giờ") + cell("T2") + cell("T3")) +
                               row(cell("5h") + cell("Tin", "<w:gridSpan w:val=\"2\"/>"))))
                        .tables.at(0)
                        .rows;
  EXPECT_THAT(texts(rows.at(1)), ElementsAre("5h", "Tin", "<Tin"));
  EXPECT_EQ(rows.at(1).cells.at(2).place.cell, "bảng 1!B2");
}

TEST(Docx, CellsThatSpanRowsCoverThemUntilAnotherBegins) {
  const std::string begins = "<w:vMerge w:val=\"restart\"/>";
  const auto rows =
      read(table(row(cell("T2", begins) + cell("a")) + row(cell("", "<w:vMerge/>") + cell("b")) +
                 row(cell("T3", begins) + cell("c")) + row(cell("T4") + cell("d")) +
                 row(cell("x", "<w:vMerge w:val=\"continue\"/>") + cell("e"))))
          .tables.at(0)
          .rows;
  EXPECT_THAT(texts(rows.at(1)), ElementsAre("<T2", "b"));
  EXPECT_THAT(texts(rows.at(2)), ElementsAre("T3", "c"));
  EXPECT_THAT(texts(rows.at(3)), ElementsAre("T4", "d"));
  EXPECT_THAT(texts(rows.at(4)), ElementsAre("x", "e"));
}

TEST(Docx, ACellThatSpansRowsAndColumnsCoversTheRectangle) {
  const auto rows =
      read(table(row(cell("A", "<w:gridSpan w:val=\"2\"/><w:vMerge w:val=\"restart\"/>") +
                     cell("x")) +
                 row(cell("", "<w:gridSpan w:val=\"2\"/><w:vMerge/>") + cell("y"))))
          .tables.at(0)
          .rows;
  EXPECT_THAT(texts(rows.at(0)), ElementsAre("A", "<A", "x"));
  EXPECT_THAT(texts(rows.at(1)), ElementsAre("<A", "<A", "y"));
}

TEST(Docx, RowsThatBeginFurtherRightLineUp) {
  const auto rows =
      read(table(row(cell("a") + cell("b")) + row(cell("c"), "<w:gridBefore w:val=\"1\"/>") +
                 row(cell("d"), "<w:hidden/>")))
          .tables.at(0)
          .rows;
  EXPECT_THAT(texts(rows.at(1)), ElementsAre("", "c"));
  EXPECT_TRUE(rows.at(2).hidden);
}

TEST(Docx, TrackedChangesAreReadAsIfAccepted) {
  EXPECT_EQ(text_of("<w:r><w:t>Tin </w:t></w:r><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del>"
                    "<w:ins><w:r><w:t>mới</w:t></w:r></w:ins>"),
            "Tin mới");
  EXPECT_EQ(text_of("<w:moveFrom><w:r><w:t>a</w:t></w:r></w:moveFrom>"
                    "<w:moveTo><w:r><w:t>b</w:t></w:r></w:moveTo>"),
            "b");
  const auto joined = read(
      "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Bản </w:t></w:r>"
      "</w:p><w:p><w:r><w:t>tin</w:t></w:r></w:p>");
  EXPECT_EQ(joined.tables.at(0).rows.at(0).cells.at(0).text, "Bản tin");
}

TEST(Docx, WhatIsNotSeenIsNotRead) {
  EXPECT_EQ(text_of("<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:instrText>PAGE"
                    "</w:instrText></w:r><w:hyperlink><w:r><w:t>Tin</w:t></w:r></w:hyperlink>"
                    "<w:r><w:noBreakHyphen/><w:t>xã</w:t></w:r>"),
            "Tin-xã");
}

TEST(Docx, LinesOutsideTablesAreReadAsLinesAndNamedByTheirParagraph) {
  const auto tables = read(
      "<w:p/><w:p><w:r><w:t>Thứ Hai</w:t><w:br/><w:t>5h00 Tin</w:t></w:r></w:p>"
      "<w:p><w:r><w:t>6h00</w:t><w:tab/><w:t>Ca nhạc</w:t></w:r></w:p>");
  ASSERT_EQ(tables.tables.size(), 1U);
  EXPECT_EQ(tables.tables[0].name, "văn bản");
  const auto& rows = tables.tables[0].rows;
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_THAT(texts(rows[1]), ElementsAre("5h00", "Tin"));
  EXPECT_THAT(texts(rows[2]), ElementsAre("6h00", "Ca nhạc"));
  EXPECT_EQ(rows[0].cells[0].place.cell, "đoạn 2");
  EXPECT_EQ(rows[1].cells[0].place.cell, "đoạn 2");
  EXPECT_EQ(rows[2].cells[0].place.cell, "đoạn 3");
  EXPECT_EQ(rows[2].cells[0].place.line, 0);
}

std::string refusal_of_document(const std::string& body) {
  const auto tables = read(body);
  EXPECT_TRUE(tables.tables.empty());
  if (tables.problems.empty()) return "";
  return tables.problems[0].code + " " + tables.problems[0].place.cell;
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

TEST(DocxBadInput, TablesNestedWithoutEndAreRefused) {
  EXPECT_EQ(refusal_of_document(repeated("<w:tbl><w:tr><w:tc>", 500) +
                                repeated("</w:tc></w:tr></w:tbl>", 500)),
            "xml-too-deep ");
}

TEST(DocxBadInput, BoundsAreNamedWithTheirPlace) {
  EXPECT_EQ(refusal_of_document(table(row(cell("a", "<w:gridSpan w:val=\"4294967295\"/>")))),
            "too-many-columns bảng 1!IW1");
  std::string text;
  for (int i = 0; text.size() < 9000; ++i) text += std::to_string(i * 7919LL * i);
  EXPECT_EQ(refusal_of_document(table(row(cell("a") + cell(text)))), "cell-too-long bảng 1!B1");
  EXPECT_EQ(refusal_of_document("<w:p/><w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>"),
            "cell-too-long đoạn 2");
}

TEST(DocxBadInput, AHundredThousandRowsAreTooMany) {
  std::string rows;
  for (int i = 0; i < 20'001; ++i) rows += row(cell(std::to_string(i * 7919LL * i)));
  EXPECT_EQ(refusal_of_document(table(rows)), "too-many-rows bảng 1!A20001");
}

TEST(DocxBadInput, ADocumentWithoutTextSaysSo) {
  EXPECT_EQ(refusal_of_document("<w:p/><w:tbl/>"), "file-empty ");
}

TEST(DocxBadInput, AWorkbookIsNoDocument) {
  const auto tables = read_docx(MadeWorkbook{}.bytes(), "tuan.docx");
  ASSERT_EQ(tables.problems.size(), 1U);
  EXPECT_EQ(tables.problems[0].code, "not-a-document");
}

TEST(DocxBadInput, AFileCutOffOrWithAChangedByteIsReadOrRefusedButNothingElse) {
  const auto whole = sample("bang-moi-hang.docx");
  for (std::size_t at = 0; at < whole.size(); at += 17) {
    auto changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x5A);
    const auto tables = read_docx(changed, "tuan.docx");
    EXPECT_EQ(tables.tables.empty(), base::has_errors(tables.problems)) << at;
    read_docx(whole.substr(0, at), "tuan.docx");
  }
}

}  // namespace
}  // namespace loa::schedules::intake::test
