// Coming in at a real station over real HTTP.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/password.h"
#include "daemon/api.h"
#include "shell_support.h"

namespace loa::daemon::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

struct LoginTest : ::testing::Test {
  Folder folder;
  RunningStation station{config_in(folder)};

  void add(const std::string& name, const std::string& role) const {
    add_person(station, name, role);
  }
  Called change(const Json& body) const { return station.post("/v1/people/change", body.dump()); }
  bool recorded(const std::string& title, const Json& evidence) const {
    const auto all = events_of(station);
    return std::ranges::find(all, std::pair(title, evidence)) != all.end();
  }
};

TEST_F(LoginTest, AStrangerSeesThePageAndNothingOfTheStation) {
  Browser stranger(station);
  EXPECT_EQ(stranger.get("/").status, 200);
  EXPECT_EQ(stranger.get("/login.html").status, 200);
  for (const auto& route : Api::routes()) {
    if (route.right == Right::anyone) continue;
    const auto answer = route.method == "GET" ? stranger.get(route.path)
                                              : stranger.post(route.path, Json::object());
    EXPECT_EQ(answer.status, 401) << route.path;
    EXPECT_EQ(answer.json().at("error"), "login") << route.path;
  }
  const auto session = stranger.get("/v1/session").json();
  EXPECT_EQ(session.at("person"), nullptr);
  EXPECT_EQ(session.at("may"), Json::array());
  EXPECT_EQ(session.at("first"), true);
}

TEST_F(LoginTest, TheFirstPersonIsMadeOnceByTheCode) {
  const auto code = station.get("/v1/first").json().at("code").get<std::string>();
  EXPECT_THAT(code, ::testing::MatchesRegex("[3-9A-Y]{5}-[3-9A-Y]{5}"));
  Browser browser(station);
  Json first{{"code", "AAAAA-AAAAA"}, {"name", "Lan"}, {"password", kPassword}};
  EXPECT_EQ(browser.post("/v1/first", first).status, 401);
  first["password"] = "ngắn";
  EXPECT_EQ(browser.post("/v1/first", first).status, 422);
  auto typed = code;
  std::ranges::transform(typed, typed.begin(), [](unsigned char c) { return std::tolower(c); });
  first["code"] = typed;
  first["password"] = kPassword;
  ASSERT_EQ(browser.post("/v1/first", first).status, 200);
  EXPECT_THAT(browser.set_cookie, HasSubstr("; HttpOnly; SameSite=Strict; Max-Age=43200"));
  EXPECT_EQ(browser.get("/v1/session").json().at("person").at("role"), "admin");
  EXPECT_EQ(browser.get("/v1/people").json().at("people").size(), 1U);
  first["name"] = "Minh";
  EXPECT_EQ(browser.post("/v1/first", first).status, 409) << "the code is used up";
  EXPECT_EQ(station.get("/v1/first").json().at("code"), nullptr);
}

TEST_F(LoginTest, APersonComesInByNameAndPasswordAndGoesOut) {
  add("Lan", "operator");
  Browser browser(station);
  const auto wrong = browser.log_in("Lan", "sai mat khau");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(browser.log_in("không có ai", kPassword).body, wrong.body) << "tells no names";
  ASSERT_EQ(browser.log_in("Lan", kPassword).status, 200);
  EXPECT_EQ(browser.get("/v1/status").status, 200);
  const auto before = browser.cookie();
  EXPECT_EQ(browser.post("/v1/logout", {}).status, 200);
  EXPECT_EQ(station.call("GET", "/v1/status", {}, "", {{"cookie", before}}).status, 401);
  EXPECT_TRUE(
      recorded("login", {{"act", "/v1/login"}, {"by", "Lan/page@127.0.0.1"}, {"status", 200}}));
  EXPECT_TRUE(recorded("login-refused",
                       {{"act", "/v1/login"}, {"by", "Lan/page@127.0.0.1"}, {"status", 401}}));
  EXPECT_TRUE(recorded("login-refused",
                       {{"act", "/v1/login"}, {"by", "?/page@127.0.0.1"}, {"status", 401}}))
      << "what was typed for a name may be a password";
  EXPECT_TRUE(
      recorded("logout", {{"act", "/v1/logout"}, {"by", "Lan/page@127.0.0.1"}, {"status", 200}}));
}

