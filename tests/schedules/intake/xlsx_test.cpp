// What a workbook's cells are read as.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "made_office.h"
#include "schedules/intake/rows.h"

namespace loa::schedules::intake::test {
namespace {

using Kind = Cell::Kind;
using testing::ElementsAre;

std::string in_line(const std::string& cell, const std::string& text) {
  return "<c r=\"" + cell + "\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
}

Tables read(const MadeWorkbook& workbook) { return read_xlsx(workbook.bytes(), "tuan.xlsx"); }

// The only cell of a sheet whose row 1 is this.
Cell only_cell(const std::string& cell, const std::string& format = "",
               const std::string& more = "") {
  MadeWorkbook workbook;
  workbook.rows = "<row r=\"1\">" + cell + "</row>";
  workbook.formats = format;
  workbook.settings = more;
  const auto tables = read(workbook);
  EXPECT_TRUE(tables.tables.size() == 1 && tables.tables[0].rows.size() == 1) << cell;
  return tables.tables.at(0).rows.at(0).cells.at(0);
}

Cell number(const std::string& value, const std::string& format) {
  return only_cell("<c r=\"A1\" s=\"1\"><v>" + value + "</v></c>", format);
}

std::vector<std::string> texts(const Row& row) {
  std::vector<std::string> result;
  for (const auto& cell : row.cells) result.push_back((cell.continued ? "<" : "") + cell.text);
  return result;
}

struct Shown {
  const char* value;
  const char* format;
  Kind kind;
  const char* text;
};

class NumberFormats : public testing::TestWithParam<Shown> {};

TEST_P(NumberFormats, AreShownAsExcelShowsThem) {
  const auto cell = number(GetParam().value, GetParam().format);
  EXPECT_EQ(cell.kind, GetParam().kind) << GetParam().format;
  EXPECT_EQ(cell.text, GetParam().text) << GetParam().format;
}

INSTANTIATE_TEST_SUITE_P(
    Times, NumberFormats,
    testing::Values(Shown{"0.2083333333333333", "hh:mm", Kind::time, "05:00"},
                    Shown{"0.20833333333333337", "h:mm", Kind::time, "5:00"},
                    Shown{"0.72916666666666663", "h\"h\"mm", Kind::time, "17h30"},
                    Shown{"0.72916666666666663", "h\\hmm", Kind::time, "17h30"},
                    Shown{"0.22916666666666666", "hh\"g\"mm", Kind::time, "05g30"},
                    Shown{"0.72916666666666663", "h:mm AM/PM", Kind::time, "5:30 PM"},
                    Shown{"0", "h:mm AM/PM", Kind::time, "12:00 AM"},
                    Shown{"1.0625", "[h]:mm", Kind::time, "25:30"},
                    Shown{"0.0104166666666667", "[mm]:ss", Kind::time, "15:00"},
                    Shown{"0.5", "mm:ss", Kind::time, "00:00"},
                    Shown{"0.999999", "h:mm:ss", Kind::time, "0:00:00"},
                    Shown{"46349.75", "hh:mm", Kind::time, "18:00"}));

INSTANTIATE_TEST_SUITE_P(
    Dates, NumberFormats,
    testing::Values(Shown{"46349", "dd/mm/yyyy", Kind::date, "23/11/2026"},
                    Shown{"46349", "d/m/yy", Kind::date, "23/11/26"},
                    Shown{"46349", "dddd, dd/mm", Kind::date, "Thứ Hai, 23/11"},
                    Shown{"46355", "ddd", Kind::date, "CN"},
                    Shown{"46349", "[$-409]dddd d mmm", Kind::date, "Monday 23 Nov"},
                    Shown{"46349", "[$-42A]dd mmmm yyyy", Kind::date, "23 Tháng 11 2026"},
                    Shown{"46349", "\"Ngày \"d\" tháng \"m", Kind::date, "Ngày 23 tháng 11"},
                    Shown{"46349.208333333336", "dd/mm/yyyy hh:mm", Kind::date_time,
                          "23/11/2026 05:00"},
                    Shown{"-1", "dd/mm/yyyy", Kind::date, "#####"},
                    Shown{"1e300", "dd/mm/yyyy", Kind::date, "#####"}));

INSTANTIATE_TEST_SUITE_P(Numbers, NumberFormats,
                         testing::Values(Shown{"530", "0\"h\"00", Kind::number, "5h30"},
                                         Shown{"1730", "00\"h\"00", Kind::number, "17h30"},
                                         Shown{"5", "General", Kind::number, "5"},
                                         Shown{"5.5", "0.00", Kind::number, "5.50"},
                                         Shown{"0.85", "0%", Kind::number, "85%"},
                                         Shown{"1234567", "#,##0", Kind::number, "1,234,567"},
                                         Shown{"0", "#,##0.0#", Kind::number, "0.0"},
                                         Shown{"-3", "0;[Red](0)", Kind::number, "(3)"},
                                         Shown{"0", "0;-0;\"nghỉ\"", Kind::number, "nghỉ"},
                                         Shown{"15", "0\" phút\"", Kind::number, "15 phút"},
                                         Shown{"0.20833333333333334", "General", Kind::number,
                                               "0.2083333333"}));

TEST(Xlsx, FormatsThatAreKnownByNumberOnlyAreKnown) {
  auto workbook = MadeWorkbook{};
  workbook.rows = R"(<row r="1"><c r="A1" s="1"><v>46349</v></c><c r="B1" s="2"><v>0.25</v></c>
                     <c r="C1" s="3"><v>46349.25</v></c></row>)";
  auto parts = workbook.parts();
  for (auto& [name, content] : parts) {
    if (name != "xl/styles.xml") continue;
    content = R"(<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/>
                 <xf numFmtId="22"/></cellXfs></styleSheet>)";
  }
  const auto tables = read_xlsx(zip_of(parts), "tuan.xlsx");
  const auto& cells = tables.tables.at(0).rows.at(0).cells;
  EXPECT_EQ(cells.at(0).kind, Kind::date);
  EXPECT_EQ(cells.at(0).text, "23/11/2026");
  EXPECT_EQ(cells.at(1).kind, Kind::time);
  EXPECT_EQ(cells.at(1).text, "6:00");
  EXPECT_EQ(cells.at(2).kind, Kind::date_time);
  EXPECT_EQ(cells.at(2).text, "23/11/2026 6:00");
}

