// Policies: read, written, signed over, and schedules held against them.
#include "schedules/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "schedules/notation.h"
#include "week.h"

namespace loa::schedules::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using Json = nlohmann::ordered_json;

constexpr const char* kFull = R"({
  "id": "xa-mau", "version": 2, "title": "Xã mẫu", "source": "QĐ 1", "sessionGap": "10m",
  "rules": [
    {"id": "gio", "title": "Giờ phát", "days": ["T2", "CN"], "clusters": ["cum-1"],
     "earliest": "05:00", "latest": "21:00"},
    {"id": "buoi", "sessionsPerDay": 2, "sessionLength": "45m", "dayLength": "1h30m",
     "relayLength": "30m"},
    {"id": "nghi", "days": ["T7"], "silent": true}],
  "quiet": [{"id": "tang", "title": "Quốc tang", "date": "2026-12-01", "days": 2},
            {"id": "tet", "holiday": "tet-nguyen-dan", "offset": -1, "days": 5}],
  "volume": [{"id": "dem", "from": "21:00", "to": "05:30", "percent": 40}]})";

std::shared_ptr<const Policy> policy_of(const std::string& json) {
  auto read = read_policy(json, "policy.json");
  if (read.policy) return read.policy;
  throw std::runtime_error(base::to_string(read.problems.front(), base::Language::english));
}

// A policy with these rules.
std::shared_ptr<const Policy> with_rules(const std::string& rules, const std::string& more = "") {
  return policy_of(R"({"id": "p", "version": 1, "title": "P", "rules": [)" + rules + "]" + more +
                   "}");
}

std::vector<std::string> codes(const base::Problems& problems) {
  std::vector<std::string> list;
  for (const auto& problem : problems) list.push_back(problem.code + " " + problem.field);
  return list;
}

std::vector<std::string> broken(const Week& week, const Policy& policy,
                                const std::vector<std::string>& clusters = {}) {
  const auto schedule = schedule_of(week.json());
  return codes(check(*schedule, policy, clusters, schedule->valid_from, schedule->valid_to));
}

std::vector<std::string> wrong(const std::string& json) {
  return codes(read_policy(json, "policy.json").problems);
}

TEST(PolicyDocument, ReadsBackWhatItWrites) {
  const auto policy = policy_of(kFull);
  EXPECT_EQ(policy->rules.size(), 3U);
  EXPECT_EQ(policy->rules[1].session_length, std::chrono::minutes{45});
  EXPECT_EQ(Json::parse(write_policy(*policy)), Json::parse(kFull));
  EXPECT_EQ(write_policy(*policy_of(write_policy(*policy))), write_policy(*policy));
}

TEST(PolicyDocument, TheSignedBytesDependOnWhatItSaysAndNotOnHowItIsWritten) {
  const auto written = policy_of(R"({"version": 1, "title": "P", "id": "p",
      "rules": [{"sessionLength": "60m", "id": "a"}], "sessionGap": "300s"} // chú thích)");
  EXPECT_EQ(canonical_policy(*written),
            R"({"id":"p","rules":[{"id":"a","sessionLength":"1h"}],"title":"P","version":1})");
  EXPECT_EQ(canonical_policy(*written),
            canonical_policy(*with_rules(R"({"id": "a", "sessionLength": "1h"})")));
  EXPECT_THAT(fingerprint(*written), HasSubstr("p.1 (sha256 "));
  EXPECT_NE(fingerprint(*written),
            fingerprint(*with_rules(R"({"id": "a", "sessionLength": "59m"})")));
}

TEST(PolicyDocument, EveryPresetIsReadAndSaysOnlyWhatIsPublished) {
  EXPECT_THAT(policy_presets(),
              UnorderedElementsAre("ha-noi-rural-2021", "ha-noi-urban-2021", "open"));
  const auto urban = policy_preset("ha-noi-urban-2021");
  ASSERT_NE(urban, nullptr);
  for (const auto& rule : urban->rules) {
    EXPECT_FALSE(rule.earliest || rule.latest || rule.relay || rule.day_length) << rule.id;
  }
  EXPECT_THAT(urban->volume, IsEmpty());
  EXPECT_THAT(policy_preset("open")->rules, IsEmpty());
  EXPECT_EQ(policy_preset("closed"), nullptr);
}

