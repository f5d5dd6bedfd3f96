// People at the centre: who comes in, who may do what, and what the record says of it; on each
// engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "centre/api.h"
#include "centre/kept_people.h"
#include "centre/routes.h"
#include "tests/centre/engines.h"
#include "tests/centre/people_scene.h"

namespace loa::centre {
namespace {

using entrance::Person;
using entrance::Role;
using nlohmann::json;
using protocol::HttpRequest;
using protocol::HttpResponse;
using test::at;
using test::Centre;
using test::kElsewhere;
using test::kGood;
using testing::HasSubstr;
using testing::Not;

class CentrePeople : public testing::TestWithParam<test::Engine> {
 protected:
  test::Database database_{GetParam()};
  Centre centre_{database_.open()};
};

INSTANTIATE_TEST_SUITE_P(Engines, CentrePeople, test::each_engine(), test::name_of_engine);

TEST_P(CentrePeople, AreKeptInTheDatabase) {
  KeptPeople people(centre_.store_);
  const Person lan{"Lan", Role::administers, "hash", false, 0};
  people.put(lan);
  people.put({"Minh", Role::operates, "x", false, 5});
  people.put({"Minh", Role::audits, "y", true, 0});
  EXPECT_THAT(people.all(), testing::ElementsAre(lan, Person{"Minh", Role::audits, "y", true, 0}));
  people.remove("Minh");
  EXPECT_EQ(people.find("Minh"), std::nullopt);
  EXPECT_EQ(people.find("Lan"), lan);
}

TEST_P(CentrePeople, WithoutAnyThePageAsksForItsPassword) {
  const auto refused = centre_.get("/v1/stations");
  EXPECT_EQ(refused.status, 401);
  EXPECT_THAT(refused.body, HasSubstr("password-needed"));
  EXPECT_EQ(centre_.get("/").status, 401);
  EXPECT_EQ(centre_.by_page("/v1/admin/tokens", {{"name", "Xã A"}}).status, 401);
}

TEST_P(CentrePeople, MakeThePagesPasswordOpenNothing) {
  const auto with_password = [&](const char* path) {
    return centre_
        .answer({"GET",
                 path,
                 {},
                 {{"authorization", "Basic " + base::to_base64("loa:for the page")}},
                 "",
                 kElsewhere})
        .status;
  };
  constexpr std::array kRead{"/v1/stations", "/v1/events", "/v1/alarms",     "/v1/acts",
                             "/v1/rollout",  "/v1/totals", "/v1/submission", "/v1/media/00"};
  EXPECT_EQ(with_password("/v1/stations"), 200);
  centre_.add("Lan", Role::administers);
  for (const auto* path : kRead) EXPECT_EQ(with_password(path), 401) << path;
  EXPECT_EQ(centre_
                .answer({"POST",
                         "/v1/alarms/acknowledge",
                         {},
                         {{"authorization", "Basic " + base::to_base64("loa:for the page")},
                          {"x-loa", "1"}},
                         "{}",
                         kElsewhere})
                .status,
            401);
  EXPECT_EQ(with_password("/metrics"), 200) << "a collector is no person";
  EXPECT_EQ(centre_.get("/metrics").status, 401);
  EXPECT_EQ(centre_.get("/metrics", "", "127.0.0.1").status, 200) << "on the machine itself";
}

TEST_P(CentrePeople, AreToldAtTheStartThatThePasswordIsIgnored) {
  const auto said = [&] {
    testing::internal::CaptureStderr();
    Centre starting(database_.open());
    return testing::internal::GetCapturedStderr();
  };
  EXPECT_THAT(said(), testing::Not(HasSubstr("page-password-ignored")));
  centre_.add("Lan", Role::administers);
  EXPECT_THAT(said(), HasSubstr("page-password-ignored"));
}

TEST_P(CentrePeople, ComeInByACodeOfTheMachineAndThenByTheirPassword) {
  const auto cookie = centre_.add("Lan", Role::administers);
  EXPECT_THAT(centre_.get("/v1/session", cookie).body, HasSubstr(R"("name":"Lan")"));
  EXPECT_EQ(centre_.get("/v1/stations", cookie).status, 200);
  EXPECT_EQ(centre_.get("/v1/stations").status, 401);
  EXPECT_EQ(centre_.get("/").status, 200) << "the page has the form";
  EXPECT_EQ(centre_.by_page("/v1/login", {{"name", "Lan"}, {"password", "x"}}).status, 401);
  const auto again = centre_.log_in("Lan");
  EXPECT_NE(again, cookie);
  EXPECT_EQ(centre_.by_page("/v1/logout", json::object(), again).status, 200);
  EXPECT_EQ(centre_.get("/v1/stations", again).status, 401);
  EXPECT_EQ(centre_.get("/v1/stations", cookie).status, 200) << "another browser of hers";
}

TEST_P(CentrePeople, ACodeIsGoodOnceAndForSevenDays) {
  const auto added =
      centre_.by_machine("/v1/admin/people/add", {{"name", "Lan"}, {"role", "admin"}});
  const auto code = json::parse(added.body).value("code", "");
  const json use{{"name", "Lan"}, {"code", code}, {"password", kGood}};
  centre_.now_ += 7 * 24 * 3600 + 1;
  EXPECT_EQ(centre_.by_page("/v1/code", use).status, 401);
  centre_.now_ -= 7 * 24 * 3600 + 1;
  EXPECT_EQ(centre_.by_page("/v1/code", use).status, 200);
  EXPECT_EQ(centre_.by_page("/v1/code", use).status, 401);
}

TEST_P(CentrePeople, GuessingIsSlowedDown) {
  centre_.add("Lan", Role::administers);
  const json guess{{"name", "Lan"}, {"password", "sai"}};
  int status = 0;
  for (int i = 0; i < 10 && status != 429; ++i) status = centre_.by_page("/v1/login", guess).status;
  EXPECT_EQ(status, 429);
  EXPECT_EQ(centre_.by_page("/v1/login", guess, "", "198.51.100.4").status, 401);
}

TEST_P(CentrePeople, ACookieWithoutXLoaDoesNothing) {
  const auto cookie = centre_.add("Lan", Role::administers);
  const HttpRequest forged{
      "POST", "/v1/admin/tokens", {}, {{"cookie", cookie}}, "{\"name\":\"Xã A\"}", kElsewhere};
  EXPECT_EQ(centre_.answer(forged).status, 403);
  EXPECT_EQ(centre_.by_page("/v1/admin/tokens", {{"name", "Xã A"}}, cookie).status, 200);
}

TEST_P(CentrePeople, TheRecordSaysWhoDidIt) {
  const auto cookie = centre_.add("Lan", Role::administers);
  centre_.by_page("/v1/admin/tokens", {{"name", "Xã A"}}, cookie);
  const auto act = centre_.newest_act();
  EXPECT_EQ(act["what"], "tokens");
  EXPECT_EQ(act["by"], "Lan");
  EXPECT_EQ(act["role"], "admin");
  EXPECT_EQ(act["peer"], kElsewhere);
  centre_.by_machine("/v1/admin/tokens", {{"name", "Xã B"}});
  EXPECT_EQ(centre_.newest_act()["by"], "root");
  EXPECT_FALSE(centre_.newest_act().contains("role")) << "nobody has logged in as root";
  centre_.by_page("/v1/login", {{"name", "mật khẩu gõ nhầm ô"}, {"password", "x"}});
  EXPECT_EQ(centre_.newest_act()["what"], "login");
  EXPECT_EQ(centre_.newest_act()["state"], "refused");
  EXPECT_EQ(centre_.newest_act()["by"], "");
}

TEST_P(CentrePeople, ARoleALockOrANewCodeEndsEverySession) {
  centre_.add("Lan", Role::administers);
  const auto minh = centre_.add("Minh", Role::operates);
  ASSERT_EQ(centre_.get("/v1/stations", minh).status, 200);
  for (const json& change :
       {json{{"name", "Minh"}, {"role", "auditor"}}, json{{"name", "Minh"}, {"disabled", true}}}) {
    const auto before = centre_.log_in("Minh");
    EXPECT_EQ(centre_.by_machine("/v1/admin/people/change", change).status, 200);
    EXPECT_EQ(centre_.get("/v1/stations", before).status, 401) << change;
  }
  EXPECT_EQ(centre_.by_page("/v1/login", {{"name", "Minh"}, {"password", kGood}}).status, 401);
}

TEST_P(CentrePeople, OneAdministratorStays) {
  const auto lan = centre_.add("Lan", Role::administers);
  EXPECT_EQ(centre_.by_page("/v1/admin/people/remove", {{"name", "Lan"}}, lan).status, 409);
  EXPECT_EQ(centre_.by_page("/v1/admin/people/change", {{"name", "Lan"}, {"role", "auditor"}}, lan)
                .status,
            409);
  EXPECT_EQ(centre_.by_page("/v1/admin/people/remove", {{"name", "Minh"}}, lan).status, 404);
  centre_.add("Minh", Role::administers);
  EXPECT_EQ(centre_.by_page("/v1/admin/people/remove", {{"name", "Lan"}}, lan).status, 200);
  EXPECT_EQ(centre_.get("/v1/stations", lan).status, 401);
}

TEST_P(CentrePeople, ChangeTheirPasswordByTheOldOne) {
  const auto lan = centre_.add("Lan", Role::administers);
  const std::string other = "một mật khẩu khác hẳn";
  EXPECT_EQ(centre_.by_page("/v1/password", {{"old", "x"}, {"new", other}}, lan).status, 401);
  EXPECT_EQ(centre_.by_page("/v1/password", {{"old", kGood}, {"new", "ngắn"}}, lan).status, 422);
  EXPECT_EQ(centre_.by_page("/v1/password", {{"old", kGood}, {"new", other}}, lan).status, 200);
  EXPECT_EQ(centre_.get("/v1/stations", lan).status, 401);
  EXPECT_NE(centre_.log_in("Lan", other), "");
}

TEST_P(CentrePeople, SeeToAlarmsUnderTheirOwnName) {
  const auto minh = centre_.add("Minh", Role::operates);
  centre_.store_.begin_alarm({{"st-1", "sound", ""}, "", at(centre_.now_).wall});
  const json alarm{{"station", "st-1"}, {"code", "sound"}, {"subject", ""}, {"by", "Lan"}};
  EXPECT_EQ(centre_.by_page("/v1/alarms/acknowledge", alarm, "", "127.0.0.1").status, 401);
  EXPECT_EQ(centre_.by_page("/v1/alarms/acknowledge", alarm, minh).status, 200);
  EXPECT_EQ(centre_.store_.alarms(10).at(0).acknowledged_by, "Minh");
}

// What each role is answered, on every route: whether it is refused for who it is.
struct Expectation {
  const char* method;
  const char* path;
  const char* who;  // Operator, aPprover, Commander, aUditor, aDministrator; S: a stranger
};
constexpr Expectation kExpected[] = {
    {"GET", "/v1/session", "SOPCUD"},
    {"POST", "/v1/login", "SOPCUD"},
    {"POST", "/v1/logout", "SOPCUD"},
    {"POST", "/v1/code", "SOPCUD"},
    {"POST", "/v1/password", "OPCUD"},
    {"GET", "/v1/stations", "OPCUD"},
    {"GET", "/v1/events", "OPCUD"},
    {"GET", "/v1/alarms", "OPCUD"},
    {"GET", "/v1/acts", "OPCUD"},
    {"GET", "/v1/rollout", "OPCUD"},
    {"GET", "/v1/totals", "OPCUD"},
    {"GET", "/metrics", "OPCUD"},
    {"GET", "/v1/stations/…", "OPCUD"},
    {"GET", "/log/…", "SOPCUD"},
    {"GET", "/log/tile/entries/…", "OPCUD"},
    {"POST", "/log/cosignature", "SOPCUD"},
    {"GET", "/v1/media/…", "OPCUD"},
    {"GET", "/v1/submission", "OPCUD"},
    {"GET", "/v1/submission/bundle", "OPCUD"},
    {"POST", "/v1/admin/submission", "OD"},
    {"POST", "/v1/admin/submission/approve", "P"},
    {"POST", "/v1/admin/submission/refuse", "P"},
    {"POST", "/v1/alarms/acknowledge", "OPCD"},
    {"POST", "/v1/admin/stations", "OPCUD"},
    {"POST", "/v1/admin/place", "OD"},
    {"POST", "/v1/admin/programme", "OD"},
    {"POST", "/v1/admin/media/…", "OD"},
    {"POST", "/v1/admin/rollout", "OD"},
    {"POST", "/v1/admin/command", "OCD"},
    {"POST", "/v1/admin/tokens", "D"},
    {"POST", "/v1/admin/revoke", "D"},
    {"POST", "/v1/admin/people", "D"},
};

TEST(CentreRights, EachRouteIsForWhomItShouldBe) {
  std::map<std::string, std::string> expected;
  std::map<std::string, std::string> found;
  for (const auto& [method, path, who] : kExpected)
    expected[std::string(method) + " " + path] = who;
  for (const auto& route : routes()) {
    std::string who = route.right == entrance::Right::anyone ? "S" : "";
    constexpr std::string_view kLetters = "OPCUD";
    for (std::size_t i = 0; i < entrance::kAllRoles.size(); ++i)
      if (may(entrance::kAllRoles[i], route.right)) who += kLetters[i];
    found[route.method + " " + route.path] = who;
  }
  EXPECT_EQ(found, expected) << "a new route has to say here whom it is for";
}

// The same, asked of the interface itself.
TEST(CentreRights, AreWhatTheInterfaceAnswersBy) {
  test::Database database(test::Engine::sqlite);
  Centre centre(database.open());
  std::map<char, std::string> cookies{{'S', ""}};
  constexpr std::string_view kLetters = "OPCUD";
  for (std::size_t i = 0; i < entrance::kAllRoles.size(); ++i)
    cookies[kLetters[i]] = centre.add(std::string(1, kLetters[i]), entrance::kAllRoles[i]);
  for (const auto& [method, path, who] : kExpected) {
    std::string place(path);
    // Their answer says who may come in, or of what is handed in, and not whom the route is for.
    if (std::string_view("/v1/login /v1/logout /v1/code /log/cosignature").find(place) !=
        std::string_view::npos)
      continue;
    if (place.ends_with("…")) place = place.substr(0, place.size() - std::string("…").size()) + "x";
    for (const auto& [letter, cookie] : cookies) {
      const HttpRequest request{method, place,     {}, {{"x-loa", "1"}, {"cookie", cookie}},
                                "{}",   kElsewhere};
      const auto status = centre.answer(request).status;
      const bool refused = status == 401 || status == 403;
      EXPECT_EQ(!refused, std::string(who).find(letter) != std::string::npos)
          << letter << " " << method << " " << place << ": " << status;
    }
  }
}

TEST(CentrePeoplePostgres, AreTheSameAtEachCentre) {
  test::Database database(test::Engine::postgres);
  Centre one(database.open());
  Centre two(database.open());
  one.add("Lan", Role::administers);
  const auto at_two = two.log_in("Lan");
  EXPECT_EQ(two.get("/v1/stations", at_two).status, 200);
  EXPECT_EQ(one.by_machine("/v1/admin/people/change", {{"name", "Lan"}, {"code", true}}).status,
            200);
  EXPECT_EQ(two.get("/v1/stations", at_two).status, 401) << "a new code ends what goes on there";
}

}  // namespace
}  // namespace loa::centre
