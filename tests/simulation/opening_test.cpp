// What opens and closes a bulletin, on virtual time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulation/lone_station.h"

namespace loa::simulation {
namespace {

using journal::Outcome;
using schedules::LateRule;
using schedules::Part;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;

schedules::Item part_of(Part part, const char* file) {
  schedules::Item item;
  item.source = schedules::AudioFile{file};
  item.part = part;
  return item;
}

// Daily at 5:00 for a minute: 4 s, 30 s, and a minute of music.
std::shared_ptr<const schedules::WeeklySchedule> framed(
    LateRule late, const std::vector<schedules::Item>& items = {
                       part_of(Part::opening, "4s-mo.wav"), part_of(Part::body, "30s-tin.wav"),
                       part_of(Part::closing, "60s-ket.wav")}) {
  schedules::WeeklySchedule week;
  week.id = "mo-dau";
  week.zone = "Asia/Ho_Chi_Minh";
  week.valid_from = date::local_days{date::year{2026} / 1 / 1};
  week.valid_to = date::local_days{date::year{2026} / 12 / 31};
  schedules::Programme programme;
  programme.id = programme.title = "ban-tin";
  programme.items = items;
  week.programmes = {programme};
  schedules::WeekdaySlot daily;
  for (unsigned day = 0; day < 7; ++day) daily.days.emplace_back(day);
  daily.slot.id = "sang";
  daily.slot.start = hours{5};
  daily.slot.length = minutes{1};
  daily.slot.programme = "ban-tin";
  daily.slot.late_rule = late;
  week.slots = {daily};
  return std::make_shared<const schedules::WeeklySchedule>(std::move(week));
}

class Opening : public LoneStation {
 protected:
  void run(LateRule late, int seconds_late = 0) {
    power_on_at(monday(4, 50), base::ClockQuality::synced,
                [&](SimStation& station) { station.load(framed(late)); });
    run_to(monday(4, 59));
    if (seconds_late > 0) {
      sim_->cut_power();
      run_to(monday(5, 0, seconds_late));
      sim_->power_on("boot-2");
    }
    run_to(monday(5, 5));
  }

  // On a station that opens with 5 s and closes with 3 s where the week says nothing.
  void run_framed(const std::vector<schedules::Item>& items,
                  schedules::Level level = schedules::Level::normal) {
    auto week = *framed({}, items);
    week.slots[0].slot.level = level;
    power_on_at(monday(4, 50), base::ClockQuality::synced, [&](SimStation& station) {
      station.with_frame({{part_of(Part::opening, "5s-hieu.wav")},
                          {part_of(Part::closing, "3s-chao.wav")},
                          std::nullopt});
      station.load(std::make_shared<const schedules::WeeklySchedule>(std::move(week)));
    });
    run_to(monday(5, 5));
  }

  // "source from-to", in seconds after five.
  std::vector<std::string> heard() {
    std::vector<std::string> all;
    const auto text = [](base::Duration time) {
      return std::to_string(std::chrono::floor<seconds>(time).count());
    };
    for (const Heard& one : sim_->heard()) {
      const auto from = one.wall - monday(5);
      all.push_back(one.source + " " + text(from) + "-" + text(from + (one.to - one.from)));
    }
    return all;
  }
};

TEST_F(Opening, TheSlotsStartIsTheOpeningsAndTheClosingIsCutAtTheSlotsEnd) {
  run({LateRule::Kind::join});
  EXPECT_THAT(heard(), ElementsAre("4s-mo.wav 0-4", "30s-tin.wav 4-34", "60s-ket.wav 34-60"));
  EXPECT_EQ(results("sang").at(0).outcome, Outcome::played);
  EXPECT_EQ(results("sang").at(0).reason, "completed");
}

TEST_F(Opening, WhatBeginsLateBeginsWithoutItsOpening) {
  run({LateRule::Kind::play, seconds{300}}, 20);
  EXPECT_THAT(heard(), ElementsAre("30s-tin.wav 20-50", "60s-ket.wav 50-77"));
  EXPECT_EQ(results("sang").at(0).outcome, Outcome::played);
}

TEST_F(Opening, WhatJoinsIsWhereItWouldBeByNow) {
  run({LateRule::Kind::join}, 10);
  EXPECT_THAT(heard(), ElementsAre("30s-tin.wav 10-34", "60s-ket.wav 34-60"));
  EXPECT_EQ(results("sang").at(0).reason, "joined-late");
}

TEST_F(Opening, TheStationsOwnGoRoundWhatHasNone) {
  run_framed({part_of(Part::body, "30s-tin.wav")});
  EXPECT_THAT(heard(), ElementsAre("5s-hieu.wav 0-5", "30s-tin.wav 5-35", "3s-chao.wav 35-38"));
  EXPECT_EQ(results("sang").at(0).outcome, Outcome::played);
}

TEST_F(Opening, WhatHasAnOpeningOfItsOwnKeepsIt) {
  run_framed({part_of(Part::opening, "4s-mo.wav"), part_of(Part::body, "30s-tin.wav")});
  EXPECT_THAT(heard(), ElementsAre("4s-mo.wav 0-4", "30s-tin.wav 4-34", "3s-chao.wav 34-37"));
}

TEST_F(Opening, TheStationsOwnDoesNotPushABulletinOutOfItsSlot) {
  run_framed({part_of(Part::body, "58s-tin.wav")});
  EXPECT_THAT(heard(), ElementsAre("58s-tin.wav 0-58"));
  EXPECT_EQ(results("sang").at(0).outcome, Outcome::played);
}

TEST_F(Opening, AnEmergencyHasNoneOfTheStations) {
  run_framed({part_of(Part::body, "30s-tin.wav")}, schedules::Level::emergency);
  EXPECT_THAT(heard(), ElementsAre("30s-tin.wav 0-30"));
}

TEST_F(Opening, ARelayBeginsOnItsSecond) {
  schedules::Item relay;
  relay.source = schedules::Relay{"http://vov.example/vov1", seconds{30}};
  run_framed({relay});
  EXPECT_THAT(heard(), ElementsAre("http://vov.example/vov1 0-30", "3s-chao.wav 30-33"));
}

}  // namespace
}  // namespace loa::simulation
