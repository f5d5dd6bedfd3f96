// What a file is by its bytes, and what an operator is told about one that cannot be read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dump_rows.h"

namespace loa::schedules::intake::test {
namespace {

using testing::HasSubstr;

struct Told {
  FileKind kind = FileKind::refused;
  std::string code;
  std::string vi;
};

Told told(std::string_view bytes) {
  base::Problems problems;
  Told result;
  result.kind = kind_of(bytes, "tuan-48.xlsx", problems);
  if (!problems.empty()) {
    EXPECT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].place.file, "tuan-48.xlsx");
    result.code = problems[0].code;
    result.vi = problems[0].message.vi;
    EXPECT_FALSE(problems[0].message.en.empty());
  }
  EXPECT_EQ(result.kind == FileKind::refused, !problems.empty());
  return result;
}

std::string ole_with(std::string_view stream) {
  std::string bytes = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
  bytes.resize(512);
  for (const char c : stream) bytes += {c, '\0'};
  bytes.resize(1024);
  return bytes;
}

TEST(KindOf, TextWithColumnsIsDelimited) {
  EXPECT_EQ(told("Giờ;Chương trình\n5h00;Bản tin\n6h00;Tiếp âm\n").kind, FileKind::delimited);
  EXPECT_EQ(told("Giờ\tThứ Hai\n5h00\tBản tin\n").kind, FileKind::delimited);
  EXPECT_EQ(told("a,b,c\n1,2,3\n").kind, FileKind::delimited);
  EXPECT_EQ(told("a|b\n1|2\n").kind, FileKind::delimited);
  EXPECT_EQ(told("sep=;\na;b\n").kind, FileKind::delimited);
}

TEST(KindOf, ProseWithCommasIsLines) {
  EXPECT_EQ(told("5h00 Nhạc hiệu, lời chào\n5h05 Bản tin, thông báo\n").kind, FileKind::lines);
  EXPECT_EQ(told("Thứ Hai\n– 5h00 Đài hiệu\n– 5h05 Tin xã; tin tỉnh\n").kind, FileKind::lines);
  EXPECT_EQ(told("5h00").kind, FileKind::lines);
}

TEST(KindOf, CalendarsAndJsonAreKnownByTheirBeginning) {
  EXPECT_EQ(told("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n").kind, FileKind::icalendar);
  EXPECT_EQ(told("\xEF\xBB\xBF  {\"id\": \"tuan\"}").kind, FileKind::json);
}

TEST(KindOf, OldExcelFilesAreToldHowToBecomeXlsx) {
  const auto xls = told(ole_with("Workbook"));
  EXPECT_EQ(xls.code, "old-xls");
  EXPECT_THAT(xls.vi, HasSubstr("Lưu thành"));
  EXPECT_THAT(xls.vi, HasSubstr("*.xlsx"));
  EXPECT_EQ(told(ole_with("Book")).code, "old-xls");
}

TEST(KindOf, OldWordFilesAreToldHowToBecomeDocx) {
  EXPECT_EQ(told(ole_with("WordDocument")).code, "old-doc");
  EXPECT_THAT(told(ole_with("WordDocument")).vi, HasSubstr("*.docx"));
}

TEST(KindOf, AnEncryptedOfficeFileSaysThatItHasAPassword) {
  EXPECT_EQ(told(ole_with("EncryptedPackage")).code, "password");
  EXPECT_THAT(told(ole_with("EncryptedPackage")).vi, HasSubstr("bỏ mật khẩu"));
}

TEST(KindOf, OtherFilesUnderTheNameOfAWorkbookAreCalledByTheirOwn) {
  using namespace std::string_literals;
  const std::pair<std::string, std::string> cases[] = {
      {"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"s, "picture"},
      {"\xFF\xD8\xFF\xE0\0\x10JFIF"s, "picture"},
      {"\0\0\0\x18"
       "ftypheic\0\0\0\0"s,
       "picture"},
      {"BM\x36\0\x0C\0\0\0\0\0\x36\0\0\0"s, "picture"},
      {"%PDF-1.7\n%\xE2\xE3\xCF\xD3"s, "pdf"},
      {"ID3\x03\0\0\0"s, "sound"},
      {"{\\rtf1\\ansi 5h00 Ban tin}"s, "rtf"},
      {"<html><table><tr><td>5h00</td></tr></table></html>"s, "web-page"},
      {"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook/>"s, "web-page"},
      {"Rar!\x1A\x07\x01\0"s, "archive"},
      {""s, "file-empty"},
      {" \r\n\t \n"s, "file-empty"},
      {"\x7F"
       "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\x3E\0"s,
       "unknown-file"},
  };
  for (const auto& [bytes, code] : cases) EXPECT_EQ(told(bytes).code, code) << bytes;
}

TEST(KindOf, ABrokenZipIsDamaged) {
  EXPECT_EQ(told("PK\3\4 and nothing of a zip").code, "zip-damaged");
  EXPECT_EQ(told(sample("luoi-ngay-cot.xlsx").substr(0, 3000)).code, "zip-damaged");
}

TEST(KindOf, AFileOfMoreThan16MBIsNoWeek) {
  EXPECT_EQ(told(std::string(kMostFileBytes + 1, 'a')).code, "file-too-large");
}

}  // namespace
}  // namespace loa::schedules::intake::test
