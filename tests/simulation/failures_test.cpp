// Failures of the field that a whole station must not have, each played through on virtual time.
// The number is the failure's number in docs/failures.md.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulation/lone_station.h"
#include "tests/simulation/week.h"

namespace loa::simulation {
namespace {

using base::ClockQuality;
using base::Duration;
using base::Steady;
using base::Wall;
using journal::Kind;
using journal::Outcome;
using journal::Row;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class Station : public LoneStation {
 protected:
  void begin_at(Wall wall, ClockQuality quality = ClockQuality::synced) {
    power_on_at(wall, quality, [](SimStation& station) { station.load(example_week(1)); });
  }

  std::vector<Heard> heard() const { return sim_->heard(); }
};

TEST_F(Station, PlaysASlotToTheSecondAndRecordsIt) {
  begin_at(monday(4, 0));
  run_to(monday(5, 14));
  ASSERT_THAT(heard(), SizeIs(3));
  EXPECT_EQ(heard()[0].wall, monday(5, 0));
  EXPECT_EQ(heard()[1].wall, monday(5, 0, 4));
  // The repeat, after the bulletin's 240 s and a gap of 5 s.
  EXPECT_EQ(heard()[2].wall, monday(5, 0, 4) + seconds{245});
  ASSERT_THAT(results("sang"), SizeIs(1));
  EXPECT_EQ(results("sang")[0].outcome, Outcome::played);
  EXPECT_EQ(results("sang")[0].frames_played, 484U * 48'000U);
  EXPECT_THAT(sim_->journal().open_intents(), IsEmpty());
}

TEST_F(Station, RecordsTheIntentBeforeTheSound) {
  begin_at(monday(4, 0));
  run_to(monday(4, 59, 59));
  EXPECT_THAT(heard(), IsEmpty());
  EXPECT_THAT(sim_->journal().open_intents(), SizeIs(1));
}

TEST_F(Station, Failure01_AStepOfTheClockAtBootHoldsTheScheduleUntilTheClockIsTrusted) {
  begin_at(monday(4, 59) - hours{24 * 365}, ClockQuality::unknown);
  run_to(monday(6, 0) - hours{24 * 365});
  EXPECT_THAT(heard(), IsEmpty());
  EXPECT_THAT(results(), IsEmpty());
  EXPECT_THAT(sim_->station().view().faults, Contains("clock-untrusted"));
  // The time comes: 4:59 on Monday.
  timers_->step_wall(monday(4, 59) - timers_->now().wall);
  timers_->set_quality(ClockQuality::synced);
  sim_->station().clock_changed();
  run_to(monday(5, 14));
  ASSERT_THAT(heard(), SizeIs(3));
  EXPECT_EQ(heard()[0].wall, monday(5, 0));
}

TEST_F(Station, Failure01_EveryStepIsLoggedWithItsSize) {
  begin_at(monday(4, 0));
  timers_->step_wall(minutes{3});
  sim_->station().clock_changed();
  const std::vector<Row> rows = sim_->journal().newest(1);
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].title, "clock-step");
  EXPECT_NE(rows[0].evidence.find("fromNs"), std::string::npos);
}

TEST_F(Station, Failure01_AStepMovesTheStartThatIsAlreadyArmed) {
  begin_at(monday(4, 0));
  run_to(monday(4, 59, 58));  // within the lead time
  timers_->step_wall(seconds{-30});
  sim_->station().clock_changed();
  run_to(monday(5, 14));
  ASSERT_THAT(heard(), SizeIs(3));
  EXPECT_EQ(heard()[0].wall, monday(5, 0));
}

TEST_F(Station, Failure02_APowerCutInsideAnItemIsJoinedInProgress) {
  begin_at(monday(4, 0));
  run_to(monday(5, 2));
  sim_->cut_power();
  run_to(monday(5, 3));
  sim_->power_on("boot-2");
  run_to(monday(5, 14));
  const std::vector<Heard> all = heard();
  ASSERT_FALSE(all.empty());
  // What was left of the bulletin, from where it would have been, and its repeat on time.
  EXPECT_EQ(all.back().wall, monday(5, 0, 4) + seconds{245});
  ASSERT_THAT(results("sang"), SizeIs(1));
  EXPECT_EQ(results("sang")[0].outcome, Outcome::partial);
  EXPECT_EQ(results("sang")[0].reason, "power-lost");
}

TEST_F(Station, Failure02_ABootInsideAnItemWaitsForTheMediaToBeLookedAt) {
  begin_at(monday(4, 0));
  run_to(monday(5, 2));
  sim_->cut_power();
  run_to(monday(5, 3));
  sim_->library().not_ready_before(*timers_, timers_->now().steady + seconds{2});
  sim_->power_on("boot-2");
  run_to(monday(5, 14));
  ASSERT_THAT(results("sang"), SizeIs(1));
  EXPECT_EQ(results("sang")[0].outcome, Outcome::partial);
  EXPECT_EQ(results("sang")[0].reason, "power-lost");
  // What was left of it at the boot, but for the two seconds.
  EXPECT_GT(results("sang")[0].frames_played, 300U * 48'000U);
}

TEST_F(Station, Failure02_MediaThatAreNotReadyInTimeAreSaidToBe) {
  begin_at(monday(4, 0));
  sim_->cut_power();
  run_to(monday(5, 3));
  sim_->library().not_ready_before(*timers_, timers_->now().steady + seconds{20});
  sim_->power_on("boot-2");
  run_to(monday(5, 4));
  ASSERT_THAT(results("sang"), SizeIs(1));
  EXPECT_EQ(results("sang")[0].outcome, Outcome::failed);
  EXPECT_EQ(results("sang")[0].reason, "not-ready");
}

TEST_F(Station, Failure02_WhatHasRunDoesNotRunAgainAfterAReboot) {
  begin_at(monday(4, 0));
  run_to(monday(5, 9));
  ASSERT_THAT(results("sang"), SizeIs(1));
  sim_->cut_power();
  sim_->power_on("boot-2");
  run_to(monday(5, 14));
  EXPECT_THAT(results("sang"), SizeIs(1));
  EXPECT_THAT(heard(), SizeIs(3));
}

TEST_F(Station, Failure02_ExactIsSkippedWhenLateAndSaysSo) {
  begin_at(monday(11, 0));
  sim_->cut_power();
  run_to(monday(11, 33));
  sim_->power_on("boot-2");
  run_to(monday(11, 41));
  ASSERT_THAT(results("trua"), SizeIs(1));
  EXPECT_EQ(results("trua")[0].outcome, Outcome::missed);
  EXPECT_EQ(results("trua")[0].reason, "station-off");
  EXPECT_THAT(heard(), IsEmpty());
}

TEST_F(Station, Failure02_PlayBeginsLateFromItsBeginningWithinItsGrace) {
  begin_at(monday(16, 0));
  sim_->cut_power();
  run_to(monday(17, 4));
  sim_->power_on("boot-2");
  run_to(monday(17, 30));
  const std::vector<Heard> all = heard();
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].to - all[0].from, seconds{600});
  EXPECT_EQ(results("chieu")[0].outcome, Outcome::played);
}

