// The policy at run: until when something may sound, how loud, and what a power cut keeps of it.
#include "daemon/policy_guard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace loa::daemon {
namespace {

using base::ClockQuality;
using base::Duration;
using base::Now;
using base::Steady;
using base::Wall;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Monday 2026-11-23 in Viet Nam; the steady clock showed 100 h at its midnight.
Wall monday(int hour, int minute = 0) {
  return date::sys_days{date::year{2026} / 11 / 22} + hours{17} + hours{hour} + minutes{minute};
}
Steady steady(int hour, int minute = 0) { return Steady{hours{100 + hour} + minutes{minute}}; }
Now now(int hour, int minute = 0, ClockQuality quality = ClockQuality::synced) {
  return {steady(hour, minute), monday(hour, minute), quality};
}

std::shared_ptr<const schedules::Policy> policy(const std::string& rest) {
  auto read = schedules::read_policy(
      R"({"id": "p", "version": 1, "title": "P", "sessionGap": "5m", )" + rest + "}", "p");
  EXPECT_NE(read.policy, nullptr);
  return read.policy;
}

PolicyGuard guard_with(const std::string& rest, std::vector<std::string> clusters = {}) {
  return {policy(rest), std::move(clusters), "Asia/Ho_Chi_Minh"};
}

Sounding slot(const std::string& session, Steady since, int level = 3) {
  return {session, level, since, since + hours{2}};
}
Sounding by_hand(Steady since, int level = 3) { return slot("", since, level); }

// "HH:MM code", when it must be silent.
std::string limit_text(const std::optional<PolicyLimit>& limit) {
  if (!limit) return "none";
  const auto since_midnight = std::chrono::floor<minutes>(limit->at - steady(0)).count();
  char text[64];
  std::snprintf(text, sizeof text, "%02d:%02d %s", static_cast<int>(since_midnight / 60),
                static_cast<int>(since_midnight % 60), limit->breach.code.c_str());
  return text;
}

TEST(PolicyGuard, AnOpenPolicyLimitsNothing) {
  const auto guard = guard_with(R"("rules": [])");
  EXPECT_TRUE(guard.is_open());
  EXPECT_EQ(limit_text(guard.limit(now(3), by_hand(steady(3)))), "none");
}

TEST(PolicyGuard, HoursCloseAndOpen) {
  const auto guard =
      guard_with(R"("rules": [{"id": "r", "earliest": "05:00", "latest": "21:00"}])");
  EXPECT_EQ(limit_text(guard.limit(now(5), by_hand(steady(5)))), "21:00 policy-hours");
  EXPECT_EQ(limit_text(guard.limit(now(21), by_hand(steady(21)))), "21:00 policy-hours");
  EXPECT_EQ(limit_text(guard.limit(now(4, 59), by_hand(steady(4, 59)))), "04:59 policy-hours");
}

TEST(PolicyGuard, ASilentDayBeginsAtMidnight) {
  const auto guard = guard_with(R"("rules": [{"id": "r", "days": ["T3"], "silent": true}])");
  EXPECT_EQ(limit_text(guard.limit(now(23, 50), by_hand(steady(23, 50)))), "24:00 policy-silent");
}

TEST(PolicyGuard, AQuietDateIsSilent) {
  const auto guard =
      guard_with(R"("quiet": [{"id": "q", "date": "2026-11-23", "title": "Quốc tang"}])");
  const auto limit = guard.limit(now(9), by_hand(steady(9)));
  ASSERT_TRUE(limit);
  EXPECT_EQ(limit->breach.code, "policy-quiet");
  EXPECT_EQ(limit->breach.rule, "q");
  EXPECT_THAT(limit->breach.why.vi, testing::HasSubstr("Quốc tang"));
}

TEST(PolicyGuard, ASessionIsMeasuredFromItsFirstSound) {
  auto guard = guard_with(R"("rules": [{"id": "r", "sessionLength": "15m"}])");
  EXPECT_TRUE(guard.note(now(5), slot("a", steady(5))));
  EXPECT_EQ(limit_text(guard.limit(now(5, 3), slot("a", steady(5)))),
            "05:15 policy-session-length");
  // The next slot of the same session, and an announcement soon after, have what is left.
  guard.note(now(5, 10), std::nullopt);
  EXPECT_EQ(limit_text(guard.limit(now(5, 12), slot("a", steady(5, 12)))),
            "05:15 policy-session-length");
  EXPECT_EQ(limit_text(guard.limit(now(5, 12), by_hand(steady(5, 12)))),
            "05:15 policy-session-length");
  // After the gap it is a session of its own.
  EXPECT_EQ(limit_text(guard.limit(now(5, 16), by_hand(steady(5, 16)))),
            "05:31 policy-session-length");
}

TEST(PolicyGuard, ThereAreSoManySessionsADay) {
  auto guard = guard_with(R"("rules": [{"id": "r", "sessionsPerDay": 2}])");
  guard.note(now(5), slot("a", steady(5)));
  guard.note(now(5, 10), std::nullopt);
  EXPECT_EQ(limit_text(guard.limit(now(9), by_hand(steady(9)))), "none");
  EXPECT_EQ(limit_text(guard.limit(now(9), by_hand(steady(9)), {1, minutes{10}})),
            "09:00 policy-sessions")
      << "the evening's session is the schedule's";
  guard.note(now(17), slot("b", steady(17)));
  guard.note(now(17, 10), std::nullopt);
  EXPECT_EQ(limit_text(guard.limit(now(19), by_hand(steady(19)))), "19:00 policy-sessions");
  EXPECT_EQ(limit_text(guard.limit(now(17, 40), slot("b", steady(17, 40)))), "none")
      << "what a power cut tore goes on with its own session";
  EXPECT_EQ(limit_text(guard.limit(now(29), by_hand(steady(29)))), "none") << "tomorrow";
}

TEST(PolicyGuard, ADayHasSoManyMinutes) {
  auto guard = guard_with(R"("rules": [{"id": "r", "dayLength": "30m"}])");
  guard.note(now(5), slot("a", steady(5)));
  guard.note(now(5, 20), std::nullopt);
  EXPECT_EQ(limit_text(guard.limit(now(9), by_hand(steady(9)))), "09:10 policy-day-length");
  EXPECT_EQ(limit_text(guard.limit(now(9), by_hand(steady(9)), {1, minutes{7}})),
            "09:03 policy-day-length");
  guard.note(now(17), slot("b", steady(17)));
  EXPECT_EQ(limit_text(guard.limit(now(17, 4), slot("b", steady(17)))), "17:10 policy-day-length");
}

TEST(PolicyGuard, EmergenciesAreExemptAndDoNotCount) {
  auto guard = guard_with(
      R"("rules": [{"id": "r", "earliest": "05:00", "sessionsPerDay": 1, "sessionLength": "1m"}])");
  EXPECT_EQ(limit_text(guard.limit(now(3), by_hand(steady(3), 1))), "none");
  EXPECT_FALSE(guard.note(now(6), by_hand(steady(6), 1)));
  guard.note(now(6, 10), std::nullopt);
  EXPECT_EQ(limit_text(guard.limit(now(7), slot("a", steady(7)))), "07:01 policy-session-length");
}

TEST(PolicyGuard, AnOverrideEndsByItselfAndWhatTheRulesForbidThenEndsWithIt) {
  auto guard = guard_with(R"("rules": [{"id": "r", "sessionLength": "15m", "latest": "21:00"}])");
  guard.set_override(PolicyOverride{"Chủ tịch", "bão", monday(21, 30)});
  EXPECT_TRUE(guard.overridden(now(21, 29)));
  EXPECT_EQ(limit_text(guard.limit(now(21), by_hand(steady(21)))), "21:30 policy-hours");
  EXPECT_FALSE(guard.note(now(21), by_hand(steady(21))));
  EXPECT_EQ(guard.next_change(now(21)), steady(21, 30));
  EXPECT_FALSE(guard.overridden(now(21, 30)));
  EXPECT_EQ(limit_text(guard.limit(now(21, 30), by_hand(steady(21)))), "21:30 policy-hours");
}

TEST(PolicyGuard, WithoutAClockOnlyTheLengthOfASessionIsHeld) {
  auto guard = guard_with(
      R"("rules": [{"id": "r", "earliest": "05:00", "sessionLength": "15m"}],
         "volume": [{"id": "v", "from": "00:00", "to": "23:59", "percent": 10}])");
  const Now unsure = now(3, 0, ClockQuality::floor);
  guard.note(unsure, by_hand(steady(3)));
  EXPECT_EQ(limit_text(guard.limit(unsure, by_hand(steady(3)))), "03:15 policy-session-length");
  EXPECT_EQ(guard.ceiling(unsure), 100);
}

TEST(PolicyGuard, TheVolumeHasACeilingByHour) {
  const auto guard = guard_with(R"("volume": [
    {"id": "dem", "from": "21:00", "to": "05:30", "percent": 40},
    {"id": "sang-t3", "days": ["T3"], "from": "05:00", "to": "06:00", "percent": 30}])");
  EXPECT_EQ(guard.ceiling(now(20, 59)), 100);
  EXPECT_EQ(guard.ceiling(now(21)), 40);
  EXPECT_EQ(guard.ceiling(now(24 + 4)), 40);
  EXPECT_EQ(guard.ceiling(now(24 + 5, 15)), 30) << "of two, the lower";
  EXPECT_EQ(guard.ceiling(now(24 + 5, 45)), 30);
  EXPECT_EQ(guard.ceiling(now(24 + 6)), 100);
  EXPECT_EQ(guard.next_change(now(20)), steady(21));
  EXPECT_EQ(guard.next_change(now(21)), steady(24 + 5));
}

