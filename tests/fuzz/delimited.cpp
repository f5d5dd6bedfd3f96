// Any bytes, read as CSV, TSV and the like.
#include <cstdint>

#include "tests/fuzz/check_tables.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  loa::fuzz::check_tables(loa::schedules::intake::read_delimited(bytes, "f"));
  return 0;
}