TEST(Xlsx, DaysThatCountFrom1904AreBroughtTo1899) {
  const auto cell =
      only_cell(R"(<c r="A1" s="1"><v>44887</v></c>)", "dd/mm/yyyy", "date1904=\"1\"");
  EXPECT_EQ(cell.value, 46349);
  EXPECT_EQ(cell.text, "23/11/2026");
  EXPECT_EQ(only_cell(R"(<c r="A1" s="1"><v>0.25</v></c>)", "hh:mm", "date1904=\"1\"").value, 0.25);
}

TEST(Xlsx, ATimeOfTheDayHasNoDaysInItsValueButACountedOneHas) {
  EXPECT_DOUBLE_EQ(number("46349.75", "hh:mm").value, 0.75);
  EXPECT_DOUBLE_EQ(number("1.0625", "[h]:mm").value, 1.0625);
}

TEST(Xlsx, IsoDatesAreReadAsDates) {
  const auto cell =
      only_cell(R"(<c r="A1" t="d" s="1"><v>2026-11-23T05:00:00</v></c>)", "dd/mm/yyyy hh:mm");
  EXPECT_NEAR(cell.value, 46349.2083333, 1e-6);
  EXPECT_EQ(cell.text, "23/11/2026 05:00");
}

TEST(Xlsx, TextIsComposedAndTrimmedAndKeepsItsLineBreaks) {
  const auto cell = only_cell(in_line("A1", "  Ba\xCC\x89n tin_x000D_\nxa\xCC\x83\xC2\xA0"));
  EXPECT_EQ(cell.text, "Bản tin\nxã");
  EXPECT_EQ(only_cell("<c r=\"A1\" t=\"str\"><v>a\xFF"
                      "b</v></c>")
                .text,
            "a\xEF\xBF\xBD"
            "b");
}

TEST(Xlsx, BytesOfAFormatThatAreNoTextAreReplaced) {
  MadeWorkbook workbook;
  workbook.formats = "0\"\xFF\xFFh\"";
  workbook.rows = R"(<row r="1"><c r="A1" s="1"><v>5</v></c></row>)";
  const auto tables = read_xlsx(workbook.bytes(), "f.xlsx");
  EXPECT_EQ(tables.tables.at(0).rows.at(0).cells.at(0).text, "5\uFFFD\uFFFDh");
}