TEST(PolicyGuard, APowerCutLosesNoSession) {
  const auto rules =
      R"("rules": [{"id": "r", "sessionsPerDay": 1, "sessionLength": "15m", "dayLength": "20m"}])";
  auto before = guard_with(rules);
  Sounding bulletin = slot("a", steady(5));
  bulletin.until = steady(5, 12);
  before.note(now(5), bulletin);
  const auto kept = before.remember(now(5));

  auto after = guard_with(rules);
  after.recall(now(5, 5), kept);
  EXPECT_EQ(limit_text(after.limit(now(5, 5), slot("a", steady(5, 5)))),
            "05:15 policy-session-length");
  auto much_later = guard_with(rules);
  much_later.recall(now(17), kept);
  EXPECT_EQ(limit_text(much_later.limit(now(17), by_hand(steady(17)))), "17:00 policy-sessions");
  // Twelve minutes at most had sounded.
  EXPECT_EQ(limit_text(much_later.limit(now(17), slot("a", steady(17)))),
            "05:15 policy-session-length");
  after.recall(now(5, 5), "{\"day\": 7}");
  EXPECT_EQ(limit_text(after.limit(now(5, 5), slot("a", steady(5, 5)))),
            "05:15 policy-session-length")
      << "what cannot be read changes nothing";
}

TEST(PolicyGuard, RulesOfOtherClustersAreNotItsOwn) {
  const auto rules = R"("rules": [{"id": "r", "clusters": ["cum-1"], "latest": "20:00",
                                   "relayLength": "30m"}])";
  EXPECT_EQ(limit_text(guard_with(rules, {"cum-2"}).limit(now(21), by_hand(steady(21)))), "none");
  EXPECT_EQ(limit_text(guard_with(rules, {"cum-1"}).limit(now(21), by_hand(steady(21)))),
            "21:00 policy-hours");
  EXPECT_EQ(guard_with(rules, {"cum-1"}).longest_relay(now(9)), minutes{30});
  EXPECT_EQ(guard_with(rules, {"cum-2"}).longest_relay(now(9)), std::nullopt);
}

}  // namespace
}  // namespace loa::daemon
