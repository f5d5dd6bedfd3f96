// Weeks that wait for who approves them, at a real station over real HTTP.
#include "daemon/approval.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shell_support.h"

namespace loa::daemon::testing {
namespace {

Submission some_submission() {
  return {"Lan",
          base::Wall{std::chrono::seconds{1'764'000'000}},
          "{\n \"loa\": 1}",
          {{"a/tin.wav", {0, base::sha256("tin"), 3}}, {"b.wav", {0, base::sha256("b"), 1}}}};
}

TEST(Submission, IsAnotherWithAnyChangedByte) {
  const auto submitted = some_submission();
  auto later = submitted;
  later.author = "Minh";
  later.when += std::chrono::seconds{1};
  EXPECT_EQ(content_hash(later), content_hash(submitted)) << "who and when are no part of it";
  auto text = submitted;
  text.text += " ";
  auto medium = submitted;
  medium.media["b.wav"].hash = base::sha256("c");
  auto path = submitted;
  path.media.erase("b.wav");
  path.media["c.wav"] = submitted.media.at("b.wav");
  for (const auto& other : {text, medium, path}) {
    EXPECT_NE(content_hash(other), content_hash(submitted));
  }
}

TEST(Submission, IsJudgedBySomebodyElseOnceAndAsItWasSeen) {
  const auto waiting = some_submission();
  auto refused = waiting;
  refused.refused = Refusal{"Hoa", "thiếu tin", {}};
  struct Case {
    std::optional<Submission> waiting;
    std::string hash;
    const char* person;
    const char* code;  // "" for none
  };
  const auto hash = content_hash(waiting);
  for (const auto& [what, seen, person, code] :
       std::vector<Case>{{waiting, hash, "Hoa", ""},
                         {std::nullopt, hash, "Hoa", "nothing-waits"},
                         {waiting, std::string(64, '0'), "Hoa", "other-week"},
                         {waiting, hash, "Lan", "own-week"},
                         {refused, hash, "Hoa", "refused-before"}}) {
    const auto found = objection(what, seen, person);
    EXPECT_STREQ(found ? found->code : "", code);
  }
}

TEST(Submission, OutlivesAPowerCut) {
  const Folder folder;
  auto submission = some_submission();
  submission.refused = Refusal{"Hoa", "thiếu bản tin số 3", submission.when};
  SubmissionDesk(folder / "submission.json").put(submission);
  SubmissionDesk desk(folder / "submission.json");
  ASSERT_TRUE(desk.waiting());
  EXPECT_EQ(content_hash(*desk.waiting()), content_hash(submission));
  EXPECT_EQ(desk.waiting()->author, "Lan");
  EXPECT_EQ(desk.waiting()->when, submission.when);
  EXPECT_EQ(desk.waiting()->refused->why, "thiếu bản tin số 3");
  desk.clear();
  EXPECT_FALSE(SubmissionDesk(folder / "submission.json").waiting());
}

TEST(Submission, ThatIsDamagedIsPutAside) {
  const Folder folder;
  write(folder / "submission.json", R"({"loa": "submission/1", "week": "%", "media": []})");
  const SubmissionDesk desk(folder / "submission.json");
  EXPECT_FALSE(desk.waiting());
  EXPECT_FALSE(desk.damaged().empty());
  EXPECT_FALSE(content_of(folder / "submission.json.damaged-1").empty());
}

// A week that plays one file, tin.wav.
std::string week_with_news(int version) {
  return week(
      R"([{"id": "tin", "title": "Bản tin", "items": [{"audio": "tin.wav"}]}])",
      R"([{"id": "sang", "programme": "tin", "days": ["T2", "T3", "T4", "T5", "T6", "T7", "CN"],
                  "start": "05:00", "length": "10m"}])",
      version);
}

struct ApprovalTest : ::testing::Test {
  ApprovalTest() {
    write_tone(folder / "media/tin.wav", 1);
    for (const auto& [name, role] :
         {std::pair("Lan", "operator"), {"Hoa", "approver"}, {"Quý", "approver"}}) {
      add_person(station, name, role);
    }
    EXPECT_EQ(lan.log_in("Lan").status, 200);
    EXPECT_EQ(hoa.log_in("Hoa").status, 200);
  }

  Called submit(int version = 1) {
    return lan.post("/v1/schedule", Json::parse(week_with_news(version)));
  }
  Json waiting() const { return station.get("/v1/submission").json().at("submission"); }
  Called approve(Browser& who) {
    return who.post("/v1/submission/approve", {{"hash", waiting().at("hash")}});
  }
  int version_in_force() const {
    const auto answer = station.get("/v1/schedule");
    return answer.status == 200 ? answer.json().at("version").get<int>() : 0;
  }

