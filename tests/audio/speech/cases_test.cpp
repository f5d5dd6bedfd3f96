// Every line of cases.tsv: what is written, and what is said.
#include <gmock/gmock.h>

#include <fstream>
#include <string>
#include <vector>

#include "audio/speech/normalise.h"

namespace loa::audio::speech {
namespace {

struct Case {
  int line;
  std::string rule;  // the heading above it
  std::string written;
  std::string said;
};

std::vector<Case> all_cases() {
  std::vector<Case> cases;
  std::ifstream file(LOA_SOURCE_DIR "/tests/audio/speech/cases.tsv");
  std::string rule;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    const auto tab = line.find('\t');
    if (line.starts_with("# ")) {
      rule = line.substr(2);
    } else {
      cases.push_back({number, rule, line.substr(0, tab), line.substr(tab + 1)});
    }
  }
  return cases;
}

TEST(SpokenCases, AreReadAsTheTableTells) {
  const auto cases = all_cases();
  ASSERT_GE(cases.size(), 300U);
  for (const auto& one : cases) {
    EXPECT_EQ(spoken(one.written), one.said) << "line " << one.line << ", " << one.rule;
  }
}

TEST(SpokenCases, ReadInTheMiddleOfASentenceAsAlone) {
  for (const auto& one : all_cases()) {
    // What depends on beginning a line is not what this is about.
    if (one.rule.starts_with("Dấu") || one.rule.starts_with("Số La Mã")) continue;
    const auto within = spoken("Xin nghe, " + one.written + " là hết");
    EXPECT_THAT(within, ::testing::StartsWith("Xin nghe, ")) << one.written;
    const auto alone = one.said.substr(0, one.said.find_last_not_of(".!?") + 1);
    EXPECT_THAT(within, ::testing::HasSubstr(alone)) << one.written;
  }
}

TEST(SpokenCases, SayNothingNewWhenReadAgain) {
  for (const auto& one : all_cases()) EXPECT_EQ(spoken(one.said), one.said);
}

}  // namespace
}  // namespace loa::audio::speech
