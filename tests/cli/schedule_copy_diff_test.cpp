// `loa schedule copy` and `loa schedule diff`: what they print, where, and how they end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "program.h"

namespace loa::cli::testing {
namespace {

using ::testing::HasSubstr;

std::string week(const std::string& start = "17:30", const std::string& programme = "tthc") {
  return R"({"id": "tuan", "version": 3, "title": "Tuần", "zone": "Asia/Ho_Chi_Minh",
"valid": {"from": "2026-11-23", "to": "2026-11-29"},
"programmes": [{"id": "tthc", "title": "Thủ tục hành chính", "items": [{"chime": "nhac-hieu"}]},
               {"id": "tin", "title": "Bản tin xã", "items": [{"chime": "nhac-hieu"}]}],
"slots": [{"id": "chieu", "days": ["T3"], "start": ")" +
         start + R"(", "length": "15m", "programme": ")" + programme + R"("}],
"exceptions": [{"date": "2026-11-24", "skip": ["chieu"]}]})";
}

TEST(ScheduleCopy, GivesTheNextVersionForTheNewWeekAndSaysWhatItLeftOut) {
  const Folder folder;
  const auto ran = run_loa({"schedule", "copy", folder.file("w.json", week()), "--from", "2026-W48",
                            "--to", "2026-12-02"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  const auto copy = nlohmann::json::parse(ran.out);
  EXPECT_EQ(copy.at("version"), 4);
  EXPECT_EQ(copy.at("valid"), nlohmann::json::parse(R"({"from":"2026-11-30","to":"2026-12-06"})"));
  EXPECT_TRUE(copy.at("exceptions").empty());
  EXPECT_EQ(ran.err,
            "left out: the exception of 2026-11-24\n"
            "2026-W49 (2026-11-30 to 2026-12-06): 1 slot, version 4\n");
}

TEST(ScheduleCopy, WritesAFileThatChecks) {
  const Folder folder;
  const auto out = folder.file("next.json", "");
  const auto ran = run_loa({"schedule", "copy", folder.file("w.json", week()), "--from", "2026-W48",
                            "--to", "2026-W49", "--title", "Tuần 49", "-o", out});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(run_loa({"schedule", "check", out}).code, 0);
}

TEST(ScheduleCopy, AWeekThatIsNoneOrThatTheFileHasNotIsRefused) {
  const Folder folder;
  const auto file = folder.file("w.json", week());
  EXPECT_EQ(run_loa({"schedule", "copy", file, "--from", "tuan", "--to", "2026-W49"}).code, 2);
  EXPECT_EQ(run_loa({"schedule", "copy", file, "--from", "2026-W48", "--to", "2026-W48"}).code, 2);
  const auto ran = run_loa({"schedule", "copy", file, "--from", "2026-W40", "--to", "2026-W49"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("2026-11-23 to 2026-11-29, not in 2026-W40"));
}

TEST(ScheduleDiff, EndsAsDiffDoes) {
  const Folder folder;
  const auto a = folder.file("a.json", week());
  const auto b = folder.file("b.json", week("17:30", "tin"));
  const auto same = run_loa({"schedule", "diff", a, a});
  EXPECT_EQ(same.code, 0);
  EXPECT_EQ(same.out, "Both say the same.\n");
  const auto different = run_loa({"schedule", "diff", a, b}, {{"LOA_LANG", ""}});
  EXPECT_EQ(different.code, 1);
  EXPECT_EQ(different.out,
            "Thứ Ba 17:30: đổi chương trình từ “Thủ tục hành chính” thành “Bản tin xã”\n");
  const auto trouble = run_loa({"schedule", "diff", a, folder.file("c.json", "{")});
  EXPECT_EQ(trouble.code, 2);
  EXPECT_EQ(trouble.out, "");
}

TEST(ScheduleDiff, SpeaksJsonToPrograms) {
  const Folder folder;
  const auto ran = run_loa({"schedule", "diff", "--json", folder.file("a.json", week()),
                            folder.file("b.json", week("18:00"))});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(nlohmann::json::parse(ran.out), nlohmann::json::parse(R"([{"code": "slot-moved",
    "where": "Tuesday 18:00", "what": "moved from 17:30 to 18:00",
    "message": "Tuesday 18:00: moved from 17:30 to 18:00"}])"));
}

}  // namespace
}  // namespace loa::cli::testing