TEST(PolicyDocument, EverythingThatIsWrongIsSaidAtOnce) {
  EXPECT_THAT(
      wrong(R"({"id": "P", "title": "P", "rules": [
        {"id": "a"}, {"id": "a", "silent": true, "earliest": "05:00"},
        {"id": "b", "earliest": "25:00"}, {"id": "c", "earliest": "06:00", "latest": "05:00"},
        {"id": "d", "days": ["T9"], "sessionsPerDay": 0}, {"id": "e", "sessionLength": "2d"}],
        "quiet": [{"id": "q"}, {"id": "r", "holiday": "tet"},
                  {"id": "s", "date": "2026-02-30"}, {"id": "t", "date": "2026-01-01", "offset": 1}],
        "volume": [{"id": "v", "from": "05:00", "percent": 101}], "loud": 1})"),
      ElementsAre("bad-id id", "missing-key version", "rule-empty rules[0]", "id-twice rules[1].id",
                  "key-misplaced rules[1].silent", "bad-time rules[2].earliest",
                  "rule-empty rules[2]", "hours rules[3].latest", "bad-day rules[4].days[0]",
                  "out-of-range rules[4].sessionsPerDay", "bad-duration rules[5].sessionLength",
                  "missing-key quiet[0].date", "unknown-holiday quiet[1].holiday",
                  "bad-date quiet[2].date", "key-misplaced quiet[3].offset",
                  "missing-key volume[0].to", "out-of-range volume[0].percent",
                  "unknown-key loud"));
  EXPECT_EQ(read_policy("[]", "x").policy, nullptr);
  EXPECT_EQ(read_policy("", "x").policy, nullptr);
}

TEST(PolicyDocument, TheSchemaAndTheReaderKnowTheSameKeys) {
  std::ifstream in(LOA_SOURCE_DIR "/schedules/policy.schema.json");
  const auto schema = Json::parse(in);
  const std::pair<const char*, const char*> kinds[] = {{"/properties", ""},
                                                       {"/$defs/rule/properties", "/rules/0"},
                                                       {"/$defs/quiet/properties", "/quiet/0"},
                                                       {"/$defs/volume/properties", "/volume/0"}};
  for (const auto& [properties, at] : kinds) {
    const auto known = schema.at(Json::json_pointer(properties));
    for (const auto& [key, rule] : known.items()) {
      auto document = Json::parse(kFull);
      document[Json::json_pointer(at)][key] = nullptr;
      for (const auto& problem : read_policy(document.dump(), "p").problems) {
        EXPECT_NE(problem.code, "unknown-key") << properties << " " << key;
      }
      EXPECT_THAT(rule.value("description", ""), HasSubstr(" / ")) << key;
    }
    const auto full = Json::parse(kFull);
    for (const auto& [key, value] : full.at(Json::json_pointer(at)).items()) {
      EXPECT_TRUE(known.contains(key)) << properties << " " << key;
    }
  }
}

TEST(PolicyCheck, AWeekWithinTheRulesHasNoFindings) {
  EXPECT_THAT(broken({.slots = slot("a", "05:00", "15m", R"("T2","T3","T4","T5","T6")") + "," +
                               slot("b", "17:00", "15m", R"("T2","T3","T4","T5","T6")")},
                     *policy_preset("ha-noi-urban-2021")),
              IsEmpty());
}

TEST(PolicyCheck, HaNoiUrbanRefusesWeekendsLongSessionsAndAThirdOne) {
  const Week week{.slots = slot("a", "05:00", "20m") + "," + slot("b", "11:00", "5m") + "," +
                           slot("c", "17:00", "10m")};
  EXPECT_THAT(
      broken(week, *policy_preset("ha-noi-urban-2021")),
      ElementsAre("policy-session-length slots[0]", "policy-silent slots[0]",
                  "policy-silent slots[1]", "policy-sessions slots[2]", "policy-silent slots[2]"));
}

TEST(PolicyCheck, TheRuleTheSlotItsHoursAndThePolicyAreNamed) {
  const auto schedule = schedule_of(Week{.slots = slot("sang", "05:00", "50m")}.json());
  const auto problems = check(*schedule, *policy_preset("ha-noi-rural-2021"), {},
                              schedule->valid_from, schedule->valid_to);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_GT(problems[0].place.line, 0);
  EXPECT_EQ(problems[0].message.vi,
            "“sang” (Thứ Hai 05:00–05:50) trái quy định “thoi-luong-buoi” của ha-noi-rural-2021: "
            "mỗi buổi nhiều nhất 45 phút, buổi này 50 phút");
}

TEST(PolicyCheck, SlotsWithLittleBetweenThemAreOneSession) {
  const Week week{.slots = slot("a", "05:00", "8m") + "," + slot("b", "05:13", "8m") + "," +
                           slot("c", "05:27", "8m")};
  // 05:00–05:21 is one session, 05:27 (six minutes later) the next.
  EXPECT_THAT(broken(week, *with_rules(R"({"id": "r", "sessionLength": "21m"})")), IsEmpty());
  EXPECT_THAT(broken(week, *with_rules(R"({"id": "r", "sessionLength": "20m"})")),
              ElementsAre("policy-session-length slots[1]"));
  EXPECT_THAT(broken(week, *with_rules(R"({"id": "r", "sessionsPerDay": 1})")),
              ElementsAre("policy-sessions slots[2]"));
  EXPECT_THAT(
      broken(week, *with_rules(R"({"id": "r", "sessionsPerDay": 2})", R"(, "sessionGap": "4m")")),
      ElementsAre("policy-sessions slots[2]"));
}

