// Any bytes, decoded and read as lines: one or two cells a row, each at its line and column.
#include <cstdint>

#include "tests/fuzz/check_tables.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace loa::schedules::intake;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto text = decode_text(bytes);
  loa::fuzz::require(!loa::base::first_invalid_utf8(text) && text.find('\r') == std::string::npos);
  const auto tables = read_lines(bytes, "f");
  loa::fuzz::check_tables(tables);
  for (const auto& table : tables.tables) {
    for (const auto& row : table.rows) {
      loa::fuzz::require(!row.cells.empty() && row.cells.size() <= 2);
      for (const auto& cell : row.cells) {
        loa::fuzz::require(cell.place.line >= 1 && cell.place.column >= 1);
      }
    }
  }
  return 0;
}
