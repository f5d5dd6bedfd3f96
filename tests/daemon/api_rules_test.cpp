// The rules over HTTP: overrides with who, why and until when, and the questions about what
// collides at level 2.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/clock.h"
#include "shell_support.h"

namespace loa::daemon::testing {
namespace {

using ::testing::HasSubstr;

struct RulesTest : ::testing::Test {
  RulesTest() {
    // Nothing may sound, whatever the hour at which this test runs.
    write(folder / "policy.json", R"({"id": "im", "version": 1, "title": "Im lặng",
        "rules": [{"id": "im-lang", "silent": true}],
        "volume": [{"id": "nho", "from": "00:00", "to": "00:00", "percent": 40}]})");
    config.policy = folder / "policy.json";
    station = std::make_unique<RunningStation>(config);
  }

  Json event(const std::string& title) const {
    const auto rows = station->get("/v1/log", {{"limit", "200"}}).json().at("rows");
    for (const auto& row : rows) {
      if (row.at("kind") == "event" && row.at("title") == title) return row;
    }
    return {};
  }

  Called override_until(base::Duration from_now) const {
    const auto until = base::to_rfc3339(base::wall_now() + from_now);
    return station->post(
        "/v1/override", Json{{"who", "Chủ tịch xã"}, {"why", "bão số 5"}, {"until", until}}.dump());
  }

  Folder folder;
  Config config{config_in(folder)};
  std::unique_ptr<RunningStation> station;
};

TEST_F(RulesTest, AnOverrideSaysWhoWhyAndUntilWhenAndIsInTheRecord) {
  EXPECT_EQ(station->get("/v1/policy").json().at("id"), "im");
  const auto refused = station->post("/v1/play", R"({"text":"Kính chào bà con"})");
  EXPECT_EQ(refused.status, 422) << refused.body;
  EXPECT_THAT(refused.body, HasSubstr("im-lang"));

  ASSERT_EQ(override_until(std::chrono::hours{2}).status, 200);
  const auto policy = station->get("/v1/status").json().at("policy");
  EXPECT_EQ(policy.at("override").at("who"), "Chủ tịch xã");
  EXPECT_EQ(station->post("/v1/play", R"({"text":"Kính chào bà con"})").status, 202);
  const auto given = event("override");
  for (const char* part : {"Chủ tịch xã", "bão số 5", "until", "test@127.0.0.1"}) {
    EXPECT_THAT(given.dump(), HasSubstr(part));
  }
  EXPECT_EQ(station->post("/v1/override/end", "{}").status, 200);
  EXPECT_THAT(event("override-end").dump(), HasSubstr("test@127.0.0.1"));
  EXPECT_EQ(station->post("/v1/override/end", "{}").status, 409) << "there is none any more";
}

TEST_F(RulesTest, AnOverrideIsForAnOccasionAndSaysAllOfIt) {
  EXPECT_EQ(override_until(std::chrono::hours{-1}).status, 422);
  EXPECT_EQ(override_until(std::chrono::hours{24 * 8}).status, 422);
  for (const auto* body :
       {"{}", R"({"who":"A","until":"2027-01-01T00:00:00Z"})", R"({"who":"A","why":"B"})",
        R"({"who":"A","why":"B","until":"mai"})", R"({"who":"","why":"B","until":"x"})"}) {
    EXPECT_EQ(station->post("/v1/override", body).status, 422) << body;
  }
  EXPECT_EQ(station->get("/v1/status").json().at("policy").at("override"), nullptr);
}

TEST_F(RulesTest, AnEmergencyIsExempt) {
  EXPECT_EQ(station->post("/v1/play", R"({"text":"Lũ đang lên","level":1})").status, 202);
}

TEST_F(RulesTest, AWeekThatBreaksARuleIsRefusedWithTheRuleNamed) {
  const auto answer = station->post("/v1/schedule", small_week());
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.json().at("problems")[0].at("code"), "policy-silent");
  EXPECT_THAT(answer.body, HasSubstr("im-lang"));
}

struct CollisionsTest : ::testing::Test {
  Folder folder;
  RunningStation station{config_in(folder)};
};

TEST_F(CollisionsTest, TwoOfLevelTwoAreAskedAboutAndTheAnswerIsInTheRecord) {
  const auto text = week(R"([{"id":"xa","title":"Tin xã","items":[{"chime":"nhac-hieu"}]},
               {"id":"tinh","title":"Tin tỉnh","items":[{"chime":"nhac-hieu"}]}])",
                         R"([{"id":"a","days":["T2","T3","T4","T5","T6","T7","CN"],"start":"05:00",
                "length":"10m","programme":"xa","level":2},
               {"id":"b","days":["T2"],"start":"05:05","length":"10m","programme":"tinh",
                "level":2}])");
  const auto taken = station.post("/v1/schedule", text).json();
  EXPECT_EQ(taken.at("taken"), true);
  EXPECT_EQ(taken.at("problems")[0].at("code"), "priority-collision");

  const auto asked = station.get("/v1/collisions").json().at("collisions");
  ASSERT_GE(asked.size(), 1U);
  const auto& one = asked[0];
  EXPECT_EQ(one.at("first").at("title"), "Tin xã");
  EXPECT_EQ(one.at("default"), one.at("first").at("key"));
  EXPECT_EQ(one.at("answer"), nullptr);

  const Json choice{{"id", one.at("id")}, {"first", one.at("second").at("key")}};
  EXPECT_EQ(station.post("/v1/collisions", choice.dump()).status, 200);
  EXPECT_EQ(station.get("/v1/collisions").json().at("collisions")[0].at("answer"),
            one.at("second").at("key"));
  EXPECT_THAT(station.get("/v1/log", {{"limit", "200"}}).body, HasSubstr("collision-answer"));
  EXPECT_EQ(station.post("/v1/collisions", R"({"id":"x+y","first":"x"})").status, 409);
  const Json other{{"id", one.at("id")}, {"first", "khác"}};
  EXPECT_EQ(station.post("/v1/collisions", other.dump()).status, 409);
}

}  // namespace
}  // namespace loa::daemon::testing
