// `loa schedule check` and `loa schedule expand`: what they print and how they end is a contract.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "program.h"

namespace loa::cli::testing {
namespace {

using ::testing::HasSubstr;

const char* const kGood =
    R"({"id": "tuan", "version": 3, "title": "Tuần", "zone": "Asia/Ho_Chi_Minh",
"valid": {"from": "2026-11-23", "to": "2026-12-31"},
"programmes": [{"id": "tthc", "title": "Thủ tục hành chính", "items": [{"chime": "nhac-hieu"}]}],
"slots": [
  {"id": "sang", "days": ["T2", "T3"], "start": "05:00", "end": "05:30", "programme": "tthc"},
  {"id": "gap", "days": ["T2"], "start": "05:00", "length": "1m", "programme": "tthc", "level": 2},
  {"id": "dem", "days": ["T2"], "start": "23:59:30", "length": "1m", "programme": "tthc"}
]})";

const char* const kBad =
    R"({"id": "tuan", "version": 3, "title": "Tuần", "zone": "Asia/Ho_Chi_Minh",
"valid": {"from": "2026-11-23", "to": "2026-12-31"},
"programmes": [{"id": "tthc", "title": "T", "items": [{"audio": "../x.mp3"}]}],
"slots": [
  {"id": "sang", "days": ["T2"], "strat": "05:00", "end": "05:30", "programme": "tthc"}
]})";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(ScheduleCheck, AGoodFileIsFineAndWarningsDoNotFail) {
  const Folder folder;
  const auto ran = run_loa({"schedule", "check", folder.file("w.json", kGood)});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("w.json:6:3: slots[1]: warning: "));
}

TEST(ScheduleCheck, EveryProblemIsALineWithFileLineColumnAndField) {
  const Folder folder;
  const auto file = folder.file("w.json", kBad);
  const auto ran = run_loa({"schedule", "check", file});
  EXPECT_EQ(ran.code, 1);
  const auto lines = lines_of(ran.out);
  ASSERT_EQ(lines.size(), 3u) << ran.out;
  EXPECT_EQ(lines[0].rfind(file + ":3:65: programmes[0].items[0].audio: ", 0), 0u) << lines[0];
  EXPECT_EQ(lines[1], file + ":5:3: slots[0].start: key \"start\" is missing");
  EXPECT_EQ(lines[2],
            file + ":5:43: slots[0].strat: unknown key \"strat\"; did you mean \"start\"?");
}

