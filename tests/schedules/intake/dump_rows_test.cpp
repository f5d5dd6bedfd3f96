// Every sample file is read into the rows that lie beside it in samples/rows. After a change that
// is meant, LOA_WRITE_GOLDEN=1 writes them again: read the difference before keeping it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "dump_rows.h"

namespace loa::schedules::intake::test {
namespace {

std::string place_of(const Cell& cell) {
  const auto& place = cell.place;
  return place.cell.empty() ? fmt::format("{}:{}", place.line, place.column) : place.cell;
}

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else {
      result += c;
    }
  }
  return result;
}

std::string line_of(const Cell& cell) {
  static const char* const kNames[] = {"empty", "text", "number", "date", "time", "date_time"};
  const auto name = kNames[static_cast<int>(cell.kind)];
  const bool has_value = cell.kind != Cell::Kind::empty && cell.kind != Cell::Kind::text;
  return fmt::format("  {} {}{}{} \"{}\"\n", place_of(cell), cell.continued ? "covered " : "", name,
                     has_value ? fmt::format(" {:.6f}", cell.value) : "", escaped(cell.text));
}

std::string name_of(FileKind kind) {
  static const char* const kNames[] = {"xlsx",      "docx", "delimited", "lines",
                                       "icalendar", "json", "refused"};
  return kNames[static_cast<int>(kind)];
}

std::set<std::string> sample_names() {
  std::set<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(LOA_SOURCE_DIR "/tests/schedules/intake/samples")) {
    const auto kind = entry.path().extension();
    if (kind == ".xlsx" || kind == ".docx" || kind == ".csv" || kind == ".tsv" || kind == ".txt") {
      names.insert(entry.path().filename());
    }
  }
  return names;
}

class SampleRows : public testing::TestWithParam<std::string> {};

TEST_P(SampleRows, AreAsWrittenDown) {
  const auto bytes = sample(GetParam());
  base::Problems problems;
  const auto kind = kind_of(bytes, GetParam(), problems);
  EXPECT_TRUE(problems.empty());
  const auto found = dump(kind, read_any(kind, bytes, GetParam()));
  const auto path =
      std::string(LOA_SOURCE_DIR "/tests/schedules/intake/samples/rows/") + GetParam() + ".rows";
  if (std::getenv("LOA_WRITE_GOLDEN") != nullptr) base::replace_file(path, found);
  EXPECT_EQ(found, base::read_file_if_exists(path, 1U << 24).value_or(""));
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Each, SampleRows, testing::ValuesIn(sample_names()), test_name);

TEST(SampleRows, AreOfAtLeastTwelveFiles) { EXPECT_GE(sample_names().size(), 12U); }

}  // namespace

std::string dump(FileKind kind, const Tables& tables) {
  std::string result = name_of(kind) + "\n";
  for (const auto& table : tables.tables) {
    result += fmt::format("table \"{}\"{}\n", table.name, table.hidden ? " hidden" : "");
    for (const auto& row : table.rows) {
      result += row.hidden ? " row hidden\n" : " row\n";
      for (const auto& cell : row.cells) result += line_of(cell);
    }
  }
  for (const auto& problem : tables.problems) {
    result += base::to_string(problem, base::Language::vietnamese) + "\n";
  }
  return result;
}

Tables read_any(FileKind kind, std::string_view bytes, const std::string& file) {
  switch (kind) {
    case FileKind::xlsx:
      return read_xlsx(bytes, file);
    case FileKind::docx:
      return read_docx(bytes, file);
    case FileKind::delimited:
      return read_delimited(bytes, file);
    case FileKind::lines:
      return read_lines(bytes, file);
    default:
      return {};
  }
}

}  // namespace loa::schedules::intake::test
