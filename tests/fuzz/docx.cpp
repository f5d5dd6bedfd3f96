// Any bytes as a Word document, or as the body of one.
#include <cstdint>

#include "tests/fuzz/check_tables.h"
#include "tests/fuzz/office.h"
#include "tests/schedules/intake/made_office.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace loa;
  std::string bytes(reinterpret_cast<const char*>(data), size);
  if (!fuzz::is_zip(bytes)) bytes = schedules::intake::test::made_document(bytes);
  base::Problems ignored;
  schedules::intake::kind_of(bytes, "f.docx", ignored);
  fuzz::check_tables(schedules::intake::read_docx(bytes, "f.docx"));
  return 0;
}
