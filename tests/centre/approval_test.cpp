// A centre at which weeks are approved before they go out; on each engine.
#include "centre/approval_desk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "entrance/approval.h"
#include "tests/centre/engines.h"
#include "tests/centre/people_scene.h"
#include "tests/trust/office.h"

namespace loa::centre {
namespace {

using entrance::Role;
using nlohmann::json;
using protocol::HttpResponse;
using test::Centre;
using testing::HasSubstr;

constexpr auto kSubmit = "/v1/admin/submission";
constexpr auto kApprove = "/v1/admin/submission/approve";
constexpr auto kRefuse = "/v1/admin/submission/refuse";
constexpr auto kGive = "/v1/admin/programme";

std::string code_of(const HttpResponse& response) {
  const auto body = json::parse(response.body, nullptr, false);
  return body.is_object() ? body.value("error", "") : "";
}

class CentreApproval : public testing::TestWithParam<test::Engine> {
 protected:
  void SetUp() override {
    minh_ = centre_.add("Minh", Role::operates);
    office_.change_programme([](trust::Programme& programme) {
      for (auto& week : programme.weeks) week.any_media = false;
    });
  }

  HttpResponse hand_in(const std::string& path, const std::string& bundle,
                       const std::string& cookie) {
    return centre_.answer(
        {"POST", path, {}, {{"x-loa", "1"}, {"cookie", cookie}}, bundle, test::kElsewhere});
  }
  std::string bundle() { return trust::write_bundle(office_.seal()); }
  std::string submitted(const std::string& bundle) {
    const auto answer = hand_in(kSubmit, bundle, minh_);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json::parse(answer.body).value("hash", "");
  }
  json shown() { return json::parse(centre_.get("/v1/submission", minh_).body); }

