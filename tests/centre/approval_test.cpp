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

TEST(StateOfASubmission, IsHowFarItHasCome) {
  struct Case {
    const char* state;
    const char* fingerprint;
    std::size_t taken;
    const char* shown;
  };
  for (const auto& [state, fingerprint, taken, shown] :
       std::vector<Case>{{"submitted", "", 0, "submitted"},
                         {"refused", "", 0, "refused"},
                         {"approved", "", 0, "approved"},
                         {"approved", "f", 0, "signed"},
                         {"approved", "f", 2, "aired"}}) {
    KeptSubmission submission;
    submission.state = state;
    submission.fingerprint = fingerprint;
    EXPECT_EQ(state_of(submission, taken), shown);
  }
}

}  // namespace
}  // namespace loa::centre