TEST_F(Station, Failure03_ASlotAcrossMidnightIsOneOccurrence) {
  begin_at(monday(23, 0));
  run_to(monday(24, 25));
  ASSERT_THAT(results("dem"), SizeIs(1));
  EXPECT_EQ(results("dem")[0].outcome, Outcome::played);
  ASSERT_THAT(heard(), SizeIs(1));
  EXPECT_EQ(heard()[0].wall, monday(23, 50));
}

TEST_F(Station, Failure06_AMissingFileCutsNothingAndIsSaid) {
  begin_at(monday(5, 14));
  sim_->library().set_missing("60s-canh-bao.wav", true);
  run_to(monday(5, 40));
  // The priority slot has nothing to say, so "tiep" is not pre-empted.
  ASSERT_THAT(results("uu-tien"), SizeIs(1));
  EXPECT_EQ(results("uu-tien")[0].outcome, Outcome::failed);
  EXPECT_EQ(results("uu-tien")[0].reason, "media-missing");
  ASSERT_THAT(results("tiep"), SizeIs(1));
  EXPECT_EQ(results("tiep")[0].outcome, Outcome::played);
}

TEST_F(Station, Failure06_AMissingFileIsSaidADayAheadUntilItIsThere) {
  begin_at(monday(4, 0));
  auto& station = sim_->station();
  const auto alarmed = [&] {
    station.look_at_coming_media();
    return std::ranges::count(station.view().faults, "media-missing") == 1;
  };
  EXPECT_FALSE(alarmed());
  sim_->library().set_missing("60s-canh-bao.wav", true);
  EXPECT_TRUE(alarmed());
  const auto coming = station.view().coming_faults;
  ASSERT_FALSE(coming.empty());
  EXPECT_EQ(coming[0].start, monday(5, 20));
  EXPECT_EQ(coming[0].item, "60s-canh-bao.wav");
  EXPECT_EQ(coming[0].code, "media-missing");
  sim_->library().set_missing("60s-canh-bao.wav", false);
  EXPECT_FALSE(alarmed());
}