TEST_F(LoginTest, GuessingIsSlowedDownAndSaysForHowLong) {
  add("Lan", "operator");
  Browser browser(station);
  Called answer;
  for (int i = 0; i < 40 && answer.status != 429; ++i) answer = browser.log_in("Lan", "sai rồi");
  ASSERT_EQ(answer.status, 429);
  EXPECT_GE(std::stoi(answer.headers.at("retry-after")), 1);
  EXPECT_EQ(station.get("/v1/status").status, 200) << "the owner's command line is let in";
}

TEST_F(LoginTest, ANewPasswordARoleAndALockEndEverySession) {
  const std::vector<Json> changes{{{"name", "Lan"}, {"password", "một mật khẩu khác"}},
                                  {{"name", "Lan"}, {"role", "auditor"}},
                                  {{"name", "Lan"}, {"disabled", true}}};
  add("Lan", "operator");
  std::string password = kPassword;
  for (const auto& body : changes) {
    Browser browser(station);
    ASSERT_EQ(browser.log_in("Lan", password).status, 200) << body;
    ASSERT_EQ(change(body).status, 200) << body;
    EXPECT_EQ(browser.get("/v1/status").status, 401) << body;
    password = body.value("password", password);
  }
  EXPECT_EQ(Browser(station).log_in("Lan", password).status, 401) << "locked";
  EXPECT_TRUE(recorded(
      "people", {{"act", "change Lan role=auditor"}, {"by", "test@127.0.0.1"}, {"status", 200}}));
}

TEST_F(LoginTest, AOneTimeCodeIsUsedOnceToChooseAPassword) {
  const auto added = station.post(
      "/v1/people", Json{{"name", "Minh"}, {"role", "operator"}, {"code", true}}.dump());
  ASSERT_EQ(added.status, 200) << added.body;
  const auto code = added.json().at("code").get<std::string>();
  EXPECT_NE(station.get("/v1/people").json().at("people")[0].at("codeUntil"), nullptr);
  Browser browser(station);
  EXPECT_EQ(browser.log_in("Minh", code).status, 401) << "a code is no password";
  Json use{{"name", "Minh"}, {"code", "AAAAA-AAAAA"}, {"password", kPassword}};
  EXPECT_EQ(browser.post("/v1/code", use).status, 401);
  use["code"] = code;
  ASSERT_EQ(browser.post("/v1/code", use).status, 200);
  EXPECT_EQ(browser.get("/v1/session").json().at("person").at("name"), "Minh");
  EXPECT_EQ(Browser(station).post("/v1/code", use).status, 401) << "used up";
  EXPECT_EQ(Browser(station).log_in("Minh", kPassword).status, 200);
  EXPECT_TRUE(recorded(
      "people",
      {{"act", "add Minh role=operator code"}, {"by", "test@127.0.0.1"}, {"status", 200}}));
}

TEST_F(LoginTest, ANewCodeEndsThePasswordAndTheSessions) {
  add("Lan", "operator");
  Browser browser(station);
  ASSERT_EQ(browser.log_in("Lan", kPassword).status, 200);
  ASSERT_EQ(change({{"name", "Lan"}, {"code", true}}).status, 200);
  EXPECT_EQ(browser.get("/v1/status").status, 401);
  EXPECT_EQ(browser.log_in("Lan", kPassword).status, 401);
}