  test::Database database_{GetParam()};
  Centre centre_{database_.open()};
  trust::testing::Office office_;
  std::string minh_;
};

INSTANTIATE_TEST_SUITE_P(Engines, CentreApproval, test::each_engine(), test::name_of_engine);

TEST_P(CentreApproval, IsAskedForOnlyWhereSomebodyApproves) {
  EXPECT_EQ(shown()["needed"], false);
  EXPECT_EQ(hand_in(kGive, bundle(), minh_).status, 200);
  centre_.add("Mai", Role::approves);
  EXPECT_EQ(shown()["needed"], true);
  const auto refused = hand_in(kGive, bundle(), minh_);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(code_of(refused), "not-approved");
  EXPECT_EQ(
      code_of(centre_.by_machine("/v1/admin/people/change", {{"name", "Mai"}, {"disabled", true}})),
      "");
  EXPECT_EQ(hand_in(kGive, bundle(), minh_).status, 200);
}

TEST_P(CentreApproval, LetsThroughWhatSomebodyElseApprovedHoweverOftenItIsSigned) {
  const auto mai = centre_.add("Mai", Role::approves);
  const auto draft = bundle();
  const auto hash = submitted(draft);
  EXPECT_EQ(shown()["waiting"]["state"], "submitted");
  EXPECT_EQ(shown()["waiting"]["author"], "Minh");
  EXPECT_EQ(centre_.get("/v1/submission/bundle", mai).body, draft);
  EXPECT_EQ(code_of(hand_in(kGive, bundle(), minh_)), "not-approved");
  EXPECT_EQ(centre_.by_page(kApprove, {{"hash", hash}}, mai).status, 200);
  EXPECT_EQ(shown()["waiting"], nullptr);
  EXPECT_EQ(shown()["approved"]["state"], "approved");
  EXPECT_EQ(shown()["approved"]["by"], "Mai");
  EXPECT_EQ(hand_in(kGive, bundle(), minh_).status, 200);
  EXPECT_EQ(shown()["approved"]["state"], "signed");
  office_.change_programme([](trust::Programme&) {});  // the same, with another version
  EXPECT_EQ(hand_in(kGive, bundle(), minh_).status, 200);
}

TEST_P(CentreApproval, IsLostByAChangedContent) {
  const auto mai = centre_.add("Mai", Role::approves);
  const auto hash = submitted(bundle());
  EXPECT_EQ(centre_.by_page(kApprove, {{"hash", hash}}, mai).status, 200);
  office_.change_programme([](trust::Programme& programme) {
    programme.weeks.at(0).stations = {"st-0000000000000009"};
  });
  EXPECT_EQ(code_of(hand_in(kGive, bundle(), minh_)), "not-approved");
}

TEST_P(CentreApproval, IsNotSignedByABundleWhoseSignatureIsWrong) {
  const auto mai = centre_.add("Mai", Role::approves);
  const auto hash = submitted(bundle());
  EXPECT_EQ(centre_.by_page(kApprove, {{"hash", hash}}, mai).status, 200);
  auto forged = office_.seal();
  forged.programmes.at(0).signatures.at(0).bytes.at(0) ^= 1;
  const auto answer = hand_in(kGive, trust::write_bundle(forged), minh_);
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(code_of(answer), "badly-signed");
  EXPECT_THAT(answer.body, HasSubstr("chữ ký của gói lịch không đúng"));
  EXPECT_EQ(shown()["approved"]["state"], "approved");
  EXPECT_FALSE(centre_.store_.bundle_head());
  EXPECT_EQ(hand_in(kGive, bundle(), minh_).status, 200);
  EXPECT_EQ(shown()["approved"]["state"], "signed");
}

TEST_P(CentreApproval, ABundleThatNobodyHasToApproveIsRightlySignedToo) {
  auto forged = office_.seal();
  forged.timestamp.signatures.clear();
  EXPECT_EQ(code_of(hand_in(kGive, trust::write_bundle(forged), minh_)), "badly-signed");
  EXPECT_FALSE(centre_.store_.bundle_head());
}

TEST_P(CentreApproval, ABundleOfAnotherRootIsTakenOnlyWhereThatIsMeant) {
  EXPECT_EQ(hand_in(kGive, bundle(), minh_).status, 200);
  office_.records.roots.push_back(office_.next_root());
  EXPECT_EQ(hand_in(kGive, bundle(), minh_).status, 200) << "it follows from the one before";
  trust::testing::Office other;
  other.records.roots = {other.next_root([](trust::Root& root) { root.header.version = 1; })};
  other.seal();
  other.seal();
  protocol::HttpRequest request{"POST",
                                kGive,
                                {},
                                {{"x-loa", "1"}, {"cookie", minh_}},
                                trust::write_bundle(other.seal()),
                                test::kElsewhere};
  EXPECT_EQ(code_of(centre_.answer(request)), "other-root");
  request.query["root"] = "new";
  EXPECT_EQ(centre_.answer(request).status, 200);
}

// One byte of what was approved is another, and the office signs that rightly: by the interface
// from handing in to giving.
class OneChangedByte : public CentreApproval {
 protected:
  static constexpr auto kSong = "tiếng gà gáy";
  static std::string week() {
    return R"({"slots": [{"id": "sang", "start": "05:00"}], "slogans": [{"text": "Giữ gìn"}]})";
  }
  static std::string with_byte(std::string text, std::string_view where, char other) {
    text.at(text.find(where)) = other;
    return text;
  }
  void SetUp() override {
    CentreApproval::SetUp();
    mai_ = centre_.add("Mai", Role::approves);
    sign(week(), kSong);
    const auto hash = submitted(bundle());
    EXPECT_EQ(centre_.by_page(kApprove, {{"hash", hash}}, mai_).status, 200);
  }
  void sign(const std::string& week, const std::string& song) {
    office_.records.weeks = {week};
    office_.change_programme([&](trust::Programme& programme) {
      programme.weeks = {{{trust::testing::kStation},
                          trust::reference_to(week),
                          false,
                          {{"ga.mp3", trust::reference_to(song)}}}};
    });
  }
  void expect_refused(const std::string& bundle, const std::string& code) {
    const auto answer = hand_in(kGive, bundle, minh_);
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(code_of(answer), code);
    EXPECT_EQ(shown()["approved"]["state"], "approved") << "and not signed";
    EXPECT_FALSE(centre_.store_.bundle_head());
  }
  std::string mai_;
};

INSTANTIATE_TEST_SUITE_P(Engines, OneChangedByte, test::each_engine(), test::name_of_engine);

TEST_P(OneChangedByte, NoneIsApprovedAndSigned) {
  sign(week(), kSong);
  EXPECT_EQ(hand_in(kGive, bundle(), minh_).status, 200);
  EXPECT_EQ(shown()["approved"]["state"], "signed");
}

TEST_P(OneChangedByte, OfTheScheduleLosesTheApproval) {
  const auto later = with_byte(week(), "5:00", '6');
  sign(later, kSong);
  expect_refused(bundle(), "not-approved");
  sign(week(), kSong);
  auto exchanged = office_.seal();  // the schedule alone, below the signatures of the other
  exchanged.weeks = {later};
  expect_refused(trust::write_bundle(exchanged), "badly-signed");
}

TEST_P(OneChangedByte, OfASloganLosesTheApproval) {
  const auto other = with_byte(week(), "gìn", 'G');
  sign(other, kSong);
  expect_refused(bundle(), "not-approved");
  sign(week(), kSong);
  auto exchanged = office_.seal();
  exchanged.weeks = {other};
  expect_refused(trust::write_bundle(exchanged), "badly-signed");
}

TEST_P(OneChangedByte, OfAMediaFileLosesTheApproval) {
  const auto other = with_byte(kSong, "gáy", 'G');
  sign(week(), other);
  expect_refused(bundle(), "not-approved");
  // Nor is it taken for the file that was approved.
  const protocol::HttpRequest request{"POST",
                                      "/v1/admin/media/" + base::to_hex(base::sha256(kSong)),
                                      {{"offset", "0"}, {"bytes", std::to_string(other.size())}},
                                      {{"x-loa", "1"}, {"cookie", minh_}},
                                      other,
                                      test::kElsewhere};
  EXPECT_EQ(code_of(centre_.answer(request)), "wrong-content");
}

TEST_P(CentreApproval, IsNobodysForTheirOwnWeekNorOfAnotherThanWasSeen) {
  const auto mai = centre_.add("Mai", Role::approves);
  EXPECT_EQ(code_of(centre_.by_page(kApprove, {{"hash", ""}}, mai)), "nothing-waits");
  const auto hash = submitted(bundle());
  EXPECT_EQ(code_of(centre_.by_page(kApprove, {{"hash", "0"}}, mai)), "other-week");
  centre_.by_machine("/v1/admin/people/change", {{"name", "Minh"}, {"role", "approver"}});
  const auto now_approver = centre_.log_in("Minh");
  const auto own = centre_.by_page(kApprove, {{"hash", hash}}, now_approver);
  EXPECT_EQ(own.status, 403);
  EXPECT_EQ(code_of(own), "own-week");
  EXPECT_EQ(centre_.by_machine(kApprove, {{"hash", hash}}).status, 403)
      << "the machine's administrator does not approve";
}

TEST_P(CentreApproval, ARefusalSaysWhyAndAsksForAnotherSubmission) {
  const auto mai = centre_.add("Mai", Role::approves);
  const auto hash = submitted(bundle());
  EXPECT_EQ(code_of(centre_.by_page(kRefuse, {{"hash", hash}}, mai)), "why-needed");
  EXPECT_EQ(centre_.by_page(kRefuse, {{"hash", hash}, {"why", "thiếu tin"}}, mai).status, 200);
  EXPECT_EQ(shown()["waiting"]["state"], "refused");
  EXPECT_EQ(shown()["waiting"]["why"], "thiếu tin");
  EXPECT_EQ(code_of(centre_.by_page(kApprove, {{"hash", hash}}, mai)), "refused-before");
  EXPECT_EQ(submitted(bundle()), hash);
  EXPECT_EQ(centre_.by_page(kApprove, {{"hash", hash}}, mai).status, 200);
  EXPECT_EQ(centre_.newest_act()["what"], "submission/approve");
  EXPECT_EQ(centre_.newest_act()["by"], "Mai");
}

TEST_P(CentreApproval, WhatIsNoBundleIsNotHandedIn) {
  EXPECT_EQ(code_of(hand_in(kSubmit, "{}", minh_)), "malformed-bundle");
  trust::testing::Office careless;  // its week may play any file
  EXPECT_EQ(code_of(hand_in(kSubmit, trust::write_bundle(careless.seal()), minh_)),
            "media-unnamed");
  auto other = office_.seal();
  other.weeks = {"a week that nobody signs"};
  EXPECT_EQ(code_of(hand_in(kSubmit, trust::write_bundle(other), minh_)), "other-weeks");
}

// What was approved and signed, at a station that takes it and plays.
class Airing : public CentreApproval {
 protected:
  void SetUp() override {
    CentreApproval::SetUp();
    const auto mai = centre_.add("Mai", Role::approves);
    sign(R"({"id": "tuan-48", "version": 3})");
    const auto hash = submitted(bundle());
    EXPECT_EQ(centre_.by_page(kApprove, {{"hash", hash}}, mai).status, 200);
    EXPECT_EQ(give().status, 200);
    for (const auto* key : {&ours_, &other_}) {
      const auto& open = key->public_key;
      centre_.store_.put_station(
          {test::id_of(*key), "Đài Phú Vân", std::string(open.begin(), open.end())});
    }
  }
  void sign(const std::string& week) {
    office_.records.weeks = {week};
    office_.change_programme([&](trust::Programme& programme) {
      programme.weeks = {{{"*"}, trust::reference_to(week), false, {}}};
    });
  }
  HttpResponse give() {
    const auto sealed = office_.seal();
    fingerprint_ = trust::fingerprint(sealed);
    return hand_in(kGive, trust::write_bundle(sealed), minh_);
  }
  void report(const base::SigningKey& station, const std::string& taken) {
    protocol::StatusReport report;
    report.station = test::id_of(station);
    report.programme = protocol::ProgrammeReport{taken, 1};
    EXPECT_EQ(centre_.answer(test::signed_post(station, "/v1/status", to_json(report))).status,
              200);
  }
  journal::Row item(const std::string& occurrence = "tuan-48.3/sang/20801002T000000Z") const {
    journal::Row row;
    row.epoch = 1;
    row.kind = journal::Kind::item;
    row.occurrence = occurrence;
    row.wall = test::at(centre_.now_ + 60).wall;
    row.quality = base::ClockQuality::synced;
    row.frames_played = 48'000;
    row.outcome = journal::Outcome::played;
    return row;
  }
  void send(const base::SigningKey& station, journal::Row row) {
    auto& [seq, hash] = heads_[test::id_of(station)];
    row.station = test::id_of(station);
    row.seq = ++seq;
    row.previous = hash;
    row = test::sealed(row);
    hash = row.hash;
    const auto body = to_json(protocol::JournalBatch{row.station, {row}});
    EXPECT_EQ(centre_.answer(test::signed_post(station, "/v1/journal", body)).status, 200);
  }
  std::string state() { return shown()["approved"]["state"]; }

