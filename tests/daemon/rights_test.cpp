// Who may do what: every role on every route, written out.
#include "entrance/rights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "daemon/api.h"
#include "daemon/api_gate.h"

namespace loa::daemon {
namespace {

using entrance::kAllRoles;
using entrance::role_named;

// A letter each: Operator, aPprover, Commander, aUditor, aDministrator; S: a stranger.
struct Expectation {
  const char* method;
  const char* path;
  const char* who;
};

constexpr Expectation kExpected[] = {
    {"GET", "/healthz", "SOPCUD"},
    {"GET", "/v1/session", "SOPCUD"},
    {"POST", "/v1/login", "SOPCUD"},
    {"POST", "/v1/logout", "SOPCUD"},
    {"POST", "/v1/first", "SOPCUD"},
    {"POST", "/v1/code", "SOPCUD"},
    {"POST", "/v1/command", "SOPCUD"},  // its signatures decide
    {"POST", "/v1/password", "OPCUD"},
    {"GET", "/v1/status", "OPCUD"},
    {"GET", "/v1/timeline", "OPCUD"},
    {"GET", "/v1/log", "OPCUD"},
    {"GET", "/v1/schedule", "OPCUD"},
    {"GET", "/v1/schedule/week", "OPCUD"},
    {"GET", "/v1/submission", "OPCUD"},
    {"GET", "/v1/policy", "OPCUD"},
    {"GET", "/v1/collisions", "OPCUD"},
    {"GET", "/v1/sign.png", "OPCUD"},
    {"GET", "/v1/sign.gif", "OPCUD"},
    {"GET", "/v1/sign.txt", "OPCUD"},
    {"POST", "/v1/schedule/check", "OPD"},
    {"POST", "/v1/schedule/import", "OPD"},
    {"POST", "/v1/schedule", "OD"},
    {"POST", "/v1/submission/approve", "P"},
    {"POST", "/v1/submission/refuse", "P"},
    {"POST", "/v1/collisions", "OD"},
    {"POST", "/v1/play", "OCD"},
    {"POST", "/v1/live", "OCD"},
    {"POST", "/v1/microphone", "OCD"},
    {"GET", "/v1/microphone", "OCD"},
    {"POST", "/v1/media", "OCD"},
    {"POST", "/v1/pause", "OCD"},
    {"POST", "/v1/resume", "OCD"},
    {"POST", "/v1/volume", "OCD"},
    {"POST", "/v1/stop", "OPCD"},
    {"POST", "/v1/override", "CD"},
    {"POST", "/v1/override/end", "CD"},
    {"GET", "/v1/first", "D"},
    {"GET", "/v1/people", "D"},
    {"POST", "/v1/people", "D"},
    {"POST", "/v1/people/change", "D"},
    {"POST", "/v1/people/remove", "D"},
    {"POST", "/v1/people/logout", "D"},
    {"GET", "/v1/setup", "D"},
    {"POST", "/v1/setup", "D"},
    {"POST", "/v1/setup/tone", "D"},
    {"GET", "/v1/communes", "D"},
    {"POST", "/v1/restart", "D"},
};

std::string who_may(Right right) {
  std::string letters;
  if (!refusal(std::nullopt, right)) letters += 'S';
  constexpr std::string_view kLetters = "OPCUD";
  for (std::size_t i = 0; i < kAllRoles.size(); ++i) {
    if (!refusal(Caller{"x", kAllRoles[i]}, right)) letters += kLetters[i];
  }
  return letters;
}

TEST(Rights, EachRouteIsForWhomItShouldBe) {
  std::map<std::string, std::string> expected;
  for (const auto& [method, path, who] : kExpected) {
    expected[std::string(method) + " " + path] = who;
  }
  std::map<std::string, std::string> found;
  for (const auto& route : Api::routes()) {
    found[route.method + " " + route.path] = who_may(route.right);
  }
  EXPECT_EQ(found, expected) << "a new route has to say here whom it is for";
}

TEST(Rights, WhoIsNobodyBringsLittle) {
  std::vector<std::string> much;
  for (const auto& route : Api::routes()) {
    EXPECT_LE(route.most, Api::kMostBody) << route.path;
    if (route.most > 64UL * 1024) much.push_back(who_may(route.right) + " " + route.path);
  }
  // A command is signed, and names its stations.
  EXPECT_THAT(much, testing::ElementsAre(who_may(Right::prepare) + " /v1/schedule/check",
                                         who_may(Right::load) + " /v1/schedule",
                                         who_may(Right::prepare) + " /v1/schedule/import",
                                         who_may(Right::anyone) + " /v1/command",
                                         who_may(Right::speak) + " /v1/media"));
}

TEST(Rights, AnEmergencyIsForWhoCommands) {
  EXPECT_EQ(who_may(Right::emergency), "CD");
  EXPECT_EQ(who_may(Right::nobody), "");
}

TEST(Rights, AStrangerIsAskedToLogInAndAPersonIsToldWhy) {
  EXPECT_EQ(refusal(std::nullopt, Right::see)->status, 401);
  const auto refused = refusal(Caller{"Lan", Role::audits}, Right::speak);
  EXPECT_EQ(refused->status, 403);
  EXPECT_NE(refused->body.find("người giám sát không được làm việc này"), std::string::npos);
}

TEST(Rights, NamesOfRolesAreReadBack) {
  for (const auto role : kAllRoles) EXPECT_EQ(role_named(name_of(role)), role);
  EXPECT_EQ(role_named("root"), std::nullopt);
}

}  // namespace
}  // namespace loa::daemon