  Folder folder;
  RunningStation station{config_in(folder)};
  Browser lan{station};
  Browser hoa{station};
};

TEST_F(ApprovalTest, AWeekIsTakenOnceSomebodyElseHasApprovedIt) {
  const auto submitted = submit();
  EXPECT_EQ(submitted.status, 202) << submitted.body;
  EXPECT_EQ(submitted.json().at("submitted"), true);
  EXPECT_EQ(version_in_force(), 0);
  const auto seen = waiting();
  EXPECT_EQ(seen.at("author"), "Lan");
  EXPECT_EQ(seen.at("media").at(0).at("path"), "tin.wav");
  EXPECT_EQ(seen.at("understood").at("slots"), 1);
  EXPECT_EQ(approve(lan).status, 403) << "an operator may not";
  const auto approved = approve(hoa);
  EXPECT_EQ(approved.status, 200) << approved.body;
  EXPECT_EQ(version_in_force(), 1);
  EXPECT_EQ(waiting(), nullptr);
  const Json evidence{{"act", "approve " + seen.at("hash").get<std::string>()},
                      {"by", "Hoa/page@127.0.0.1"},
                      {"status", 200}};
  EXPECT_THAT(events_of(station),
              ::testing::Contains(std::pair(std::string("approval"), evidence)));
}

TEST_F(ApprovalTest, NobodyApprovesWhatTheySubmittedThemselves) {
  ASSERT_EQ(submit().status, 202);
  const Json now_approves{{"name", "Lan"}, {"role", "approver"}};
  ASSERT_EQ(station.post("/v1/people/change", now_approves.dump()).status, 200);
  ASSERT_EQ(lan.log_in("Lan").status, 200);
  const auto answer = approve(lan);
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(answer.json().at("error"), "own-week");
  EXPECT_EQ(version_in_force(), 0);
}

TEST_F(ApprovalTest, WhatIsApprovedIsWhatWasSeen) {
  ASSERT_EQ(submit(1).status, 202);
  const auto seen = waiting().at("hash");
  ASSERT_EQ(submit(2).status, 202);
  const auto answer = hoa.post("/v1/submission/approve", {{"hash", seen}});
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.json().at("error"), "other-week");
  EXPECT_EQ(version_in_force(), 0);
}

TEST_F(ApprovalTest, AnotherSoundInTheFilesPlaceLosesTheApproval) {
  ASSERT_EQ(submit().status, 202);
  write_tone(folder / "media/tin.wav", 2);
  const auto answer = approve(hoa);
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.json().at("error"), "media-changed");
  EXPECT_EQ(version_in_force(), 0);
}

TEST_F(ApprovalTest, AnotherSoundAfterItIsNotPlayed) {
  ASSERT_EQ(submit().status, 202);
  ASSERT_EQ(approve(hoa).status, 200);
  write_tone(folder / "media/tin.wav", 2);
  const auto checked = lan.post("/v1/schedule/check", Json::parse(week_with_news(2))).json();
  EXPECT_EQ(checked.at("problems"), Json::array()) << "the new file is good";
  const auto coming = station.get("/v1/schedule").json();
  EXPECT_EQ(coming.at("programmes").at(0).at("items").at(0).at("audio"), "tin.wav");
  const auto status =
      station.wait_until([](const Json& now) { return !now.at("comingFaults").empty(); });
  EXPECT_THAT(status.at("comingFaults").dump(), ::testing::HasSubstr("media-unsigned"));
}

TEST_F(ApprovalTest, ARefusedWeekComesBackWithItsReason) {
  ASSERT_EQ(submit().status, 202);
  const auto hash = waiting().at("hash");
  const Json refusal{{"hash", hash}, {"why", "bản tin thứ Ba chưa có"}};
  ASSERT_EQ(hoa.post("/v1/submission/refuse", refusal).status, 200);
  EXPECT_EQ(waiting().at("refused").at("by"), "Hoa");
  EXPECT_EQ(waiting().at("refused").at("why"), "bản tin thứ Ba chưa có");
  EXPECT_EQ(approve(hoa).status, 409);
  EXPECT_EQ(version_in_force(), 0);
  ASSERT_EQ(submit(2).status, 202);
  EXPECT_EQ(approve(hoa).status, 200);
  EXPECT_EQ(version_in_force(), 2);
}

TEST_F(ApprovalTest, AWeekWithoutItsFilesIsNotSubmitted) {
  std::filesystem::remove(folder / "media/tin.wav");
  const auto answer = submit();
  EXPECT_EQ(answer.status, 422);
  EXPECT_THAT(answer.body, ::testing::HasSubstr("người duyệt phải nghe được"));
  EXPECT_EQ(waiting(), nullptr);
}

TEST_F(ApprovalTest, TheOwnerOfTheMachineSubmitsLikeEverybody) {
  EXPECT_EQ(station.post("/v1/schedule", week_with_news(1)).status, 202);
  EXPECT_EQ(approve(hoa).status, 200);
}

TEST_F(ApprovalTest, WithoutAnybodyWhoApprovesAWeekIsTakenAtOnce) {
  for (const char* name : {"Hoa", "Quý"}) {
    const Json out{{"name", name}, {"disabled", true}};
    ASSERT_EQ(station.post("/v1/people/change", out.dump()).status, 200);
  }
  EXPECT_EQ(submit().status, 200);
  EXPECT_EQ(version_in_force(), 1);
}

}  // namespace
}  // namespace loa::daemon::testing
