// An operator's file over the station's HTTP interface: understood in the sandboxed importer, asked
// about, answered, and taken.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shell_support.h"

namespace loa::daemon::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kSamples = LOA_SOURCE_DIR "/tests/schedules/intake/samples/";

struct ImportTest : ::testing::Test {
  explicit ImportTest(const std::string& policy = "open") {
    config.policy = policy;
    write_tone(folder / "media" / "tin" / "Bản tin xã.wav", 75);
    station = std::make_unique<RunningStation>(config);
  }

  static std::string part(const std::string& name, const std::string& content,
                          const std::string& file = "") {
    return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"" +
           (file.empty() ? "" : "; filename=\"" + file + "\"") + "\r\n\r\n" + content + "\r\n";
  }

  Called send(const std::string& form) const {
    auto headers = station->owner();
    headers["x-loa"] = "test";
    headers["content-type"] = "multipart/form-data; boundary=b";
    return station->call("POST", "/v1/schedule/import", {}, form, headers);
  }

  Json import(const std::string& content, const std::string& name, const Json& answers) const {
    const auto called =
        send(part("file", content, name) + part("answers", answers.dump()) + "--b--\r\n");
    EXPECT_EQ(called.status, 200) << called.body;
    return called.json();
  }

  // Answers every question, until there are none.
  Json import_whole(const std::string& content, const std::string& name) const {
    Json answers = Json::array();
    for (int round = 0; round < 5; ++round) {
      auto answer = import(content, name, answers);
      if (answer.at("questions").empty()) return answer;
      for (const auto& question : answer.at("questions")) {
        answers.push_back({{"code", question.at("code")},
                           {"at", question.at("at")},
                           {"value", answer_to(question)}});
      }
    }
    ADD_FAILURE() << "still asked";
    return {};
  }

  static std::string answer_to(const Json& question) {
    const auto code = question.at("code").get<std::string>();
    if (code == "content") return "doc";
    if (code == "relay") return "http://relay.example.invalid/vov1.mp3";
    if (code == "end") return "15 phút";
    return question.at("choices").at(0).at("value").get<std::string>();
  }

  // A slow machine may not know a file's length the first time, and asks where the slot ends.
  Json import_measured(const std::string& content) const {
    Json answer;
    for (int tries = 0; tries < 20; ++tries) {
      answer = import(content, "lich.txt", Json::array());
      const auto& questions = answer.at("questions");
      if (std::ranges::none_of(questions, [](const Json& q) { return q.at("code") == "end"; }))
        break;
    }
    return answer;
  }

  Folder folder;
  Config config{config_in(folder)};
  std::unique_ptr<RunningStation> station;
};

TEST_F(ImportTest, AWorkbookIsUnderstoodAskedAboutAndThenTaken) {
  const auto file = content_of(kSamples + "luoi-ngay-cot.xlsx");
  const auto first = import(file, "Lịch tuần 48.xlsx", Json::array());
  EXPECT_EQ(first.at("ok"), false);
  EXPECT_EQ(first.at("schedule"), nullptr);
  EXPECT_EQ(first.at("slots")[0].at("at").at("start"), "Tuần 48!A4");
  EXPECT_THAT(first.at("questions"), Not(IsEmpty()));

  const auto whole = import_whole(file, "Lịch tuần 48.xlsx");
  ASSERT_EQ(whole.at("ok"), true) << whole.dump();
  EXPECT_EQ(station->get("/v1/schedule").status, 404) << "nothing is taken by importing";
  const auto taken = station->post("/v1/schedule", whole.at("schedule").dump());
  EXPECT_EQ(taken.json().at("taken"), true) << taken.body;
  EXPECT_EQ(station->get("/v1/schedule").json().at("slots").size(),
            whole.at("schedule").at("slots").size());
}

TEST_F(ImportTest, TitlesAreFoundInTheMediaFolderAndEndWithTheirContent) {
  const auto answer = import_measured("Tuần 48 (26/11 – 02/12/2029)\nTHỨ HAI\n5h00 BẢN TIN XÃ\n");
  ASSERT_EQ(answer.at("ok"), true) << answer.dump();
  EXPECT_EQ(answer.at("media"), Json::array({"tin/Bản tin xã.wav"}));
  EXPECT_EQ(answer.at("slots")[0].at("endFrom"), "content");
  EXPECT_EQ(answer.at("slots")[0].at("end"), "05:02");
}

