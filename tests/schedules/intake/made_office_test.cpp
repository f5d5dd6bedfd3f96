// The Office files that tests make are taken for what they are.
#include "made_office.h"

#include <gtest/gtest.h>

#include "schedules/intake/rows.h"

namespace loa::schedules::intake::test {
namespace {

TEST(MadeOffice, IsTakenForWhatItIs) {
  base::Problems problems;
  EXPECT_EQ(kind_of(MadeWorkbook{}.bytes(), "a.xlsx", problems), FileKind::xlsx);
  EXPECT_EQ(kind_of(made_document("<w:p/>"), "a.docx", problems), FileKind::docx);
  EXPECT_TRUE(problems.empty());
}

}  // namespace
}  // namespace loa::schedules::intake::test