TEST_F(LoginTest, SessionsAreTakenAwayAndPeopleRemoved) {
  add("Chủ", "admin");
  add("Lan", "operator");
  Browser browser(station);
  ASSERT_EQ(browser.log_in("Lan", kPassword).status, 200);
  EXPECT_EQ(station.get("/v1/people").json().at("people")[1].at("sessions"), 1);
  EXPECT_EQ(station.post("/v1/people/logout", R"({"name": "Lan"})").status, 200);
  EXPECT_EQ(browser.get("/v1/status").status, 401);
  ASSERT_EQ(browser.log_in("Lan", kPassword).status, 200) << "only the sessions ended";
  EXPECT_EQ(station.post("/v1/people/remove", R"({"name": "Lan"})").status, 200);
  EXPECT_EQ(browser.get("/v1/status").status, 401);
  EXPECT_EQ(browser.log_in("Lan", kPassword).status, 401);
  EXPECT_EQ(station.post("/v1/people/remove", R"({"name": "Lan"})").status, 404);
  EXPECT_EQ(station.post("/v1/people/remove", R"({"name": "Chủ"})").status, 409) << "the last one";
  EXPECT_TRUE(
      recorded("people", {{"act", "remove Lan"}, {"by", "test@127.0.0.1"}, {"status", 200}}));
}

TEST_F(LoginTest, PeopleChangeTheirOwnPasswordKnowingTheOldOne) {
  add("Lan", "auditor");
  Browser browser(station);
  ASSERT_EQ(browser.log_in("Lan", kPassword).status, 200);
  EXPECT_EQ(
      browser.post("/v1/password", {{"old", "không phải"}, {"new", "mật khẩu rất mới"}}).status,
      401);
  EXPECT_EQ(browser.post("/v1/password", {{"old", kPassword}, {"new", "Lan"}}).status, 422);
  ASSERT_EQ(browser.post("/v1/password", {{"old", kPassword}, {"new", "mật khẩu rất mới"}}).status,
            200);
  EXPECT_EQ(browser.get("/v1/status").status, 401);
  EXPECT_EQ(browser.log_in("Lan", "mật khẩu rất mới").status, 200);
}

TEST_F(LoginTest, ARoleDoesWhatIsItsOwnAndTheRecordSaysWho) {
  add("Minh", "operator");
  add("Hoa", "auditor");
  add("Chủ tịch", "commander");
  Browser minh(station);
  Browser hoa(station);
  Browser commander(station);
  ASSERT_EQ(minh.log_in("Minh", kPassword).status, 200);
  ASSERT_EQ(hoa.log_in("Hoa", kPassword).status, 200);
  ASSERT_EQ(commander.log_in("Chủ tịch", kPassword).status, 200);
  EXPECT_EQ(minh.post("/v1/schedule", Json::parse(small_week())).status, 200);
  EXPECT_EQ(minh.post("/v1/volume", {{"percent", 50}}).status, 200);
  EXPECT_EQ(hoa.post("/v1/volume", {{"percent", 0}}).status, 403);
  const Json emergency{{"chime", "ba-tieng"}, {"level", 1}};
  EXPECT_EQ(minh.post("/v1/play", emergency).status, 403);
  EXPECT_EQ(commander.post("/v1/play", emergency).status, 202);
  EXPECT_EQ(minh.get("/v1/people").status, 403);
  EXPECT_TRUE(
      recorded("act", {{"act", "/v1/schedule"}, {"by", "Minh/page@127.0.0.1"}, {"status", 200}}));
  EXPECT_TRUE(recorded("volume", {{"by", "Minh/page@127.0.0.1"}, {"percent", 50}}));
  EXPECT_TRUE(recorded("act-refused",
                       {{"act", "/v1/volume"}, {"by", "Hoa/page@127.0.0.1"}, {"status", 403}}));
  EXPECT_TRUE(recorded("play", {{"by", "Chủ tịch/page@127.0.0.1"}}));
}

TEST_F(LoginTest, NobodyWritesAnotherNameIntoTheRecord) {
  add("Minh", "operator");
  Browser minh(station);
  ASSERT_EQ(minh.log_in("Minh", kPassword).status, 200);
  const auto paused = station.call("POST", "/v1/pause", {}, "",
                                   {{"cookie", minh.cookie()}, {"x-loa", "Lan/page@10.0.0.1"}});
  EXPECT_EQ(paused.status, 200) << paused.body;
  EXPECT_TRUE(recorded("pause", {{"by", "Minh/Lanpage10.0.0.1@127.0.0.1"}}));
}