TEST(ScheduleCheck, TextThatIsNoJsonIsOneProblemAtItsPlace) {
  const Folder folder;
  const std::string good = kGood;
  const std::pair<std::string, int> table[] = {{"", 1},
                                               {"{\"id\": \"tuan\",\n\"version\": }", 2},
                                               {good.substr(0, good.find("\"slots\"")), 4},
                                               {std::string(200'000, '['), 1},
                                               {"\xff\xfe{", 1}};
  for (const auto& [text, line] : table) {
    const auto file = folder.file("w.json", text);
    const auto ran = run_loa({"schedule", "check", file});
    EXPECT_EQ(ran.code, 1);
    EXPECT_EQ(ran.out.rfind(file + ":" + std::to_string(line) + ":", 0), 0u) << ran.out;
    EXPECT_EQ(lines_of(ran.out).size(), 1u) << ran.out;
  }
}

TEST(ScheduleCheck, SpeaksVietnameseUnlessAskedForEnglish) {
  const Folder folder;
  const auto ran = run_loa({"schedule", "check", folder.file("w.json", kBad)}, {{"LOA_LANG", ""}});
  EXPECT_THAT(ran.out, HasSubstr("slots[0].start: thiếu khóa “start”"));
}

TEST(ScheduleCheck, JsonListsTheSameProblemsForPrograms) {
  const Folder folder;
  const auto file = folder.file("w.json", kBad);
  const auto ran = run_loa({"schedule", "check", file, "--json"});
  EXPECT_EQ(ran.code, 1);
  const auto list = nlohmann::json::parse(ran.out);
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list[1], (nlohmann::json{{"severity", "error"},
                                     {"code", "missing-key"},
                                     {"file", file},
                                     {"line", 5},
                                     {"column", 3},
                                     {"field", "slots[0].start"},
                                     {"message", "key \"start\" is missing"}}));
}

TEST(ScheduleCheck, AnEmptyListIsPrintedWhereNothingIsWrong) {
  const Folder folder;
  const auto ran =
      run_loa({"schedule", "check", LOA_SOURCE_DIR "/schedules/examples/ward-week.json", "--json"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.out, "[]\n");
}

TEST(ScheduleCheck, AFileThatCannotBeReadIsNamed) {
  const Folder folder;
  const auto missing = folder.path() + "/none.json";
  const auto ran = run_loa({"schedule", "check", missing});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.out, missing + ": there is no such file\n");
  const auto directory = run_loa({"schedule", "check", folder.path()});
  EXPECT_EQ(directory.code, 1);
  EXPECT_THAT(directory.out, HasSubstr(folder.path() + ": cannot read the file"));
  const auto huge = run_loa({"schedule", "check", folder.file("h", std::string(9'000'000, ' '))});
  EXPECT_EQ(huge.code, 1);
  EXPECT_THAT(huge.out, HasSubstr("/h: "));
}

TEST(ScheduleExpand, PrintsOneObjectALineSortedByStartLevelAndId) {
  const Folder folder;
  const auto ran = run_loa({"schedule", "expand", folder.file("w.json", kGood), "--from",
                            "2026-11-23", "--to", "2026-11-24", "--json"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(
      ran.out,
      R"({"id":"tuan.3/gap/20261122T220000Z","slot":"gap","start":"2026-11-23T05:00:00+07:00","end":"2026-11-23T05:01:00+07:00","programme":"tthc","level":2}
{"id":"tuan.3/sang/20261122T220000Z","slot":"sang","start":"2026-11-23T05:00:00+07:00","end":"2026-11-23T05:30:00+07:00","programme":"tthc","level":3}
{"id":"tuan.3/dem/20261123T165930Z","slot":"dem","start":"2026-11-23T23:59:30+07:00","end":"2026-11-24T00:00:30+07:00","programme":"tthc","level":3}
)");
}

TEST(ScheduleExpand, TheLastDayIsNotIncluded) {
  const Folder folder;
  const auto file = folder.file("w.json", kGood);
  const auto count = [&](const char* from, const char* to) {
    const auto ran = run_loa({"schedule", "expand", file, "--from", from, "--to", to, "--json"});
    EXPECT_EQ(ran.code, 0);
    return lines_of(ran.out).size();
  };
  EXPECT_EQ(count("2026-11-23", "2026-11-23"), 0u);
  EXPECT_EQ(count("2026-11-23", "2026-11-24"), 3u);
  EXPECT_EQ(count("2026-11-23", "2026-11-25"), 4u);
  EXPECT_EQ(count("2026-11-01", "2027-02-01"), 6u * 4u);
}

TEST(ScheduleExpand, ForPeopleItIsATableByDay) {
  const Folder folder;
  const auto ran = run_loa({"schedule", "expand", folder.file("w.json", kGood), "--from",
                            "2026-11-24", "--to", "2026-11-25"},
                           {{"LOA_LANG", "vi"}});
  EXPECT_THAT(ran.out, HasSubstr("Thứ Ba 2026-11-24\n  05:00–05:30"));
  EXPECT_THAT(ran.out, HasSubstr("Thủ tục hành chính"));
}

TEST(ScheduleExpand, ABadFileGivesItsProblemsAndNoOccurrences) {
  const Folder folder;
  const auto ran = run_loa({"schedule", "expand", folder.file("w.json", kBad), "--from",
                            "2026-11-23", "--to", "2026-11-24", "--json"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(lines_of(ran.err).size(), 3u);
}

TEST(CommandLine, WhatIsNotUnderstoodEndsWithTwo) {
  EXPECT_EQ(run_loa({}).code, 2);
  EXPECT_EQ(run_loa({"sing"}).code, 2);
  EXPECT_EQ(run_loa({"schedule"}).code, 2);
  EXPECT_EQ(run_loa({"schedule", "check"}).code, 2);
  EXPECT_EQ(run_loa({"schedule", "check", "a", "--jsn"}).code, 2);
  EXPECT_EQ(run_loa({"schedule", "expand", "a", "--from", "2026-02-30", "--to", "2026-03-01"}).code,
            2);
  EXPECT_EQ(run_loa({"schedule", "expand", "a", "--from", "2026-03-02", "--to", "2026-03-01"}).code,
            2);
}

TEST(CommandLine, HelpIsFine) {
  const auto ran = run_loa({"--help"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, HasSubstr("schedule"));
}

}  // namespace
}  // namespace loa::cli::testing
