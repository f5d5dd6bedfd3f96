// `loa schedule import` and `loa schedule export`: what they print, where, and how they end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "program.h"

namespace loa::cli::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kSamples = LOA_SOURCE_DIR "/tests/schedules/intake/samples/";
const std::string kExample = LOA_SOURCE_DIR "/schedules/examples/commune-week.json";

std::vector<std::string> with_answers(std::vector<std::string> arguments) {
  for (const auto* answer : {"content=doc", "relay=http://relay.example.invalid/vov1.mp3",
                             "end=15 phút", "week=2026-11-23"}) {
    arguments.insert(arguments.end(), {"--answer", answer});
  }
  return arguments;
}

TEST(ScheduleImport, ShowsWhatItUnderstoodWithPlacesAndAsksForTheRest) {
  const Folder folder;
  const auto out = folder.path() + "/tuan.json";
  const auto ran = run_loa({"schedule", "import", kSamples + "luoi-ngay-cot.xlsx", "-o", out});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("DAYS"));
  EXPECT_THAT(ran.out, HasSubstr("~05:30"));
  EXPECT_THAT(ran.out, HasSubstr("Tuần 48!B3, A5, –, B5"));
  EXPECT_THAT(ran.out, HasSubstr("question: what is to sound for \"Bản tin xã\"? (3 places)"));
  EXPECT_THAT(ran.out, HasSubstr("--answer 'content@Tuần 48!B5=doc'"));
  EXPECT_FALSE(std::filesystem::exists(out)) << "nothing is written while something is open";
}

TEST(ScheduleImport, WithAnswersItWritesAScheduleThatChecks) {
  const Folder folder;
  const auto out = folder.path() + "/tuan.json";
  const auto ran =
      run_loa(with_answers({"schedule", "import", kSamples + "luoi-ngay-cot.xlsx", "-o", out}));
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("a schedule from 2026-11-23 to 2026-11-29"));
  EXPECT_EQ(run_loa({"schedule", "check", out}).code, 0);
}

TEST(ScheduleImport, TakesAnswersFromAFileAndAWeekAndASheetFromTheCommandLine) {
  const Folder folder;
  const auto answers = folder.file("tra-loi.txt",
                                   "# tuần nào cũng vậy\ncontent=doc\nend=15 phút\n"
                                   "relay=http://relay.example.invalid/a.mp3\n");
  const auto file = kSamples + "cong-thuc-hang-an.xlsx";
  EXPECT_THAT(run_loa({"schedule", "import", file}).out, HasSubstr("--answer 'sheet="));
  const auto ran = run_loa({"schedule", "import", file, "--sheet", "TUẦN 48", "--week-of",
                            "2026-11-25", "--answers", answers});
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("2026-11-23 to 2026-11-29"));
}

TEST(ScheduleImport, SpeaksJsonToPrograms) {
  const auto ran = run_loa({"schedule", "import", kSamples + "mau-nghi-dinh.txt", "--json"});
  EXPECT_EQ(ran.code, 1);
  const auto json = nlohmann::json::parse(ran.out);
  EXPECT_EQ(json.at("ok"), false);
  EXPECT_FALSE(json.at("questions").empty());
}

TEST(ScheduleImport, FindsTitlesInTheMediaFolderAndMeasuresThem) {
  const Folder folder;
  std::filesystem::create_directories(folder.path() + "/am-thanh/tin");
  // 90 s of silence: the smallest WAV header, 8 kHz, 8 bits.
  const std::uint32_t bytes = 90 * 8000;
  std::string wav = "RIFF....WAVEfmt \x10";
  const auto number = [&wav](std::uint32_t value, int size) {
    for (int i = 0; i < size; ++i) wav += static_cast<char>(value >> (8 * i) & 0xFF);
  };
  number(0, 3);
  number(1, 2);
  number(1, 2);
  number(8000, 4);
  number(8000, 4);
  number(1, 2);
  number(8, 2);
  wav += "data";
  number(bytes, 4);
  wav += std::string(bytes, '\x80');
  for (int i = 0; i < 4; ++i)
    wav[4 + static_cast<std::size_t>(i)] = static_cast<char>((bytes + 36) >> (8 * i) & 0xFF);
  std::ofstream(folder.path() + "/am-thanh/tin/Bản tin xã.wav", std::ios::binary) << wav;
  const auto file =
      folder.file("lich.txt", "TUẦN 23/11/2026 – 29/11/2026\nTHỨ HAI\n5h00 bản tin xã\n");
  const auto ran =
      run_loa({"schedule", "import", file, "--media", folder.path() + "/am-thanh", "--json"});
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  const auto slot = nlohmann::json::parse(ran.out).at("slots").at(0);
  EXPECT_EQ(slot.at("end"), "05:02");
  EXPECT_EQ(slot.at("endFrom"), "content");
}