TEST_F(ImportTest, TheStationsOwnProgrammesAreUsedAgain) {
  ASSERT_EQ(station->post("/v1/schedule", small_week()).status, 200);
  const auto answer = import("Tuần 48 (26/11 – 02/12/2029)\nTHỨ HAI\n6h00 chao buoi sang\n",
                             "lich.txt", Json::array());
  ASSERT_EQ(answer.at("ok"), true) << answer.dump();
  EXPECT_EQ(answer.at("slots")[0].at("programme"), "sang");
  EXPECT_EQ(answer.at("slots")[0].at("endFrom"), "last-week");
  EXPECT_EQ(answer.at("schedule").at("version"), 2);
}

struct ImportUnderRules : ImportTest {
  ImportUnderRules() : ImportTest("ha-noi-urban-2021") {}
};

TEST_F(ImportUnderRules, ABrokenRuleIsNamedWithThePlaceInTheOperatorsFile) {
  const auto answer = import_measured(
      "Tuần 48 (26/11 – 02/12/2029)\nTHỨ HAI\n5h00 Bản tin xã\nTHỨ BẢY\n5h00 Bản tin xã\n");
  EXPECT_EQ(answer.at("ok"), false);
  ASSERT_EQ(answer.at("problems").size(), 1U) << answer.dump();
  const auto& problem = answer.at("problems")[0];
  EXPECT_EQ(problem.at("code"), "policy-silent");
  EXPECT_EQ(problem.at("at"), "5:1");
  EXPECT_THAT(problem.at("message").at("vi").get<std::string>(), HasSubstr("cuoi-tuan"));
}

TEST_F(ImportTest, BadFilesAreAnsweredInWords) {
  const std::pair<std::string, std::string> cases[] = {
      {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0'), ""},
      {"\x89PNG\r\n\x1A\n", "picture"},
      {"", "file-empty"},
      {"PK\3\4 and nothing of a zip", "zip-damaged"},
      {"T2\n25h70 Ca nhạc\n", "bad-time"},
  };
  for (const auto& [content, code] : cases) {
    const auto answer = import(content, "lich.xlsx", Json::array());
    EXPECT_EQ(answer.at("ok"), false);
    ASSERT_THAT(answer.at("problems"), Not(IsEmpty())) << answer.dump();
    if (!code.empty()) {
      EXPECT_EQ(answer.at("problems")[0].at("code"), code);
    }
    EXPECT_EQ(answer.at("problems")[0].at("file"), "lich.xlsx");
  }
}

TEST_F(ImportTest, WhatIsNoFormIsRefused) {
  EXPECT_EQ(station->post("/v1/schedule/import", "{}").status, 400);
  EXPECT_EQ(send("").status, 400);
  EXPECT_EQ(send(part("answers", "[]") + "--b--\r\n").status, 400);
  EXPECT_EQ(send(part("file", "5h Tin", "a.txt")).status, 400) << "the end is missing";
  for (const auto* answers :
       {"{", "{}", "[1]", R"([{"code":"end"}])", R"([{"code":"end","at":1,"value":"x"}])"}) {
    const auto form = part("file", "5h Tin", "a.txt") + part("answers", answers) + "--b--\r\n";
    EXPECT_EQ(send(form).status, 400) << answers;
  }
  const auto week = part("file", "5h Tin", "a.txt") + part("weekOf", "mai") + "--b--\r\n";
  EXPECT_EQ(send(week).status, 400);
  const auto large = part("file", std::string((16U << 20) + 1, 'a'), "a.txt") + "--b--\r\n";
  EXPECT_EQ(send(large).status, 413);
}

TEST_F(ImportTest, WithoutTheImporterItSaysSoAndTheStationGoesOn) {
  station.reset();
  config.importer = folder / "nothing";
  station = std::make_unique<RunningStation>(config);
  EXPECT_EQ(send(part("file", "5h Tin", "a.txt") + "--b--\r\n").status, 500);
  EXPECT_EQ(station->get("/v1/status").status, 200);
}

}  // namespace
}  // namespace loa::daemon::testing