TEST(Xlsx, ARunOfSpacesBetweenRunsOfRichTextStays) {
  EXPECT_EQ(only_cell("<c r=\"A1\" t=\"inlineStr\"><is><r><t>Bản</t></r><r><t> </t></r>"
                      "<r><t>tin</t></r></is></c>")
                .text,
            "Bản tin");
}

TEST(Xlsx, TruthAndErrorsAreShownAndErrorsWarnedOf) {
  MadeWorkbook workbook;
  workbook.rows = R"(<row r="3"><c r="A3" t="b"><v>1</v></c><c r="B3" t="e"><f>1/0</f>
                     <v>#DIV/0!</v></c><c r="C3"><f>A1+1</f></c></row>)";
  const auto tables = read(workbook);
  const auto& cells = tables.tables.at(0).rows.at(2).cells;
  EXPECT_EQ(cells.at(0).text, "TRUE");
  EXPECT_EQ(cells.at(1).text, "#DIV/0!");
  ASSERT_EQ(tables.problems.size(), 2U);
  EXPECT_EQ(tables.problems[0].code, "formula-error");
  EXPECT_EQ(tables.problems[0].place.cell, "S!B3");
  EXPECT_EQ(tables.problems[1].code, "formula-without-result");
  EXPECT_EQ(tables.problems[1].place.cell, "S!C3");
  EXPECT_FALSE(base::has_errors(tables.problems));
}

TEST(Xlsx, CellsWithoutANameFollowTheOneBefore) {
  MadeWorkbook workbook;
  workbook.rows =
      "<row><c><v>1</v></c><c r=\"C1\"><v>2</v></c><c><v>3</v></c></row><row><c><v>4</v></c></row>";
  const auto tables = read(workbook);
  EXPECT_THAT(texts(tables.tables.at(0).rows.at(0)), ElementsAre("1", "", "2", "3"));
  EXPECT_EQ(tables.tables.at(0).rows.at(1).cells.at(0).place.cell, "S!A2");
  EXPECT_EQ(tables.tables.at(0).rows.at(0).cells.at(1).place.cell, "S!B1");
}

TEST(Xlsx, AMergedCellCoversTheOthersAsFarAsTheSheetIsUsed) {
  MadeWorkbook workbook;
  workbook.rows = "<row r=\"1\">" + in_line("A1", "Thứ Hai") + in_line("B1", "5h00") + "</row>" +
                  "<row r=\"2\">" + in_line("B2", "6h00") + "</row>";
  workbook.merges = "<mergeCells><mergeCell ref=\"A1:A1048576\"/></mergeCells>";
  const auto rows = read(workbook).tables.at(0).rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_THAT(texts(rows[0]), ElementsAre("Thứ Hai", "5h00"));
  EXPECT_THAT(texts(rows[1]), ElementsAre("<Thứ Hai", "6h00"));
  EXPECT_EQ(rows[1].cells[0].place.cell, "S!A1");
}

TEST(Xlsx, HiddenRowsAreMarkedAndHiddenColumnsEmptiedInTheirPlace) {
  MadeWorkbook workbook;
  workbook.columns = R"(<cols><col min="2" max="2" width="9" hidden="1"/></cols>)";
  workbook.rows = "<row r=\"1\" hidden=\"1\">" + in_line("A1", "cũ") + "</row><row r=\"2\">" +
                  in_line("A2", "a") + in_line("B2", "b") + in_line("C2", "c") + "</row>";
  const auto rows = read(workbook).tables.at(0).rows;
  EXPECT_TRUE(rows.at(0).hidden);
  EXPECT_FALSE(rows.at(1).hidden);
  EXPECT_THAT(texts(rows.at(1)), ElementsAre("a", "", "c"));
}

TEST(Xlsx, WhatBeginsInAHiddenColumnIsShownFurtherRight) {
  MadeWorkbook workbook;
  workbook.columns = R"(<cols><col min="1" max="1" width="0"/></cols>)";
  workbook.rows = "<row r=\"1\">" + in_line("A1", "Bản tin") + in_line("C1", "x") + "</row>";
  workbook.merges = "<mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells>";
  EXPECT_THAT(texts(read(workbook).tables.at(0).rows.at(0)), ElementsAre("", "<Bản tin", "x"));
}

}  // namespace
}  // namespace loa::schedules::intake::test
