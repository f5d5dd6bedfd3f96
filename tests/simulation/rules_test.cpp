// A whole station that is held to rules, on virtual time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulation/lone_station.h"

namespace loa::simulation {
namespace {

using base::ClockQuality;
using base::Duration;
using base::Steady;
using base::Wall;
using journal::Kind;
using journal::Outcome;
using journal::Row;
using schedules::Level;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// A slot of that many minutes with content of that many seconds.
struct Wanted {
  const char* id;
  int hour;
  int minute;
  int minutes;
  int content;
  Level level = Level::normal;
};

std::shared_ptr<const schedules::WeeklySchedule> week_of(const std::vector<Wanted>& all) {
  schedules::WeeklySchedule week;
  week.id = "quy-dinh";
  week.zone = "Asia/Ho_Chi_Minh";
  week.valid_from = date::local_days{date::year{2026} / 1 / 1};
  week.valid_to = date::local_days{date::year{2026} / 12 / 31};
  for (const Wanted& one : all) {
    schedules::Programme programme;
    programme.id = one.id;
    programme.title = one.id;
    schedules::Item item;
    item.source = schedules::AudioFile{std::to_string(one.content) + "s-" + one.id + ".wav"};
    programme.items.push_back(item);
    week.programmes.push_back(programme);
    schedules::WeekdaySlot slot;
    for (unsigned day = 0; day < 7; ++day) slot.days.emplace_back(day);
    slot.slot.id = one.id;
    slot.slot.start = hours{one.hour} + minutes{one.minute};
    slot.slot.length = minutes{one.minutes};
    slot.slot.programme = one.id;
    slot.slot.level = one.level;
    week.slots.push_back(slot);
  }
  return std::make_shared<const schedules::WeeklySchedule>(std::move(week));
}

class Rules : public LoneStation {
 protected:
  void begin(Wall wall, const std::vector<Wanted>& slots, const std::string& policy,
             ClockQuality quality = ClockQuality::synced) {
    const auto read =
        schedules::read_policy(R"({"id": "p", "version": 1, "title": "P", )" + policy + "}", "p");
    ASSERT_NE(read.policy, nullptr);
    power_on_at(wall, quality, [&](SimStation& station) {
      station.hold_to(read.policy);
      station.load(week_of(slots));
    });
  }

  void play(int length, int level = 3) { announce(seconds{length}, level); }

  // The first one.
  Row result(const std::string& slot) {
    auto all = results(slot);
    return all.empty() ? Row{} : std::move(all[0]);
  }

