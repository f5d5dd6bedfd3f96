// Workbooks that are broken, too large, or made to do harm.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zip.h>

#include "dump_rows.h"
#include "made_office.h"

namespace loa::schedules::intake::test {
namespace {

// The only problem's code and cell: "zip-bomb", "too-many-columns S!XFD1".
std::string refusal(const std::string& bytes) {
  const auto tables = read_xlsx(bytes, "tuan.xlsx");
  EXPECT_TRUE(tables.tables.empty());
  if (tables.problems.size() != 1) return std::to_string(tables.problems.size()) + " problems";
  const auto& problem = tables.problems[0];
  EXPECT_EQ(problem.place.file, "tuan.xlsx");
  EXPECT_FALSE(problem.message.vi.empty() || problem.message.en.empty());
  return problem.code + (problem.place.cell.empty() ? "" : " " + problem.place.cell);
}

std::string with_part(const std::string& name, const std::string& content) {
  auto parts = MadeWorkbook{}.parts();
  for (auto& part : parts) {
    if (part.first == name) part.second = content;
  }
  return zip_of(parts);
}

std::string with_rows(const std::string& rows) {
  MadeWorkbook workbook;
  workbook.rows = rows;
  return workbook.bytes();
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string result;
  result.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

TEST(XlsxBadInput, APartThatSwellsBeyondMeasureIsABomb) {
  EXPECT_EQ(refusal(with_part("xl/sharedStrings.xml", std::string(8U << 20, ' '))), "zip-bomb");
}

TEST(XlsxBadInput, PartsThatTogetherSwellBeyond64MBAreABomb) {
  std::string part;
  for (int i = 0; i < 9000; ++i) part += std::to_string(i * 7919LL * i) + std::string(4000, 'a');
  auto parts = MadeWorkbook{}.parts();
  for (auto& [name, content] : parts) {
    if (name == "xl/sharedStrings.xml" || name == "xl/styles.xml") content = "<a>" + part + "</a>";
  }
  EXPECT_EQ(refusal(zip_of(parts)), "zip-bomb");
}

TEST(XlsxBadInput, TheSizeInAHeaderIsNotBelieved) {
  auto bytes = with_part("xl/sharedStrings.xml", std::string(8U << 20, ' '));
  const std::string size("\0\0\x80\0", 4);
  for (auto at = bytes.find(size); at != bytes.npos; at = bytes.find(size, at)) {
    bytes.replace(at, 4, std::string("\x10\0\0\0", 4));
  }
  EXPECT_THAT(refusal(bytes), testing::AnyOf("zip-bomb", "zip-damaged"));
}

TEST(XlsxBadInput, EntitiesAreNotExpandedButRefused) {
  EXPECT_EQ(refusal(with_part("xl/sharedStrings.xml",
                              "<!DOCTYPE a [<!ENTITY b \"aaaa\"><!ENTITY c \"&b;&b;&b;\">]>"
                              "<sst><si><t>&c;</t></si></sst>")),
            "xml-doctype");
}

TEST(XlsxBadInput, NamesThatLeaveTheArchiveAreRefused) {
  for (const std::string name :
       {"../../etc/passwd", "/etc/passwd", "xl\\workbook.xml", "a/../../b"}) {
    auto parts = MadeWorkbook{}.parts();
    parts.emplace_back(name, "x");
    EXPECT_EQ(refusal(zip_of(parts)), "zip-names") << name;
  }
  EXPECT_EQ(refusal(with_part("_rels/.rels",
                              "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" "
                              "Target=\"../../etc/passwd\"/></Relationships>")),
            "zip-names");
}

TEST(XlsxBadInput, TwoMembersOfOneNameAreRefused) {
  auto parts = MadeWorkbook{}.parts();
  parts.emplace_back("xl/styles.xmm", "<a/>");
  auto bytes = zip_of(parts);
  for (auto at = bytes.find("styles.xmm"); at != bytes.npos; at = bytes.find("styles.xmm")) {
    bytes.replace(at, 10, "styles.xml");
  }
  EXPECT_EQ(refusal(bytes), "zip-names");
}

TEST(XlsxBadInput, PartsThatAreMissingAreDamage) {
  auto parts = MadeWorkbook{}.parts();
  parts.pop_back();
  EXPECT_EQ(refusal(zip_of(parts)), "zip-damaged");
  EXPECT_EQ(refusal(zip_of({{"hello.txt", "x"}})), "not-a-workbook");
  EXPECT_EQ(refusal(made_document("<w:p/>")), "not-a-workbook");
  EXPECT_EQ(refusal(""), "not-a-workbook");
}

TEST(XlsxBadInput, AWorkbookWithoutSheetsSaysSo) {
  EXPECT_EQ(refusal(with_part("xl/workbook.xml", "<workbook><sheets/></workbook>")), "no-sheets");
  EXPECT_EQ(
      refusal(with_part("xl/workbook.xml",
                        "<workbook><sheets><sheet name=\"S\" r:id=\"x\"/></sheets></workbook>")),
      "xml-damaged S");
}

TEST(XlsxBadInput, AHundredThousandRowsAreTooMany) {
  std::string rows;
  for (int i = 1; i <= 100'000; ++i) {
    rows += fmt::format("<row r=\"{0}\"><c r=\"A{0}\"><v>{0}</v></c></row>", i);
  }
  EXPECT_EQ(refusal(with_rows(rows)), "too-many-rows S!A20001");
}

TEST(XlsxBadInput, ALoneCellFarBelowIsTooManyRows) {
  EXPECT_EQ(refusal(with_rows("<row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row>")),
            "too-many-rows S!A1048576");
}

TEST(XlsxBadInput, RowsThatAreOnlyFormattedDoNotCount) {
  MadeWorkbook workbook;
  workbook.rows =
      "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\" ht=\"20\"><c "
      "r=\"XFD1048576\" s=\"0\"/></row>";
  const auto tables = read_xlsx(workbook.bytes(), "tuan.xlsx");
  ASSERT_EQ(tables.tables.size(), 1U);
  EXPECT_EQ(tables.tables[0].rows.size(), 1U);
}

TEST(XlsxBadInput, ACellWithAMegabyteOfTextIsNamed) {
  EXPECT_EQ(refusal(with_rows("<row r=\"7\"><c r=\"B7\" t=\"inlineStr\"><is><t>" +
                              std::string(1U << 20, 'a') + "</t></is></c></row>")),
            "zip-bomb");  // that compresses too well; text that does not:
  std::string text;
  for (int i = 0; text.size() < (1U << 20); ++i) text += std::to_string(i * 7919LL * i);
  EXPECT_EQ(refusal(with_rows("<row r=\"7\"><c r=\"B7\" t=\"inlineStr\"><is><t>" + text +
                              "</t></is></c></row>")),
            "cell-too-long S!B7");
}

TEST(XlsxBadInput, ColumnsBeyondTheBoundAreNamed) {
  EXPECT_EQ(refusal(with_rows("<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>")),
            "too-many-columns S!XFD1");
}

TEST(XlsxBadInput, CellsBeyondTheBoundAreCountedWithTheEmptyOnesBetween) {
  std::string rows;
  for (int i = 1; i <= 2000; ++i) {
    const auto row = std::to_string(i);
    rows += "<row r=\"" + row + "\"><c r=\"IV" + row + "\"><v>1</v></c></row>";
  }
  EXPECT_THAT(refusal(with_rows(rows)), testing::StartsWith("too-many-cells"));
}

TEST(XlsxBadInput, ElementsNestedWithoutEndAreRefused) {
  EXPECT_EQ(refusal(with_part("xl/sharedStrings.xml",
                              repeated("<a>", 100'000) + repeated("</a>", 100'000))),
            "xml-too-deep");
}

TEST(XlsxBadInput, MillionsOfElementsAreRefusedBeforeTheyFillTheMemory) {
  EXPECT_EQ(refusal(with_part("xl/sharedStrings.xml", "<sst>" + repeated("<i/>", 4'100'000))),
            "zip-bomb");
}

TEST(XlsxBadInput, WrongRowNumbersAndStringsAreDamage) {
  EXPECT_EQ(refusal(with_rows("<row r=\"0\"><c><v>1</v></c></row>")), "xml-damaged");
  EXPECT_EQ(refusal(with_rows("<row r=\"1048577\"><c><v>1</v></c></row>")), "xml-damaged");
  EXPECT_EQ(refusal(with_rows("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>9</v></c></row>")),
            "xml-damaged S!A1");
  EXPECT_EQ(refusal(with_part("xl/workbook.xml", "<workbook><sheets>")), "xml-damaged");
  EXPECT_EQ(refusal(with_part("xl/workbook.xml", "")), "xml-damaged");
}

TEST(XlsxBadInput, MergedAreasThatOverlapAreReadOnce) {
  MadeWorkbook workbook;
  workbook.rows =
      "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"C1\"><v>3</v></c></row>"
      "<row r=\"2\"><c r=\"A2\"><v>4</v></c></row>";
  workbook.merges = "<mergeCells>" + repeated("<mergeCell ref=\"A1:C2\"/>", 20'000) +
                    "<mergeCell ref=\"B1:XFD1048576\"/><mergeCell ref=\"x\"/></mergeCells>";
  const auto tables = read_xlsx(workbook.bytes(), "tuan.xlsx");
  ASSERT_EQ(tables.tables.size(), 1U);
  EXPECT_EQ(tables.tables[0].rows.at(1).cells.at(2).text, "1");
}

TEST(XlsxBadInput, AMemberBehindAPasswordSaysSo) {
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  zip_source_keep(source);
  zip_t* archive = zip_open_from_source(source, ZIP_TRUNCATE, nullptr);
  const auto index =
      zip_file_add(archive, "xl/workbook.xml", zip_source_buffer(archive, "<workbook/>", 11, 0), 0);
  ASSERT_EQ(zip_file_set_encryption(archive, static_cast<zip_uint64_t>(index), ZIP_EM_TRAD_PKWARE,
                                    "mat-khau"),
            0);
  ASSERT_EQ(zip_close(archive), 0);
  zip_source_open(source);
  std::string bytes(4096, '\0');
  bytes.resize(static_cast<std::size_t>(zip_source_read(source, bytes.data(), bytes.size())));
  zip_source_close(source);
  zip_source_free(source);
  EXPECT_EQ(refusal(bytes), "password");
}

TEST(XlsxBadInput, AFileCutOffOrWithAChangedByteIsReadOrRefusedButNothingElse) {
  const auto whole = sample("cong-thuc-hang-an.xlsx");
  for (std::size_t length = 0; length < whole.size(); length += 61) {
    read_xlsx(whole.substr(0, length), "tuan.xlsx");
  }
  for (std::size_t at = 0; at < whole.size(); at += 23) {
    auto changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x5A);
    const auto tables = read_xlsx(changed, "tuan.xlsx");
    EXPECT_EQ(tables.tables.empty(), base::has_errors(tables.problems)) << at;
  }
}

}  // namespace
}  // namespace loa::schedules::intake::test
