// What all kinds of operators' files are read into: tables of rows of cells, each with its place.
// A reader knows its format and nothing of schedules; what the rows mean is understand.h's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"

namespace loa::schedules::intake {

struct Cell {
  enum class Kind { empty, text, number, date, time, date_time };
  Kind kind = Kind::empty;
  std::string text;  // as the file's own program shows it; UTF-8, NFC, without spaces at its ends
  // Number, date, time: Excel's value. Days since 1899-12-30 (a workbook that counts from 1904 is
  // brought to that); a time of day is the fraction.
  double value = 0;
  // Covered by a merged cell that began to the left or above: `kind`, `text`, `value` and `place`
  // are those of its first cell.
  bool continued = false;
  base::Place place;  // cell "Tuần 48!B7" of a workbook or table; line and column of a text
};

struct Row {
  bool hidden = false;
  std::vector<Cell> cells;  // rows may be of different length; empty cells between are there
};

struct Table {
  std::string name;  // of the sheet; "bảng 1" for the first table of a document; empty for a text
  bool hidden = false;
  std::vector<Row> rows;
};

struct Tables {
  std::vector<Table> tables;  // empty if there is any error
  base::Problems problems;
};

// Bounds of what one file may hold; beyond them is an error that names the bound.
inline constexpr std::size_t kMostFileBytes = 16U << 20;
inline constexpr std::size_t kMostUnpackedBytes = 64U << 20;
inline constexpr std::size_t kMostRows = 20'000;  // of one file
inline constexpr std::size_t kMostColumns = 256;  // of one row
inline constexpr std::size_t kMostCells =
    400'000;  // of one file, empty ones between others included
inline constexpr std::size_t kMostCellBytes = 8192;  // of one cell

// Each takes the whole file's bytes; `file` is its name in problems. They do no I/O, throw nothing
// for what the bytes hold, and find everything at once where that is possible.
Tables read_xlsx(std::string_view bytes, const std::string& file);
Tables read_docx(std::string_view bytes, const std::string& file);
// CSV, TSV and the like; the separator is guessed. Bytes in any encoding of decode_text().
Tables read_delimited(std::string_view bytes, const std::string& file);
// Lines as they are copied from Word or a chat: one row a line; a line that begins with a time is
// two cells, the time and the rest; bullets are left away.
Tables read_lines(std::string_view bytes, const std::string& file);

// UTF-8 (with or without BOM), UTF-16 of both orders, else Windows-1258; to UTF-8, NFC, with '\n'
// as the only line end. Bytes that cannot be read become U+FFFD.
std::string decode_text(std::string_view bytes);

// What a file is by its bytes, whatever its name says.
enum class FileKind { xlsx, docx, delimited, lines, icalendar, json, refused };

// `refused` comes with the problem that says what the file is and what to do with it: .xls and .doc
// ("save as .xlsx"), password-protected files, pictures, PDF, other zip files, empty files.
FileKind kind_of(std::string_view bytes, const std::string& file, base::Problems& problems);

}  // namespace loa::schedules::intake