  std::vector<Row> events(const std::string& title) {
    auto found = rows_of(Kind::event);
    std::erase_if(found, [&](const Row& row) { return row.title != title; });
    return found;
  }
};

constexpr auto kFifteenMinutes = R"("rules": [{"id": "r", "sessionLength": "15m"}])";
constexpr auto kHours = R"("rules": [{"id": "r", "earliest": "05:00", "latest": "21:00"}])";

TEST_F(Rules, ASlotThatIsLongerThanASessionIsFadedAtTheLimitAndSaysWhy) {
  begin(monday(4), {{"sang", 5, 0, 30, 1500}}, kFifteenMinutes);
  run_to(monday(5, 40));
  const auto heard = sim_->heard();
  ASSERT_THAT(heard, SizeIs(1));
  EXPECT_EQ(heard[0].wall, monday(5));
  EXPECT_LE(heard[0].to - heard[0].from, minutes{15});
  EXPECT_GE(heard[0].to - heard[0].from, minutes{15} - seconds{1});
  EXPECT_EQ(result("sang").outcome, Outcome::partial);
  EXPECT_EQ(result("sang").reason, "policy-session-length");
}

TEST_F(Rules, ContentThatFitsTheSessionIsPlayedToItsLastSecond) {
  begin(monday(4), {{"sang", 5, 0, 15, 900}}, kFifteenMinutes);
  run_to(monday(5, 40));
  EXPECT_EQ(result("sang").outcome, Outcome::played);
}

TEST_F(Rules, WhatMayNotBeginIsSkippedAndCutsNothing) {
  begin(monday(20), {{"dai", 20, 30, 40, 1700}, {"tre", 21, 0, 5, 60, Level::priority}}, kHours);
  run_to(monday(21, 30));
  EXPECT_EQ(result("dai").outcome, Outcome::played) << "content until 20:58:20";
  EXPECT_EQ(result("tre").outcome, Outcome::skipped);
  EXPECT_EQ(result("tre").reason, "policy-hours");
  EXPECT_THAT(sim_->heard(), SizeIs(1));
}

TEST_F(Rules, ASlotAtTheFirstAllowedSecondPlays) {
  begin(monday(4), {{"sang", 5, 0, 5, 60}}, kHours);
  run_to(monday(5, 10));
  EXPECT_EQ(result("sang").outcome, Outcome::played);
  EXPECT_EQ(sim_->heard().at(0).wall, monday(5));
}

TEST_F(Rules, AnAnnouncementAgainstTheRulesIsRefusedByName) {
  begin(monday(22), {}, kHours);
  try {
    play(20);
    FAIL() << "it was taken";
  } catch (const daemon::PolicyRefused& refused) {
    EXPECT_EQ(refused.breach().code, "policy-hours");
    EXPECT_EQ(refused.breach().rule, "r");
  }
  run_to(monday(22, 5));
  EXPECT_THAT(sim_->heard(), IsEmpty());
}

TEST_F(Rules, TheEveningsSessionIsNotGivenAwayToAnAnnouncement) {
  begin(monday(4), {{"sang", 5, 0, 5, 60}, {"chieu", 17, 0, 5, 60}},
        R"("rules": [{"id": "r", "sessionsPerDay": 2}])");
  run_to(monday(9));
  EXPECT_THROW(play(20), daemon::PolicyRefused);
  run_to(monday(18));
  EXPECT_EQ(result("chieu").outcome, Outcome::played);
}

TEST_F(Rules, AnEmergencyIsExemptAndItsRowSaysSo) {
  begin(monday(22), {}, kHours);
  play(20, 1);
  run_to(monday(22, 5));
  EXPECT_THAT(sim_->heard(), SizeIs(1));
  EXPECT_EQ(result("").outcome, Outcome::played);
  EXPECT_THAT(result("").evidence, HasSubstr(R"("policy":"exempt")"));
}

TEST_F(Rules, AnEmergencyThatAPowerCutTearsWasExemptToo) {
  begin(monday(22), {}, kHours);
  play(600, 1);
  run_to(monday(22, 5));
  sim_->cut_power();
  run_to(monday(22, 6));
  sim_->power_on("boot-2");
  run_to(monday(22, 20));
  EXPECT_EQ(result("").outcome, Outcome::partial);
  EXPECT_EQ(result("").reason, "power-lost");
  EXPECT_THAT(result("").evidence, HasSubstr(R"("policy":"exempt")"));
}

TEST_F(Rules, AnOverrideLiftsTheRulesLeavesItsTraceAndEndsByItself) {
  begin(monday(20), {{"toi", 21, 0, 60, 3000}}, kHours);
  run_to(monday(20, 50));
  sim_->station().override_policy({"Chủ tịch xã", "bão số 5", monday(21, 20)}, "page");
  EXPECT_TRUE(sim_->station().view().policy_override.has_value());
  run_to(monday(22));
  const auto heard = sim_->heard();
  ASSERT_THAT(heard, SizeIs(1));
  EXPECT_LE(heard[0].to - heard[0].from, minutes{20});
  EXPECT_GE(heard[0].to - heard[0].from, minutes{20} - seconds{1});
  EXPECT_EQ(result("toi").reason, "policy-hours");
  EXPECT_THAT(result("toi").evidence, HasSubstr(R"("policy":"override")"));
  ASSERT_THAT(events("override"), SizeIs(1));
  for (const char* part : {"Chủ tịch xã", "bão số 5", "2026-01-05T14:20:00.000Z", "page"}) {
    EXPECT_THAT(events("override")[0].evidence, HasSubstr(part));
  }
  ASSERT_THAT(events("override-end"), SizeIs(1));
  EXPECT_EQ(events("override-end")[0].wall, monday(21, 20));
  EXPECT_FALSE(sim_->station().view().policy_override.has_value());
}

TEST_F(Rules, AnOverrideOutlivesAPowerCut) {
  begin(monday(20), {}, kHours);
  sim_->station().override_policy({"Chủ tịch xã", "bão", monday(23)}, "page");
  sim_->cut_power();
  run_to(monday(22));
  sim_->power_on("boot-2");
  EXPECT_NO_THROW(play(20));
  run_to(monday(23, 1));
  EXPECT_THROW(play(20), daemon::PolicyRefused);
}

TEST_F(Rules, TheVolumeGoesDownAtItsHourAndAnEmergencyDoesNot) {
  begin(monday(20), {{"toi", 20, 50, 20, 1200}},
        R"("volume": [{"id": "dem", "from": "21:00", "to": "05:00", "percent": 50}])");
  EXPECT_EQ(sim_->loudness().back().gain, 1.0F);
  run_to(monday(21));
  EXPECT_EQ(sim_->loudness().back().gain, 0.25F);
  EXPECT_EQ(sim_->station().view().volume_ceiling, 50);
  run_to(monday(22));
  play(20, 1);
  run_to(monday(22, 0, 5));
  EXPECT_EQ(sim_->loudness().back().gain, 1.0F);
  run_to(monday(22, 1));
  EXPECT_EQ(sim_->loudness().back().gain, 0.25F);
  run_to(monday(29));
  EXPECT_EQ(sim_->loudness().back().gain, 1.0F);
}

TEST_F(Rules, AnEmergencyIsHeardWhereTheVolumeIsTurnedDownToNothing) {
  begin(monday(20), {}, R"("rules": [])");
  sim_->station().set_volume(0, "page");
  play(20);
  run_to(monday(20, 0, 10));
  EXPECT_EQ(sim_->loudness().back().gain, 0.0F);
  play(20, 1);
  run_to(monday(20, 0, 20));
  EXPECT_EQ(sim_->loudness().back().gain, 1.0F);
  run_to(monday(20, 2));
  EXPECT_EQ(sim_->loudness().back().gain, 0.0F) << "the operator's volume is back";
}

TEST_F(Rules, AnEmergencyIsNoSofterThanTheStationsLeastAndNoSofterThanTheRest) {
  power_on_at(monday(20), ClockQuality::synced,
              [](SimStation& station) { station.with_emergency_volume(50); });
  sim_->station().set_volume(10, "page");
  play(20, 1);
  run_to(monday(20, 0, 10));
  EXPECT_EQ(sim_->loudness().back().gain, 0.25F);
  sim_->station().set_volume(100, "page");
  EXPECT_EQ(sim_->loudness().back().gain, 1.0F);
}

TEST_F(Rules, ANewPolicyIsInTheRecordOnceAndNoPolicyIsNot) {
  begin(monday(4), {}, kHours);
  sim_->restart("boot-2");
  ASSERT_THAT(events("policy"), SizeIs(1));
  EXPECT_THAT(events("policy")[0].evidence, HasSubstr("p.1 (sha256 "));
}

constexpr auto kNoLimits = R"("rules": [])";

std::vector<Wanted> colliding() {
  return {{"tinh", 5, 0, 10, 300, Level::priority}, {"xa", 5, 2, 10, 300, Level::priority}};
}

TEST_F(Rules, OfTwoPriorityItemsTheFirstPlaysToItsEndByDefault) {
  begin(monday(4), colliding(), kNoLimits);
  ASSERT_THAT(sim_->station().collisions(), SizeIs(7));
  EXPECT_EQ(sim_->station().collisions()[0].answer, "");
  run_to(monday(5, 30));
  const auto heard = sim_->heard();
  ASSERT_THAT(heard, SizeIs(2));
  EXPECT_EQ(heard[0].source, "300s-tinh.wav");
  EXPECT_EQ(heard[0].to - heard[0].from, minutes{5});
  EXPECT_EQ(heard[1].source, "300s-xa.wav");
  EXPECT_EQ(result("tinh").outcome, Outcome::played);
}

TEST_F(Rules, TheCommunesAnswerPutsTheSecondFirstAndOutlivesAPowerCut) {
  // What gave way joins where it would be by then: nine minutes of content have something left.
  begin(monday(4),
        {{"tinh", 5, 0, 10, 540, Level::priority}, {"xa", 5, 2, 10, 300, Level::priority}},
        kNoLimits);
  const auto question = sim_->station().collisions().at(0).collision;
  EXPECT_TRUE(sim_->station().answer_collision(question.id, question.second.key(), "page"));
  EXPECT_FALSE(sim_->station().answer_collision(question.id, "nobody", "page"));
  EXPECT_FALSE(sim_->station().answer_collision("none", question.second.key(), "page"));
  sim_->cut_power();
  run_to(monday(4, 30));
  sim_->power_on("boot-2");
  EXPECT_EQ(sim_->station().collisions().at(0).answer, question.second.key());
  run_to(monday(5, 30));
  const auto heard = sim_->heard();
  EXPECT_EQ(result("tinh").outcome, Outcome::partial);
  EXPECT_EQ(result("tinh").reason, "pre-empted");
  ASSERT_THAT(heard, SizeIs(3));
  EXPECT_EQ(heard[1].source, "300s-xa.wav");
  EXPECT_EQ(heard[1].wall, monday(5, 2));
  EXPECT_EQ(heard[1].to - heard[1].from, minutes{5});
  EXPECT_EQ(heard[2].source, "540s-tinh.wav");
  EXPECT_LE(heard[2].to - heard[2].from, minutes{2});
  EXPECT_GT(heard[2].to - heard[2].from, minutes{2} - seconds{1});
  EXPECT_EQ(result("xa").outcome, Outcome::played);
  ASSERT_THAT(events("collision-answer"), SizeIs(1));
  EXPECT_THAT(events("collision-answer")[0].evidence, HasSubstr("page"));
}

}  // namespace
}  // namespace loa::simulation
