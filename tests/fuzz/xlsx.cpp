// Any bytes as a workbook, or inside one: rows, shared strings, number formats, columns, merged
// cells, settings.
#include <cstdint>

#include "tests/fuzz/check_tables.h"
#include "tests/fuzz/office.h"
#include "tests/schedules/intake/made_office.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace loa;
  std::string bytes(reinterpret_cast<const char*>(data), size);
  if (!fuzz::is_zip(bytes)) {
    const auto parts = fuzz::pieces(bytes, 6);
    bytes = schedules::intake::test::MadeWorkbook{parts[0], parts[1], parts[2],
                                                  parts[3], parts[4], parts[5]}
                .bytes();
  }
  base::Problems ignored;
  schedules::intake::kind_of(bytes, "f.xlsx", ignored);
  fuzz::check_tables(schedules::intake::read_xlsx(bytes, "f.xlsx"));
  return 0;
}