// What a worn card has lost is found while another file can still be brought.
TEST_F(Station, Failure06_AFileIsReadAgainInTheHalfHourBeforeItsSlotAndOnce) {
  begin_at(monday(4, 0));
  auto& station = sim_->station();
  const auto read_at = [&](base::Wall when) {
    run_to(when);
    station.look_at_coming_media();
    return sim_->library().were_read();
  };
  station.look_at_coming_media();
  sim_->library().were_read();
  EXPECT_THAT(read_at(monday(4, 49)), testing::Not(testing::Contains("60s-canh-bao.wav")));
  EXPECT_THAT(read_at(monday(4, 51)), testing::Contains("60s-canh-bao.wav"));
  EXPECT_THAT(read_at(monday(4, 52)), testing::Not(testing::Contains("60s-canh-bao.wav")));
}

// A relay at five, for ten minutes; a bulletin at six, in a slot of five minutes.
std::shared_ptr<const schedules::WeeklySchedule> relaying_week() {
  schedules::WeeklySchedule week = *example_week(1);
  schedules::Item relay;
  relay.source = schedules::Relay{
      "http://vov.example/vov1", seconds{600}, {}, schedules::AudioFile{"60s-du-phong.wav"}};
  schedules::Item bulletin;
  bulletin.source = schedules::AudioFile{"300s-ban-tin.wav"};
  week.programmes = {{.id = "tiep-am", .title = "Tiếp âm", .items = {relay}, .place = {}},
                     {.id = "ban-tin", .title = "Bản tin", .items = {bulletin}, .place = {}}};
  auto slot = week.slots.front();
  week.slots.clear();
  for (const auto& [programme, hour, length] :
       {std::tuple{"tiep-am", 5, 10}, std::tuple{"ban-tin", 6, 5}}) {
    slot.slot.id = slot.slot.programme = programme;
    slot.slot.start = hours{hour};
    slot.slot.length = minutes{length};
    week.slots.push_back(slot);
  }
  return std::make_shared<const schedules::WeeklySchedule>(std::move(week));
}

TEST_F(Station, Failure06_WhatStandsInForARelayIsLookedAtAheadToo) {
  schedules::Item ident;
  ident.source = schedules::AudioFile{"5s-xuong-danh.wav"};
  power_on_at(monday(4, 0), ClockQuality::synced, [&](SimStation& station) {
    station.with_frame({{}, {}, ident});
    station.load(relaying_week());
  });
  auto& station = sim_->station();
  const auto missing = [&] {
    station.look_at_coming_media();
    std::vector<std::string> items;
    for (const auto& fault : station.view().coming_faults) items.push_back(fault.item);
    const auto& faults = station.view().faults;
    EXPECT_EQ(std::ranges::count(faults, "media-missing"), items.empty() ? 0 : 1);
    return items;
  };
  EXPECT_THAT(missing(), IsEmpty());
  sim_->library().set_missing("60s-du-phong.wav", true);
  EXPECT_THAT(missing(), ElementsAre("60s-du-phong.wav"));
  sim_->library().set_missing("5s-xuong-danh.wav", true);
  EXPECT_THAT(missing(), ElementsAre("60s-du-phong.wav", "5s-xuong-danh.wav"));
  sim_->library().set_missing("60s-du-phong.wav", false);
  sim_->library().set_missing("5s-xuong-danh.wav", false);
  EXPECT_THAT(missing(), IsEmpty());
}