TEST_F(LoginTest, ThePeopleAreChangedSensiblyOnly) {
  add("Lan", "admin");
  EXPECT_EQ(station
                .post("/v1/people",
                      Json{{"name", "Lan"}, {"role", "admin"}, {"password", kPassword}}.dump())
                .status,
            409);
  EXPECT_EQ(change({{"name", "Lan"}, {"role", "auditor"}}).status, 409) << "the last one";
  EXPECT_EQ(change({{"name", "Lan"}, {"disabled", true}}).status, 409);
  EXPECT_EQ(change({{"name", "Ai đó"}, {"disabled", true}}).status, 404);
  EXPECT_EQ(change({{"name", "Lan"}, {"role", "king"}}).status, 422);
  EXPECT_EQ(change({{"name", 5}}).status, 404);
  for (const char* name : {"a/b", "a@b", " Lan", "", "a\nb"}) {
    const Json body{{"name", name}, {"role", "auditor"}, {"password", kPassword}};
    EXPECT_EQ(station.post("/v1/people", body.dump()).status, 422) << name;
  }
}

TEST_F(LoginTest, NothingSecretIsInTheRecord) {
  add("Lan", "operator");
  Browser browser(station);
  browser.log_in(kPassword, "Lan");
  browser.log_in("Lan", kPassword);
  const auto log = station.get("/v1/log", {{"limit", "200"}}).body;
  EXPECT_THAT(log, Not(HasSubstr(kPassword)));
  EXPECT_THAT(log, Not(HasSubstr("argon2id")));
  EXPECT_THAT(log, Not(HasSubstr(browser.cookie().substr(browser.cookie().find('=') + 1))));
}

TEST(OwnerToken, IsForTheOwnerAloneAndNewAtEachStart) {
  const Folder folder;
  std::string old;
  {
    const RunningStation station(config_in(folder));
    struct stat found {};
    ASSERT_EQ(::stat((folder / "state/owner-token").c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0600U);
    old = station.owner().at("authorization");
    EXPECT_EQ(station.call("GET", "/v1/people", {}, "", {{"authorization", old}}).status, 200);
  }
  const RunningStation station(config_in(folder));
  EXPECT_EQ(station.call("GET", "/v1/people", {}, "", {{"authorization", old}}).status, 401);
  EXPECT_EQ(station.call("GET", "/v1/people", {}, "", {{"authorization", "Bearer "}}).status, 401);
  EXPECT_EQ(station.get("/v1/people").status, 200);
}

TEST(FirstPerson, ComesFromTheConfigurationWhereThereIsNobody) {
  const Folder folder;
  auto config = config_in(folder);
  config.first_person = FirstPerson{"Lan", base::hash_password(kPassword)};
  {
    const RunningStation station(config);
    EXPECT_EQ(station.get("/v1/first").json().at("code"), nullptr);
    EXPECT_EQ(Browser(station).log_in("Lan", kPassword).status, 200);
    const Json body{{"name", "Lan"}, {"password", "đã đổi rồi nhé"}};
    EXPECT_EQ(station.post("/v1/people/change", body.dump()).status, 200);
  }
  const RunningStation station(config);
  EXPECT_EQ(Browser(station).log_in("Lan", kPassword).status, 401) << "only while there is nobody";
  EXPECT_EQ(Browser(station).log_in("Lan", "đã đổi rồi nhé").status, 200);
}

TEST(WithoutLogin, WhoeverIsAtTheMachineIsItsOneUser) {
  const Folder folder;
  auto config = config_in(folder);
  config.asks_login = false;
  const RunningStation station(config);
  Browser browser(station);
  EXPECT_EQ(browser.get("/v1/status").status, 200);
  EXPECT_EQ(browser.post("/v1/pause", {}).status, 200);
  EXPECT_EQ(browser.get("/v1/session").json().at("asks"), false);
  EXPECT_EQ(station.call("POST", "/v1/pause", {}, "", {}).status, 403) << "X-Loa is still needed";
}

}  // namespace
}  // namespace loa::daemon::testing
