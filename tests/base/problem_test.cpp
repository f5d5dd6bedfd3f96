// How findings are told.
#include "base/problem.h"

#include <gtest/gtest.h>

namespace loa::base {
namespace {

Problem problem(Severity severity, Place place, std::string field) {
  return {severity, "code", std::move(place), std::move(field), {"thiếu giờ", "no time"}};
}

TEST(Problem, IsALineOfPlaceFieldAndMessageInBothLanguages) {
  struct Case {
    Problem problem;
    const char* vi;
    const char* en;
  };
  const Case table[] = {
      {problem(Severity::error, {"w.json", 12, 5}, "slots[2].start"),
       "w.json:12:5: slots[2].start: thiếu giờ", "w.json:12:5: slots[2].start: no time"},
      {problem(Severity::warning, {"w.json", 12, 5}, "slots[2]"),
       "w.json:12:5: slots[2]: cảnh báo: thiếu giờ", "w.json:12:5: slots[2]: warning: no time"},
      {problem(Severity::error, {"w.json", 1, 1}, ""), "w.json:1:1: thiếu giờ",
       "w.json:1:1: no time"},
      {problem(Severity::error, {"w.json", 0, 0}, ""), "w.json: thiếu giờ", "w.json: no time"},
      {problem(Severity::error, {}, "level"), "level: thiếu giờ", "level: no time"},
      {problem(Severity::warning, {}, ""), "cảnh báo: thiếu giờ", "warning: no time"},
  };
  for (const auto& [finding, vi, en] : table) {
    EXPECT_EQ(to_string(finding, Language::vietnamese), vi);
    EXPECT_EQ(to_string(finding, Language::english), en);
  }
}

TEST(Problems, WarningsAreNoErrors) {
  EXPECT_FALSE(has_errors({}));
  EXPECT_FALSE(has_errors({problem(Severity::warning, {}, "")}));
  EXPECT_TRUE(has_errors({problem(Severity::warning, {}, ""), problem(Severity::error, {}, "")}));
}

TEST(BadInput, TellsEveryProblemOnALineOfItsOwn) {
  const Problems problems{problem(Severity::error, {"a", 1, 2}, ""),
                          problem(Severity::error, {"a", 3, 4}, "")};
  const BadInput error(problems);
  EXPECT_EQ(error.what(), to_string(problems[0]) + "\n" + to_string(problems[1]));
  EXPECT_EQ(error.problems().size(), 2U);
}

}  // namespace
}  // namespace loa::base