TEST_F(Station, Failure06_AFileThatWasExchangedForALongerOneThanItsSlotIsSaidAhead) {
  power_on_at(monday(4, 0), ClockQuality::synced,
              [](SimStation& station) { station.load(relaying_week()); });
  auto& station = sim_->station();
  station.look_at_coming_media();
  EXPECT_THAT(station.view().coming_faults, IsEmpty());
  sim_->library().set_length("300s-ban-tin.wav", seconds{420});
  station.look_at_coming_media();
  const auto coming = station.view().coming_faults;
  ASSERT_THAT(coming, SizeIs(1));
  EXPECT_EQ(coming[0].start, monday(6, 0));
  EXPECT_EQ(coming[0].item, "300s-ban-tin.wav");
  EXPECT_EQ(coming[0].code, "media-longer");
  EXPECT_EQ(coming[0].message.en,
            "\"300s-ban-tin.wav\" lasts 7 min and does not fit its slot of 5 min (it ends after 7 "
            "min): it will be cut");
  EXPECT_THAT(station.view().faults, Not(Contains("media-missing")))
      << "it sounds, but for its end";
}

TEST_F(Station, Failure12_ARelayThatStaysSilentIsAFaultUntilItsSlotEnds) {
  power_on_at(monday(4, 0), ClockQuality::synced,
              [](SimStation& station) { station.load(relaying_week()); });
  run_to(monday(5, 1));
  auto& station = sim_->station();
  EXPECT_THAT(station.view().faults, Not(Contains("relay-silent")));
  const audio::CueId cue = 1;
  station.relay_changed({cue, false, "it closes before it answers"});
  EXPECT_THAT(station.view().faults, Contains("relay-silent"));
  Row row = sim_->journal().newest(1).front();
  EXPECT_EQ(row.title, "relay-silent");
  EXPECT_THAT(row.evidence, HasSubstr("it closes before it answers"));
  // It comes back, and goes again for good.
  station.relay_changed({cue, true, ""});
  EXPECT_THAT(station.view().faults, Not(Contains("relay-silent")));
  EXPECT_EQ(sim_->journal().newest(1).front().title, "relay-back");
  station.relay_changed({cue, false, "refused"});
  run_to(monday(5, 9));
  EXPECT_THAT(station.view().faults, Contains("relay-silent"));
  run_to(monday(5, 11));
  EXPECT_THAT(station.view().faults, Not(Contains("relay-silent"))) << "its slot is over";
}

TEST_F(Station, Failure06_ADecoderThatDiesAheadOfTheStartIsReplacedInTime) {
  begin_at(monday(4, 0));
  sim_->air().fail_at_once(1);
  run_to(monday(5, 14));
  ASSERT_THAT(heard(), SizeIs(3));
  EXPECT_EQ(heard()[0].wall, monday(5, 0));
  ASSERT_THAT(results("sang"), SizeIs(1));
  EXPECT_EQ(results("sang")[0].outcome, Outcome::played);
}

