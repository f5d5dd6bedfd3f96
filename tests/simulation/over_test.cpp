// A whole station in which something goes over what plays, on virtual time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulation/lone_station.h"
#include "tests/simulation/mix_oracle.h"

namespace loa::simulation {
namespace {

using base::Duration;
using base::Steady;
using journal::Kind;
using journal::Outcome;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

schedules::WeekdaySlot slot(const char* id, int minute, int length, int content) {
  schedules::WeekdaySlot daily;
  for (unsigned day = 0; day < 7; ++day) daily.days.emplace_back(day);
  daily.slot.id = id;
  daily.slot.start = hours{5} + minutes{minute};
  daily.slot.length = minutes{length};
  daily.slot.programme = std::to_string(content) + "s-" + id;
  return daily;
}

// At 5:00 a bulletin of a quarter of an hour, at 5:05 half a minute over it.
std::shared_ptr<const schedules::WeeklySchedule> week(schedules::Level level, bool over) {
  schedules::WeeklySchedule week;
  week.id = "phat-de";
  week.zone = "Asia/Ho_Chi_Minh";
  week.valid_from = date::local_days{date::year{2026} / 1 / 1};
  week.valid_to = date::local_days{date::year{2026} / 12 / 31};
  week.slots = {slot("ban-tin", 0, 15, 900), slot("nhac-viec", 5, 1, 30)};
  week.slots[1].slot.level = level;
  week.slots[1].slot.over = over;
  for (const auto& [days, one] : week.slots) {
    schedules::Programme programme;
    programme.id = programme.title = one.programme;
    schedules::Item item;
    item.source = schedules::AudioFile{one.programme + ".wav"};
    programme.items.push_back(item);
    week.programmes.push_back(programme);
  }
  return std::make_shared<const schedules::WeeklySchedule>(std::move(week));
}

class Over : public LoneStation {
 protected:
  void begin(schedules::Level level = schedules::Level::normal, bool over = true) {
    power_on_at(monday(4, 50), base::ClockQuality::synced,
                [&](SimStation& station) { station.load(week(level, over)); });
  }

  void announce_over(Duration length, bool live = false) {
    sim_->station().play(
        {"Thông báo", {"by-hand", live, length, "", 1.0F}, 3, "chị Hoa", live, true});
  }

  std::vector<std::string> events() {
    std::vector<std::string> names;
    for (const auto& row : rows_of(Kind::event)) names.push_back(row.title);
    return names;
  }

