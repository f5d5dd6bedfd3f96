// A first start, and a later one, at the page of a real station.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shell_support.h"
#include "support/test_card.h"

namespace loa::daemon::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kOld = R"({
  // of a technician
  "name": "Đài cũ", "bufferMs": 500, "centre": {"url": "https://a:1", "token": "bí mật"}})";

Config config_with(const Folder& folder, const std::string& output = "") {
  write(folder / "station.json", kOld);
  auto config = config_in(folder);
  config.file = (folder / "station.json").string();
  if (!output.empty()) config.output = output;
  return config;
}

struct SetupPage : ::testing::Test {
  Folder folder;
  RunningStation station{config_with(folder)};

  std::string file() const { return content_of(folder / "station.json"); }
  Called take(const Json& answers) const { return station.post("/v1/setup", answers.dump()); }
};

TEST_F(SetupPage, TellsWhatThereIsToAskAndNoSecret) {
  const auto answer = station.get("/v1/setup");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_THAT(answer.body, Not(HasSubstr("bí mật")));
  const auto setup = answer.json();
  EXPECT_EQ(setup.at("answers"),
            Json::parse(R"({"name": "Đài cũ", "centre": {"url": "https://a:1"}})"));
  EXPECT_EQ(setup.at("fault"), nullptr);
  EXPECT_EQ(setup.at("renewal"), nullptr);
  EXPECT_FALSE(setup.at("machine").at("addresses").empty());
  EXPECT_THAT(setup.at("pages").at(0).get<std::string>(), HasSubstr("http://127.0.0.1:"));
}

TEST_F(SetupPage, WritesWhatIsAnsweredKeepsTheRestAndBeginsAgain) {
  const auto answer = take({{"name", "Đài xã"}, {"commune", "13291"}, {"centre", nullptr}});
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.json().at("changed"), true);
  EXPECT_EQ(answer.json().at("renewal").at("waits"), false);
  EXPECT_EQ(Json::parse(file()),
            Json::parse(R"({"name": "Đài xã", "commune": "13291", "bufferMs": 500})"));
  EXPECT_EQ(content_of(folder / "station.json.previous"), kOld);
  EXPECT_TRUE(station.begins_again());
}

TEST_F(SetupPage, WhatIsWrittenTwiceTheSameChangesNothing) {
  take({{"zone", "Asia/Ho_Chi_Minh"}});
  const auto written = file();
  EXPECT_EQ(take({{"zone", "Asia/Ho_Chi_Minh"}}).json(), Json({{"changed", false}}));
  EXPECT_EQ(file(), written);
}

TEST_F(SetupPage, RefusesByKeyWhatTheStationWouldNotTakeAndLeavesTheFile) {
  struct Case {
    Json answers;
    const char* field;
  };
  for (const auto& [answers, field] :
       std::vector<Case>{{{{"commune", "99999"}}, "commune"},
                         {{{"name", nullptr}}, "name"},
                         {{{"zone", "Asia/Hanoi"}}, "zone"},
                         {{{"output", "loa"}}, "output"},
                         {{{"decoder", "/tmp/x"}}, "decoder"},
                         {{{"listen", {{"address", "203.0.113.7"}}}}, "listen.address"},
                         {{{"board", {{"kind", "ddp"}}}}, "board.address"}}) {
    const auto answer = take(answers);
    EXPECT_EQ(answer.status, 422) << answers;
    EXPECT_THAT(answer.json().at("problems").dump(), HasSubstr(field)) << answers;
    EXPECT_EQ(file(), kOld) << answers;
  }
  EXPECT_EQ(station.get("/v1/setup").json().at("renewal"), nullptr);
}

TEST_F(SetupPage, WaitsForWhatIsOnTheAirUnlessSomebodyInsists) {
  ASSERT_EQ(station.post("/v1/play", R"({"chime": "nhac-hieu"})").status, 202);
  station.wait_until([](const Json& status) { return !status.at("onAir").is_null(); });
  const auto answer = take({{"name", "Đài xã"}});
  EXPECT_EQ(answer.json().at("renewal").at("waits"), true);
  EXPECT_FALSE(answer.json().at("renewal").at("onAir").is_null());
  EXPECT_EQ(station.post("/v1/setup/tone", R"({"output": "alsa:x"})").status, 409);
  EXPECT_EQ(station.post("/v1/restart", R"({"now": true})").status, 202);
  EXPECT_TRUE(station.begins_again());
}

TEST_F(SetupPage, FindsCommunes) {
  const auto found =
      station.get("/v1/communes", {{"q", "phu van ninh binh"}}).json().at("communes");
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0],
            Json({{"code", "13291"}, {"name", "Phường Phù Vân"}, {"province", "Tỉnh Ninh Bình"}}));
}

TEST(SetupTone, SoundsOnACardThatTheStationDoesNotHave) {
  const tests::TestCard card;
  const Folder folder;
  const RunningStation station(config_with(folder));
  const auto answer =
      station.post("/v1/setup/tone", Json{{"output", "alsa:" + card.name()}}.dump());
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.json().at("how"), "card");
  EXPECT_TRUE(card.recording().first_sound(0.05F));
}

TEST(SetupTone, OnTheStationsOwnCardGoesThroughTheStation) {
  const tests::TestCard card;
  const Folder folder;
  const RunningStation station(config_with(folder, "alsa:" + card.name()));
  const auto answer =
      station.post("/v1/setup/tone", Json{{"output", "alsa:" + card.name()}}.dump());
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.json().at("how"), "station");
  station.wait_until([](const Json& status) { return !status.at("onAir").is_null(); });
  station.wait_until([](const Json& status) { return status.at("onAir").is_null(); });
  EXPECT_TRUE(card.recording().first_sound(0.05F));
}

TEST(SetupTone, OfADeviceThatIsNotThereIsRefusedInWords) {
  const tests::TestCard card;
  const Folder folder;
  const RunningStation station(config_with(folder));
  const auto answer = station.post("/v1/setup/tone", R"({"output": "alsa:KhongCo"})");
  EXPECT_EQ(answer.status, 422);
  EXPECT_FALSE(answer.json().at("message").at("vi").get<std::string>().empty());
}

}  // namespace
}  // namespace loa::daemon::testing