TEST_F(Station, Failure06_WhatCannotBeDecodedDoesNotHoldTheAirInSilence) {
  begin_at(monday(23, 49));
  sim_->air().fail_at_once(1'000);
  run_to(monday(23, 51));
  ASSERT_THAT(results("dem"), SizeIs(1)) << "long before the end of its slot";
  EXPECT_EQ(results("dem")[0].outcome, Outcome::failed);
  EXPECT_EQ(results("dem")[0].reason, "media-failed");
  EXPECT_FALSE(sim_->station().view().on_air.has_value());
}

TEST_F(Station, Failure07_ADeviceThatComesBackGoesOnInPlace) {
  begin_at(monday(4, 0));
  run_to(monday(5, 1));
  sim_->air().unplug();
  EXPECT_THAT(sim_->station().view().faults, Contains("device-lost"));
  run_to(monday(5, 2));
  sim_->air().plug_in();
  run_to(monday(5, 14));
  ASSERT_THAT(results("sang"), SizeIs(1));
  EXPECT_EQ(results("sang")[0].outcome, Outcome::partial);
  EXPECT_EQ(results("sang")[0].frames_dropped, 60U * 48'000U);
  EXPECT_THAT(sim_->station().view().faults, IsEmpty());
}

TEST_F(Station, Failure07_WithoutADeviceThereIsAResultAndNoGrowth) {
  begin_at(monday(4, 0));
  sim_->air().unplug();
  run_to(monday(5, 14));
  ASSERT_THAT(results("sang"), SizeIs(1));
  EXPECT_EQ(results("sang")[0].outcome, Outcome::failed);
  EXPECT_EQ(results("sang")[0].reason, "device-lost");
}

TEST_F(Station, Failure13_SilentAirIsAFaultAndAnEventWithItsItemUntilItIsOver) {
  begin_at(monday(4, 0));
  run_to(monday(5, 0, 2));
  const audio::CueId cue = 1;
  sim_->station().air_alarm({audio::AlarmKind::silent_air, true, cue, "below -60 dBFS"});
  EXPECT_THAT(sim_->station().view().faults, Contains("silent-air"));
  Row row = sim_->journal().newest(1).front();
  EXPECT_EQ(row.title, "silent-air");
  EXPECT_NE(row.evidence.find("/sang/"), std::string::npos) << row.evidence;
  EXPECT_NE(row.evidence.find("\"item\""), std::string::npos) << row.evidence;
  sim_->station().air_alarm({audio::AlarmKind::silent_air, false, cue});
  EXPECT_THAT(sim_->station().view().faults, IsEmpty());
  EXPECT_EQ(sim_->journal().newest(1).front().title, "silent-air-over");
}

TEST_F(Station, Failure15_ByHandAndScheduleNeverWaitForEachOther) {
  begin_at(monday(4, 59));
  run_to(monday(5, 0, 30));
  sim_->station().play({"Thông báo", {"by-hand", false, seconds{10}, "", 1.0F}, 3, "chị Hoa"});
  run_to(monday(5, 14));
  EXPECT_THAT(sim_->journal().open_intents(), IsEmpty());
  const std::vector<Heard> all = heard();
  EXPECT_EQ(std::count_if(all.begin(), all.end(),
                          [](const Heard& one) { return one.source == "by-hand"; }),
            1);
}

TEST_F(Station, Failure17_NestedAnnouncementsResumeWhatTheyInterrupted) {
  begin_at(monday(5, 14));
  run_to(monday(5, 21));  // "uu-tien" has pre-empted "tiep"
  sim_->station().play({"Khẩn cấp", {"by-hand", false, seconds{20}, "", 1.0F}, 1, "chị Hoa"});
  run_to(monday(5, 21, 10));
  EXPECT_EQ(sim_->station().view().on_air->title, "Khẩn cấp");
  run_to(monday(5, 22));
  EXPECT_EQ(sim_->station().view().on_air->title, "canh-bao");
  run_to(monday(5, 26));
  EXPECT_EQ(sim_->station().view().on_air->title, "thoi-su");
  run_to(monday(5, 50));
  EXPECT_EQ(results("tiep")[0].outcome, Outcome::played);
}

TEST_F(Station, Failure18_OneProgrammeAtATime) {
  begin_at(monday(4, 59));
  run_to(monday(5, 50));
  std::vector<Heard> all = heard();
  std::sort(all.begin(), all.end(), [](auto& a, auto& b) { return a.from < b.from; });
  for (std::size_t i = 1; i < all.size(); ++i) {
    EXPECT_LE(all[i - 1].to - all[i].from, std::chrono::milliseconds{250}) << all[i].source;
  }
}

TEST_F(Station, Failure22_AFullDiskIsAnAlarmAndTheRecordIsCompletedLater) {
  begin_at(monday(4, 0));
  sim_->fill_disk();
  run_to(monday(5, 14));
  EXPECT_THAT(heard(), IsEmpty()) << "nothing sounds that cannot be recorded";
  EXPECT_THAT(sim_->station().view().faults, Contains("disk-full"));
  sim_->free_disk();
  run_to(monday(5, 15));
  ASSERT_THAT(results("sang"), SizeIs(1));
  EXPECT_EQ(results("sang")[0].reason, "disk-full");
  EXPECT_THAT(sim_->station().view().faults, testing::Not(Contains("disk-full")));
}

TEST_F(Station, Failure22_AnEmergencySoundsEvenWithAFullDisk) {
  begin_at(monday(4, 0));
  sim_->fill_disk();
  sim_->station().play({"Khẩn cấp", {"by-hand", false, seconds{20}, "", 1.0F}, 1, "chị Hoa"});
  run_to(monday(4, 1));
  EXPECT_THAT(heard(), SizeIs(1));
}

TEST_F(Station, Failure22_WhatTheCentreHasIsKeptNinetyDaysAndTheRestForEver) {
  begin_at(monday(4, 0));
  sim_->cut_power();
  sim_->keep_rows(hours{24 * 90});
  sim_->without_centre();
  sim_->power_on("boot-2");
  run_to(monday(6, 0));
  const std::uint64_t known_to_centre = sim_->journal().last_seq();
  sim_->journal().acknowledge(sim_->journal().epoch(), known_to_centre);
  run_to(monday(6, 0) + hours{24 * 89});
  EXPECT_EQ(sim_->journal().after(0, 0, 1).front().seq, 1U);
  run_to(monday(6, 0) + hours{24 * 92});
  EXPECT_EQ(sim_->journal().after(0, 0, 1).front().seq, known_to_centre + 1);
  EXPECT_TRUE(journal::verify(sim_->journal_path()).ok);
}

TEST_F(Station, AWeekThatIsLoadedOnTheAirDoesNotCutIt) {
  begin_at(monday(4, 59));
  run_to(monday(5, 1));
  sim_->load(example_week(2));
  run_to(monday(5, 14));
  ASSERT_THAT(results("sang"), SizeIs(1));
  EXPECT_EQ(results("sang")[0].outcome, Outcome::played);
  EXPECT_EQ(sim_->station().view().schedule, "mo-phong.2");
}

TEST_F(Station, AWeekThatIsLoadedWithoutAClockWaitsForIt) {
  begin_at(monday(4, 0) - hours{24 * 365}, ClockQuality::unknown);
  EXPECT_TRUE(sim_->station().view().schedule_pending);
  EXPECT_THAT(sim_->station().slogans(), IsEmpty());
  timers_->step_wall(monday(4, 59) - timers_->now().wall);
  timers_->set_quality(ClockQuality::synced);
  sim_->station().clock_changed();
  EXPECT_FALSE(sim_->station().view().schedule_pending);
  EXPECT_THAT(sim_->station().slogans(), SizeIs(1));
}

TEST_F(Station, StopEndsWhatIsOnTheAirAndSaysWhoDidIt) {
  begin_at(monday(4, 59));
  run_to(monday(5, 1));
  sim_->station().stop(false, "chị Hoa");
  run_to(monday(5, 2));
  EXPECT_FALSE(sim_->station().view().on_air.has_value());
  EXPECT_EQ(results("sang")[0].outcome, Outcome::partial);
  EXPECT_EQ(results("sang")[0].reason, "stopped");
}

TEST_F(Station, PauseAndResumeJoinWhereItWouldBe) {
  begin_at(monday(4, 59));
  run_to(monday(5, 1));
  sim_->station().pause("chị Hoa");
  run_to(monday(5, 2));
  EXPECT_FALSE(sim_->station().view().on_air.has_value());
  sim_->station().resume("chị Hoa");
  run_to(monday(5, 14));
  EXPECT_EQ(heard().back().wall, monday(5, 0, 4) + seconds{245});
  EXPECT_THAT(results("sang"), SizeIs(1));
}

TEST_F(Station, AnOrderlyRestartTakesTheBulletinUpAgain) {
  begin_at(monday(4, 59));
  run_to(monday(5, 1));
  sim_->restart("boot-2");
  run_to(monday(5, 14));
  ASSERT_THAT(results("sang"), SizeIs(1));
  EXPECT_EQ(results("sang")[0].reason, "station-stopped");
  EXPECT_EQ(heard().back().wall, monday(5, 0, 4) + seconds{245});
}

}  // namespace
}  // namespace loa::simulation