TEST(PolicyCheck, HoursAreHalfOpenAndHoldOverMidnight) {
  const auto policy = with_rules(R"({"id": "r", "earliest": "05:00", "latest": "21:00"})");
  EXPECT_THAT(
      broken({.slots = slot("a", "05:00", "10m") + "," + slot("b", "20:50", "10m")}, *policy),
      IsEmpty());
  EXPECT_THAT(
      broken({.slots = slot("a", "04:59:59", "10m") + "," + slot("b", "20:50", "601s")}, *policy),
      ElementsAre("policy-hours slots[0]", "policy-hours slots[1]"));
  const auto morning = with_rules(R"({"id": "r", "days": ["T3"], "earliest": "05:00"})");
  EXPECT_THAT(broken({.slots = slot("a", "23:50", "10m", "\"T2\"")}, *morning), IsEmpty());
  EXPECT_THAT(broken({.slots = slot("a", "23:50", "11m", "\"T2\"")}, *morning),
              ElementsAre("policy-hours slots[0]"));
}

TEST(PolicyCheck, QuietDatesAreFoundBeyondTheFirstWeek) {
  const auto policy =
      with_rules("", R"(, "quiet": [{"id": "q", "date": "2026-12-25", "title": "Quốc tang"}])");
  const auto schedule = schedule_of(Week{.slots = slot("a", "05:00", "10m")}.json());
  const auto problems = check(*schedule, *policy, {}, schedule->valid_from, schedule->valid_to);
  ASSERT_THAT(codes(problems), ElementsAre("policy-quiet slots[0]"));
  EXPECT_THAT(problems[0].message.vi, HasSubstr("Thứ Sáu 2026-12-25 05:00–05:10"));
  EXPECT_THAT(problems[0].message.vi, HasSubstr("Quốc tang"));
  EXPECT_THAT(broken({.slots = slot("a", "05:00", "10m"),
                      .exceptions = R"({"date": "2026-12-25", "replace": []})"},
                     *policy),
              IsEmpty());
}

TEST(PolicyCheck, WhatAnExceptionAddsIsCheckedToo) {
  EXPECT_THAT(broken({.slots = slot("a", "05:00", "10m"),
                      .exceptions =
                          R"({"date": "2026-12-02", "add": [)" + dated("x", "12:00", "20m") + "]}"},
                     *with_rules(R"({"id": "r", "sessionLength": "15m"})")),
              ElementsAre("policy-session-length exceptions[0].add[0]"));
}

TEST(PolicyCheck, ADayHasSoMuchAndWhatOverlapsCountsOnce) {
  const auto policy = with_rules(R"({"id": "r", "dayLength": "30m"})");
  const auto level_two = R"(, "level": 2)";
  const Week week{.slots = slot("a", "05:00", "20m") + "," +
                           slot("b", "05:10", "10m", "\"T2\"", level_two) + "," +
                           slot("c", "17:00", "10m")};
  EXPECT_THAT(broken(week, *policy), IsEmpty());
  EXPECT_THAT(
      broken({.slots = slot("a", "05:00", "20m") + "," + slot("c", "17:00", "11m")}, *policy),
      ElementsAre("policy-day-length slots[1]"));
}

TEST(PolicyCheck, EmergenciesAreExempt) {
  EXPECT_THAT(broken({.slots = slot("a", "02:00", "50m", "\"CN\"", R"(, "level": 1)")},
                     *policy_preset("ha-noi-urban-2021")),
              IsEmpty());
}

TEST(PolicyCheck, ARelayHasItsOwnLimit) {
  const auto json = R"({"id": "w", "version": 1, "title": "W", "zone": "Asia/Ho_Chi_Minh",
    "valid": {"from": "2026-11-23", "to": "2026-11-29"},
    "programmes": [{"id": "p", "title": "P",
      "items": [{"relay": "http://vov/1", "duration": "31m"}]}],
    "slots": [{"id": "a", "days": ["T2"], "start": "05:00", "length": "40m", "programme": "p"},
              {"id": "b", "days": ["T3"], "start": "05:00", "length": "30m", "programme": "p"}]})";
  const auto schedule = schedule_of(json);
  const auto policy = with_rules(R"({"id": "r", "relayLength": "30m"})");
  EXPECT_THAT(codes(check(*schedule, *policy, {}, schedule->valid_from, schedule->valid_to)),
              ElementsAre("policy-relay slots[0]"));
}

TEST(PolicyCheck, ARuleForOneClusterHoldsThoseThatDriveIt) {
  const auto policy =
      with_rules(R"({"id": "r", "clusters": ["cum-truong-hoc"], "earliest": "06:00"})");
  const Week week{.slots = slot("a", "05:00", "10m")};
  EXPECT_THAT(broken(week, *policy, {"cum-cho"}), IsEmpty());
  EXPECT_THAT(broken(week, *policy, {"cum-cho", "cum-truong-hoc"}),
              ElementsAre("policy-hours slots[0]"));
  EXPECT_THAT(broken(week, *policy), ElementsAre("policy-hours slots[0]"))
      << "a station that names no clusters is held to every rule";
}

}  // namespace
}  // namespace loa::schedules::testing
