// Speaking live, with a real microphone of ALSA's (the test card) and a station on the virtual
// output.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "shell_support.h"
#include "support/test_card.h"

namespace loa::daemon::testing {
namespace {

using ::testing::HasSubstr;

struct LiveTest : ::testing::Test {
  LiveTest() {
    write_tone(folder / "noise.wav", 1, 0.25F);
    write(folder / "noise.s16", content_of(folder / "noise.wav").substr(44));
    auto config = config_in(folder);
    config.live.device = "alsa:" + microphone.ear("OTHER=" + (folder / "noise.s16").string());
    config.live.longest = std::chrono::seconds{20};
    station = std::make_unique<RunningStation>(config);
  }

  Json on_air() const {
    return station->wait_until([](const Json& status) { return !status.at("onAir").is_null(); });
  }
  void until_it_is_over() const {
    station->wait_until([](const Json& status) { return status.at("onAir").is_null(); });
  }
  Json row(const std::string& kind, const std::string& key, const Json& value) const {
    const auto rows = station->get("/v1/log").json().at("rows");
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const Json& one) {
      return one.at("kind") == kind && one.at(key) == value;
    });
    return found == rows.end() ? Json::object() : *found;
  }

  Folder folder;
  tests::TestCard microphone;
  std::unique_ptr<RunningStation> station;
};

TEST_F(LiveTest, IsOnTheAirUntilItIsStoppedAndIsInTheRecord) {
  EXPECT_EQ(station->get("/v1/status").json().at("live").at("longest"), 20);
  const auto taken = station->post("/v1/live", R"({"level":2,"title":"Chủ tịch xã"})");
  ASSERT_EQ(taken.status, 202) << taken.body;
  EXPECT_EQ(taken.json().at("length"), 20);
  const auto status = on_air();
  EXPECT_EQ(status.at("onAir").at("title"), "Chủ tịch xã");
  station->wait_until([](const Json& s) { return s.at("sound").at("rmsDb") > -40; });
  station->post("/v1/stop", "{}");
  until_it_is_over();
  const auto result = row("result", "occurrence", taken.json().at("occurrence"));
  EXPECT_EQ(result.at("framesDue"),
            result.at("framesPlayed").get<int>() + result.at("framesDropped").get<int>())
      << "who speaks says when it is over";
  EXPECT_GT(result.at("framesPlayed"), 0);
  EXPECT_EQ(result.at("level"), 2);
  EXPECT_THAT(row("event", "title", "live").dump(), HasSubstr("alsa:loatest"));
}

TEST_F(LiveTest, EndsByItself) {
  const auto taken = station->post("/v1/live", R"({"for":"2s"})");
  ASSERT_EQ(taken.status, 202) << taken.body;
  on_air();
  until_it_is_over();
  const auto result = row("result", "occurrence", taken.json().at("occurrence"));
  EXPECT_LE(result.at("framesDue"), 2 * 48000);
  EXPECT_GT(result.at("framesPlayed"), 0);
}

TEST_F(LiveTest, SpeakingOverThePageNeedsASocketOfItsOwnAndEndsWithoutOne) {
  EXPECT_EQ(station->post("/v1/microphone", R"({"device":"alsa:Mic"})").status, 422);
  EXPECT_EQ(station->post("/v1/microphone", R"({"for":"21s"})").status, 422);
  EXPECT_EQ(station->post("/v1/microphone", R"({"codec":"mp3"})").status, 422);
  const auto taken =
      station->post("/v1/microphone", R"({"for":"15s","title":"Chủ tịch xã","codec":"opus"})");
  ASSERT_EQ(taken.status, 202) << taken.body;
  const std::string occurrence = taken.json().at("occurrence");
  EXPECT_EQ(station->post("/v1/microphone", "{}").json().at("error"), "microphone-taken");
  EXPECT_EQ(station->get("/v1/microphone", {{"occurrence", "manual/0.0"}}).status, 409);
  EXPECT_EQ(station->get("/v1/microphone", {{"occurrence", occurrence}}).status, 426);
  add_person(*station, "Hoa", "operator");
  Browser hoa(*station);
  hoa.log_in("Hoa");
  EXPECT_EQ(hoa.get("/v1/microphone").status, 409) << "it is not hers";
  EXPECT_EQ(on_air().at("onAir").at("title"), "Chủ tịch xã");
  until_it_is_over();
  EXPECT_NE(row("result", "occurrence", occurrence).at("outcome"), "played");
  EXPECT_THAT(row("event", "title", "live").dump(), HasSubstr(R"(\"device\":\"page\")"));
}

TEST_F(LiveTest, IsRefusedWhereItCannotBeginAtOnce) {
  EXPECT_EQ(station->post("/v1/live", R"({"for":"21s"})").status, 422) << "longer than configured";
  EXPECT_EQ(station->post("/v1/live", R"({"device":"alsa:file:'|reboot',raw"})").status, 422);
  station->post("/v1/live", R"({"level":1})");
  on_air();
  const auto refused = station->post("/v1/live", R"({"level":3})");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.json().at("error"), "no-air");
  station->post("/v1/stop", "{}");
  until_it_is_over();
  station->post("/v1/pause", "");
  EXPECT_EQ(station->post("/v1/live", "{}").json().at("error"), "paused");
}

TEST_F(LiveTest, IsOverAndDoesNotComeBackWhenAnEmergencyCutsIt) {
  const auto taken = station->post("/v1/live", "{}");
  on_air();
  station->post("/v1/play", R"({"chime":"ba-tieng","level":1})");
  station->wait_until(
      [](const Json& s) { return !s.at("onAir").is_null() && s.at("onAir").at("level") == 1; });
  until_it_is_over();
  const auto result = row("result", "occurrence", taken.json().at("occurrence"));
  EXPECT_EQ(result.at("reason"), "pre-empted");
  EXPECT_TRUE(station->get("/v1/status").json().at("onAir").is_null());
}

TEST(Live, NeedsAMicrophone) {
  Folder folder;
  const RunningStation station{config_in(folder)};
  EXPECT_TRUE(station.get("/v1/status").json().at("live").is_null());
  const auto refused = station.post("/v1/live", "{}");
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body, HasSubstr("no-microphone"));
}

}  // namespace
}  // namespace loa::daemon::testing