TEST(ScheduleImport, HoldsTheWeekToAPolicy) {
  const Folder folder;
  const auto file =
      folder.file("lich.txt", "TUẦN 23/11/2026 – 29/11/2026\nTHỨ BẢY\n5h00-5h10 Bản tin xã\n");
  const auto ran = run_loa(
      {"schedule", "import", file, "--answer", "content=doc", "--policy", "ha-noi-urban-2021"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("lich.txt:3:1: "));
  EXPECT_THAT(ran.out, HasSubstr("breaks the rule \"cuoi-tuan\" of ha-noi-urban-2021"));
  EXPECT_EQ(run_loa({"schedule", "import", file, "--policy", "ha-noi"}).code, 1);
}

TEST(ScheduleImport, BadFilesAndBadCommandLinesAreSaid) {
  const Folder folder;
  const auto picture = folder.file("lich.xlsx", "\x89PNG\r\n\x1A\n");
  const auto ran = run_loa({"schedule", "import", picture}, {{"LOA_LANG", "vi"}});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("ảnh"));
  EXPECT_EQ(run_loa({"schedule", "import", folder.path() + "/none.xlsx"}).code, 1);
  EXPECT_EQ(run_loa({"schedule", "import", picture, "--week-of", "mai"}).code, 2);
  EXPECT_EQ(run_loa({"schedule", "import", picture, "--answer", "x"}).code, 2);
  EXPECT_EQ(run_loa({"schedule", "import"}).code, 2);
  EXPECT_EQ(run_loa({"schedule", "import", picture, "--media", folder.path() + "/none"}).code, 1);
}

TEST(ScheduleExport, AWorkbookThatIsImportedAgainIsTheSameWeek) {
  const Folder folder;
  const auto week = folder.path() + "/tuan-49.json";
  const auto again = folder.path() + "/lai.json";
  const auto book = folder.path() + "/tuan-49.xlsx";
  const auto copied =
      run_loa({"schedule", "copy", kExample, "--from", "2026-W48", "--to", "2026-W49", "-o", week});
  ASSERT_EQ(copied.code, 0) << copied.err;
  const auto out =
      run_loa({"schedule", "export", week, "--to", "xlsx", "--week-of", "2026-11-30", "-o", book});
  ASSERT_EQ(out.code, 0) << out.err;
  const auto in = run_loa({"schedule", "import", book, "--templates", week, "-o", again});
  ASSERT_EQ(in.code, 0) << in.out << in.err;
  const auto expanded = [](const std::string& file) {
    return run_loa({"schedule", "expand", file, "--from", "2026-11-30", "--to", "2026-12-07"}).out;
  };
  EXPECT_THAT(expanded(week), HasSubstr("2026-11-30"));
  EXPECT_EQ(expanded(week), expanded(again));
}

TEST(ScheduleExport, EveryFormIsWritten) {
  const Folder folder;
  const std::pair<const char*, const char*> forms[] = {{"xlsx", "PK"},
                                                       {"pdf", "%PDF-"},
                                                       {"ics", "BEGIN:VCALENDAR"},
                                                       {"text", "LỊCH PHÁT THANH"},
                                                       {"json", "{"}};
  for (const auto& [form, begins] : forms) {
    const auto out = folder.path() + "/tuan." + form;
    const auto ran = run_loa({"schedule", "export", kExample, "--to", form, "-o", out});
    EXPECT_EQ(ran.code, 0) << form << ran.err;
    std::ifstream in(out, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    EXPECT_TRUE(bytes.starts_with(begins)) << form;
  }
  EXPECT_EQ(run_loa({"schedule", "export", kExample, "--to", "doc"}).code, 2);
  EXPECT_EQ(run_loa({"schedule", "export", kExample, "--to", "pdf"}).code, 2) << "pages need -o";
  EXPECT_EQ(
      run_loa({"schedule", "export", kExample, "--to", "ics", "--week-of", "2026-11-23"}).code, 2);
}

}  // namespace
}  // namespace loa::cli::testing