  std::vector<std::string> faults_of_the_mix() {
    auto heard = sim_->heard();
    std::ranges::sort(heard, {}, &Heard::from);
    return mix_faults(heard, sim_->low(), sim_->cued());
  }
};

TEST_F(Over, WhatGoesOverBeginsOnItsSecondAndTheBulletinMissesNothing) {
  begin();
  run_to(monday(5, 5, 10));
  EXPECT_EQ(sim_->station().view().on_air->title, "30s-nhac-viec");
  EXPECT_EQ(sim_->station().view().on_air->under, "900s-ban-tin");
  run_to(monday(5, 20));
  const auto heard = sim_->heard();
  ASSERT_THAT(heard, SizeIs(2));
  EXPECT_EQ(heard[0].wall, monday(5, 5));
  EXPECT_EQ(heard[0].to - heard[0].from, seconds{30});
  EXPECT_EQ(heard[1].wall, monday(5));
  EXPECT_EQ(heard[1].to - heard[1].from, minutes{15});
  ASSERT_THAT(sim_->low(), SizeIs(1));
  EXPECT_EQ(sim_->low()[0].source, "900s-ban-tin.wav");
  EXPECT_EQ(sim_->low()[0].from, heard[0].from);
  EXPECT_EQ(sim_->low()[0].to, heard[0].to);
  EXPECT_THAT(faults_of_the_mix(), IsEmpty());
}

TEST_F(Over, TheRecordTellsWhatWasLoweredAndForHowLong) {
  begin();
  run_to(monday(5, 20));
  const auto bulletin = results("ban-tin").at(0);
  EXPECT_EQ(bulletin.outcome, Outcome::played);
  EXPECT_THAT(bulletin.evidence, HasSubstr(R"("loweredS":30.0)"));
  EXPECT_EQ(results("nhac-viec").at(0).outcome, Outcome::played);
  for (const auto& row : rows_of(Kind::event)) {
    if (row.title != "lowered") continue;
    EXPECT_THAT(row.evidence, HasSubstr("/ban-tin/"));
    EXPECT_THAT(row.evidence, HasSubstr("/nhac-viec/"));
    EXPECT_THAT(row.evidence, HasSubstr(R"("gainDb":-18.0)"));
  }
  EXPECT_THAT(events(), testing::IsSupersetOf({"lowered", "lifted"}));
}

TEST_F(Over, WithoutTheWordItCutsAsBefore) {
  begin(schedules::Level::priority, false);
  run_to(monday(5, 20));
  EXPECT_THAT(sim_->low(), IsEmpty());
  EXPECT_THAT(sim_->heard(), SizeIs(3)) << "the bulletin in two pieces";
}

TEST_F(Over, ByHandItLowersWhatPlaysAndStopEndsTheAnnouncementOnly) {
  begin();
  run_to(monday(5, 1));
  announce_over(minutes{2});
  run_to(monday(5, 1, 10));
  sim_->station().stop(false, "chị Hoa");
  run_to(monday(5, 1, 20));
  EXPECT_EQ(sim_->station().view().on_air->title, "900s-ban-tin");
  EXPECT_EQ(sim_->station().view().on_air->under, "");
  run_to(monday(5, 20));
  EXPECT_EQ(results("ban-tin").at(0).outcome, Outcome::played);
  EXPECT_THAT(faults_of_the_mix(), IsEmpty());
}

TEST_F(Over, AllIsStoppedWithoutTheBulletinComingUp) {
  begin();
  run_to(monday(5, 1));
  announce_over(minutes{2});
  run_to(monday(5, 1, 10));
  sim_->station().stop(true, "chị Hoa");
  run_to(monday(5, 1, 12));
  EXPECT_FALSE(sim_->station().view().on_air.has_value());
  EXPECT_EQ(results("ban-tin").at(0).reason, "stopped");
  EXPECT_THAT(events(), testing::Not(testing::Contains("lifted")));
}

TEST_F(Over, WhoSpeaksOverABulletinIsHeardAtOnceAndTheBulletinComesUpAfterwards) {
  begin();
  run_to(monday(5, 1));
  announce_over(seconds{40}, true);
  run_to(monday(5, 4));
  const auto heard = sim_->heard();
  ASSERT_THAT(heard, SizeIs(1));
  EXPECT_EQ(heard[0].wall, monday(5, 1) + milliseconds{500});
  EXPECT_EQ(sim_->station().view().on_air->title, "900s-ban-tin");
  run_to(monday(5, 20));
  EXPECT_THAT(faults_of_the_mix(), IsEmpty());
}

TEST_F(Over, AnEmergencyCutsBothAndBothComeBack) {
  begin();
  run_to(monday(5, 1));
  announce_over(minutes{2});
  run_to(monday(5, 1, 10));
  announce(seconds{20}, 1);
  run_to(monday(5, 2));
  EXPECT_EQ(sim_->station().view().on_air->title, "Thông báo");
  EXPECT_EQ(sim_->station().view().on_air->under, "900s-ban-tin");
  run_to(monday(5, 20));
  EXPECT_EQ(results("ban-tin").at(0).reason, "pre-empted") << "it goes on where it would be by now";
  EXPECT_THAT(faults_of_the_mix(), IsEmpty());
}

TEST_F(Over, WhatPlaysUnderneathIsSilentAtItsOwnLimitOfThePolicy) {
  const auto read = schedules::read_policy(
      R"({"id": "p", "version": 1, "title": "P",
          "rules": [{"id": "r", "latest": "05:05:10"}]})",
      "p");
  ASSERT_NE(read.policy, nullptr);
  power_on_at(monday(4, 50), base::ClockQuality::synced, [&](SimStation& station) {
    station.hold_to(read.policy);
    station.load(week(schedules::Level::normal, true));
  });
  run_to(monday(5, 20));
  for (const Heard& heard : sim_->heard()) {
    EXPECT_LE(heard.wall + (heard.to - heard.from), monday(5, 5, 10)) << heard.source;
  }
  EXPECT_EQ(results("ban-tin").at(0).reason, "policy-hours");
  EXPECT_EQ(results("nhac-viec").at(0).reason, "policy-hours");
}

}  // namespace
}  // namespace loa::simulation