  base::SigningKey ours_ = base::SigningKey::generate();
  base::SigningKey other_ = base::SigningKey::generate();
  std::string fingerprint_;
  std::map<std::string, std::pair<std::uint64_t, base::Sha256>> heads_;
};

INSTANTIATE_TEST_SUITE_P(Engines, Airing, test::each_engine(), test::name_of_engine);

TEST_P(Airing, IsNotThatAStationHasTakenIt) {
  EXPECT_EQ(shown()["approved"]["stations"], 0);
  report(ours_, fingerprint_);
  EXPECT_EQ(shown()["approved"]["stations"], 1);
  EXPECT_EQ(state(), "signed");
  EXPECT_FALSE(shown()["approved"].contains("aired"));
}

TEST_P(Airing, IsTheFirstItemOfItThatSoundedAtAStationThatHasTakenIt) {
  report(ours_, fingerprint_);
  send(ours_, item());
  EXPECT_EQ(state(), "aired");
  EXPECT_EQ(shown()["approved"]["aired"]["station"], "Đài Phú Vân");
  EXPECT_EQ(shown()["approved"]["stations"], 1);
}

TEST_P(Airing, IsForGoodHoweverOftenItIsSignedAndTheCentreStarts) {
  report(ours_, fingerprint_);
  send(ours_, item());
  EXPECT_EQ(give().status, 200);
  EXPECT_EQ(state(), "aired");
  EXPECT_EQ(shown()["approved"]["stations"], 0) << "of the newest bundle";
  Centre again(database_.open());
  EXPECT_EQ(
      json::parse(again.get("/v1/submission", again.log_in("Minh")).body)["approved"]["state"],
      "aired");
}

TEST_P(Airing, IsFoundByACentreThatBeganAfterItWasSigned) {
  Centre again(database_.open());
  protocol::StatusReport told;
  told.station = test::id_of(ours_);
  told.programme = protocol::ProgrammeReport{fingerprint_, 1};
  again.answer(test::signed_post(ours_, "/v1/status", to_json(told)));
  auto row = item();
  row.station = test::id_of(ours_);
  row.seq = 1;
  const auto body = to_json(protocol::JournalBatch{row.station, {test::sealed(row)}});
  EXPECT_EQ(again.answer(test::signed_post(ours_, "/v1/journal", body)).status, 200);
  EXPECT_EQ(state(), "aired");
}

TEST_P(Airing, IsNoRowOfWhatSoundedNotOrWasAnother) {
  send(other_, item());  // which has not taken it
  report(ours_, fingerprint_);
  auto silent = item();
  silent.frames_played = 0;
  auto intent = item();
  intent.kind = journal::Kind::intent;
  auto before = item();
  before.wall = test::at(centre_.now_ - 60).wall;
  auto unknown_time = item();
  unknown_time.quality = base::ClockQuality::unknown;
  for (const auto& row : {silent, intent, before, unknown_time, item("tuan-48.2/sang/20801002"),
                          item("tuan-48.30/sang/20801002"), item("hand/1"), item("")}) {
    send(ours_, row);
    EXPECT_EQ(state(), "signed") << row.occurrence;
  }
  send(ours_, item());
  EXPECT_EQ(state(), "aired");
}

class OlderSubmissions : public testing::TestWithParam<test::Engine> {};
INSTANTIATE_TEST_SUITE_P(Engines, OlderSubmissions, test::each_engine(), test::name_of_engine);

// A centre's data of before it said since when they are.
TEST_P(OlderSubmissions, AreSignedSinceTheyWereApproved) {
  const test::Database database(GetParam());
  {
    Store old(database.open());
    for (const auto* fingerprint : {"", "f"})
      old.sql().run(
          "INSERT INTO submission(hash, author, text, received_ns, state, judged_by, why, "
          "judged_ns, fingerprint) VALUES($1, 'Minh', '', 1, 'approved', 'Mai', '', 7, $1)",
          {std::string(fingerprint)});
    old.sql().script(
        std::string("ALTER TABLE submission DROP COLUMN signed_ns; ALTER TABLE submission DROP "
                    "COLUMN aired_ns; ALTER TABLE submission DROP COLUMN aired_at; DROP TABLE "
                    "commander; ") +
        (old.shared() ? "UPDATE loa_version SET version = 11" : "PRAGMA user_version = 11"));
  }
  Store store(database.open());
  const auto found = store.sql().run("SELECT signed_ns, aired_ns FROM submission ORDER BY hash");
  ASSERT_EQ(found.rows.size(), 2U);
  EXPECT_TRUE(found.rows[0].is_null(0));
  EXPECT_EQ(found.rows[1].integer(0), 7);
  EXPECT_TRUE(found.rows[1].is_null(1));
}

TEST(StateOfASubmission, IsHowFarItHasCome) {
  struct Case {
    const char* state;
    const char* fingerprint;
    bool aired;
    const char* shown;
  };
  for (const auto& [state, fingerprint, aired, shown] :
       std::vector<Case>{{"submitted", "", false, "submitted"},
                         {"refused", "", false, "refused"},
                         {"approved", "", false, "approved"},
                         {"approved", "f", false, "signed"},
                         {"approved", "f", true, "aired"}}) {
    KeptSubmission submission;
    submission.state = state;
    submission.fingerprint = fingerprint;
    if (aired) submission.aired = test::at(1).wall;
    EXPECT_EQ(state_of(submission), shown);
  }
}

}  // namespace
}  // namespace loa::centre
