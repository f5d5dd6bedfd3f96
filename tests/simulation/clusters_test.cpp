// A whole station with clusters of loudspeakers, on virtual time.
#include <gmock/gmock.h>

#include "tests/simulation/lone_station.h"

namespace loa::simulation {
namespace {

using journal::Outcome;
using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::SizeIs;

constexpr audio::ClusterSet kEast = 1;
constexpr audio::ClusterSet kWest = 2;

schedules::WeekdaySlot slot(const char* id, int hour, std::vector<std::string> clusters) {
  schedules::WeekdaySlot daily;
  for (unsigned day = 0; day < 7; ++day) daily.days.emplace_back(day);
  daily.slot.id = id;
  daily.slot.start = hours{hour};
  daily.slot.length = minutes{2};
  daily.slot.programme = "ban-tin";
  daily.slot.clusters = std::move(clusters);
  return daily;
}

std::shared_ptr<const schedules::WeeklySchedule> week() {
  schedules::WeeklySchedule week;
  week.id = "cum-loa";
  week.zone = "Asia/Ho_Chi_Minh";
  week.valid_from = date::local_days{date::year{2026} / 1 / 1};
  week.valid_to = date::local_days{date::year{2026} / 12 / 31};
  week.slots = {slot("tat-ca", 5, {}), slot("doai", 6, {"Thôn Đoài"}),
                slot("noi-khac", 7, {"Thôn Nam"}), slot("dong-nam", 8, {"Thôn Nam", "Thôn Đông"})};
  schedules::Programme programme;
  programme.id = programme.title = "ban-tin";
  schedules::Item item;
  item.source = schedules::AudioFile{"60s-ban-tin.wav"};
  programme.items.push_back(item);
  week.programmes.push_back(programme);
  return std::make_shared<const schedules::WeeklySchedule>(std::move(week));
}

class Clusters : public LoneStation {
 protected:
  void begin(const std::vector<std::string>& clusters, bool mapped) {
    power_on_at(monday(4, 50), base::ClockQuality::synced, [&](SimStation& station) {
      station.with_clusters(clusters, mapped);
      station.load(week());
    });
    run_to(monday(9));
  }
  std::vector<audio::ClusterSet> heard_on() const {
    std::vector<audio::ClusterSet> sets;
    for (const auto& heard : sim_->heard()) sets.push_back(heard.clusters);
    return sets;
  }
};

TEST_F(Clusters, ASlotSoundsWhereItSaysAndWhatIsForOthersIsSkippedByName) {
  begin({"Thôn Đông", "Thôn Đoài"}, true);
  EXPECT_THAT(heard_on(), ElementsAre(audio::kAllClusters, kWest, kEast));
  const auto elsewhere = results("noi-khac").at(0);
  EXPECT_EQ(elsewhere.outcome, Outcome::skipped);
  EXPECT_EQ(elsewhere.reason, "other-clusters");
  EXPECT_EQ(results("dong-nam").at(0).outcome, Outcome::played);
}

TEST_F(Clusters, AStationOfOneClusterPlaysWhatNamesItOnItsOneDevice) {
  begin({"Thôn Đoài"}, false);
  EXPECT_THAT(heard_on(), ElementsAre(audio::kAllClusters, audio::kAllClusters));
  EXPECT_EQ(results("dong-nam").at(0).reason, "other-clusters");
}

TEST_F(Clusters, AStationThatNamesNonePlaysEverything) {
  begin({}, false);
  EXPECT_THAT(heard_on(), SizeIs(4));
}

TEST_F(Clusters, WhatIsForOthersDoesNotSwitchTheAmplifier) {
  power_on_at(monday(6, 30), base::ClockQuality::synced, [](SimStation& station) {
    station.with_amplifier({{std::chrono::seconds{6}},
                            std::chrono::seconds{10},
                            minutes{1},
                            std::chrono::seconds{30}});
    station.with_clusters({"Thôn Đông"}, false);
    station.load(week());
  });
  run_to(monday(7, 30));
  sim_->cut_power();
  EXPECT_THAT(sim_->lines().spells()[0], SizeIs(0));
}

TEST_F(Clusters, WhatIsPutOnTheAirByHandSoundsWhereItIsMeant) {
  begin({"Thôn Đông", "Thôn Đoài"}, true);
  const daemon::ReadyMedia words{"by-hand", false, std::chrono::seconds{20}, "", 1.0F};
  sim_->station().play({"Mời họp thôn", words, 3, "chị Hoa", false, false, {"Thôn Đoài"}});
  run_to(monday(9, 1));
  sim_->station().play({"Thông báo", words, 3, "chị Hoa"});
  run_to(monday(9, 2));
  EXPECT_THAT(heard_on(),
              ElementsAre(audio::kAllClusters, kWest, kEast, kWest, audio::kAllClusters));
  EXPECT_EQ(results("manual")[0].outcome, Outcome::played);
  const auto events = rows_of(journal::Kind::event);
  EXPECT_TRUE(std::ranges::any_of(events, [](const journal::Row& row) {
    return row.title == "play" && row.evidence == R"({"by":"chị Hoa","clusters":["Thôn Đoài"]})";
  }));
}

TEST_F(Clusters, AnEmergencyForOneClusterIsHeardThereWhateverTheVolume) {
  begin({"Thôn Đông", "Thôn Đoài"}, true);
  sim_->station().set_volume(0, "page");
  const daemon::ReadyMedia words{"by-hand", false, std::chrono::seconds{20}, "", 1.0F};
  sim_->station().play({"Vỡ đê", words, 1, "chị Hoa", false, false, {"Thôn Đoài"}});
  run_to(monday(9, 0, 10));
  EXPECT_EQ(sim_->loudness().back().gain, 1.0F);
  run_to(monday(9, 1));
  EXPECT_EQ(sim_->heard().back().clusters, kWest);
  EXPECT_EQ(sim_->loudness().back().gain, 0.0F);
}

}  // namespace
}  // namespace loa::simulation
