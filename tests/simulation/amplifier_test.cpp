// A whole station that switches its amplifier, on virtual time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/player.h"
#include "tests/simulation/lone_station.h"
#include "tests/simulation/week.h"

namespace loa::simulation {
namespace {

using base::Duration;
using base::Steady;
using base::Wall;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Duration kMargin = daemon::Amplifier::kMargin;

class AmplifiedStation : public LoneStation {
 protected:
  void begin_at(Wall wall, Duration lead = seconds{6}) {
    power_on_at(wall, base::ClockQuality::synced, [lead](SimStation& station) {
      station.with_amplifier({{lead, seconds{1}}, seconds{10}, minutes{5}, seconds{30}});
      station.load(example_week(1));
    });
  }

  Wall wall_of(Steady when) const { return timers_->now().wall_at(when); }

  void announce(int level) { LoneStation::announce(seconds{20}, level); }

  // The spells of a line, in wall time; the last one ends with the power.
  std::vector<std::pair<Wall, Wall>> on(std::size_t line) {
    sim_->cut_power();
    std::vector<std::pair<Wall, Wall>> spells;
    for (const Spell& one : sim_->lines().spells()[line]) {
      spells.emplace_back(wall_of(one.from), wall_of(one.to));
    }
    EXPECT_EQ(sim_->amplifier_faults(), "");
    return spells;
  }

  std::vector<std::string> events() {
    std::vector<std::string> names;
    for (const auto& row : rows_of(journal::Kind::event)) names.push_back(row.title);
    return names;
  }
};

TEST_F(AmplifiedStation, IsOnBeforeTheSlotAndTheSlotStillBeginsOnItsSecond) {
  begin_at(monday(11, 0));
  run_to(monday(12, 0));
  ASSERT_FALSE(sim_->heard().empty());
  EXPECT_EQ(sim_->heard()[0].wall, monday(11, 30));
  const auto over = monday(11, 38, 9);  // 4 s, 240 s, 5 s, 240 s, and nothing until the evening
  EXPECT_THAT(on(1), ElementsAre(std::pair(monday(11, 29, 59) - kMargin, over + seconds{10})));
  EXPECT_THAT(on(0), ElementsAre(std::pair(monday(11, 29, 54) - kMargin,
                                           over + seconds{10} + daemon::Amplifier::kOffStep)));
}

TEST_F(AmplifiedStation, TheRecordHasWhenItWentOnAndOff) {
  begin_at(monday(11, 0));
  run_to(monday(12, 0));
  EXPECT_THAT(events(), ElementsAre("boot", "schedule", "amplifier-on", "amplifier-off"));
}

TEST_F(AmplifiedStation, StaysOnBetweenSlotsThatFollowSoon) {
  begin_at(monday(4, 50));
  run_to(monday(6, 0));
  // "sang" is over at 5:08:09, "tiep" begins at 5:15: too far. "tiep" ends at 5:30:00 with the
  // warning inside it.
  EXPECT_THAT(on(0), SizeIs(2));
}

TEST_F(AmplifiedStation, AnEmergencyWithoutWarningLosesNoWord) {
  begin_at(monday(9, 0));
  run_to(monday(9, 30));
  announce(1);
  run_to(monday(9, 40));
  ASSERT_THAT(sim_->heard(), SizeIs(1));
  EXPECT_EQ(sim_->heard()[0].wall, monday(9, 30, 6)) << "as soon as the amplifier is warm";
  EXPECT_EQ(sim_->heard()[0].to - sim_->heard()[0].from, seconds{20}) << "and the whole of it";
  const auto power = on(0);
  ASSERT_THAT(power, SizeIs(1));
  EXPECT_EQ(power[0].first, monday(9, 30)) << "at once";
}

TEST_F(AmplifiedStation, AnEmergencyWhileItIsOnBeginsAtOnce) {
  begin_at(monday(4, 50));
  run_to(monday(5, 2));
  announce(1);
  run_to(monday(5, 3));
  const auto heard = sim_->heard();
  ASSERT_FALSE(heard.empty());
  EXPECT_EQ(heard.back().source, "by-hand");
  EXPECT_EQ(heard.back().wall, monday(5, 2) + daemon::Player::kSpinUp);
}

TEST_F(AmplifiedStation, ALeadThatIsLongerThanThePlayersIsKeptToo) {
  begin_at(monday(11, 0), seconds{45});
  run_to(monday(12, 0));
  EXPECT_EQ(sim_->heard()[0].wall, monday(11, 30));
  const auto power = on(0);
  ASSERT_THAT(power, SizeIs(1));
  EXPECT_EQ(power[0].first, monday(11, 29, 15) - kMargin);
}

// The noon bulletin will not sound, as the station is paused; what matters is what comes behind it.
TEST_F(AmplifiedStation, AStartThatIsNotItsOwnHidesNoneBehindIt) {
  begin_at(monday(11, 0), seconds{45});
  auto week = *example_week(2);
  auto own = week.slots[3];
  own.slot.id = "khan";
  own.slot.start += seconds{20};
  own.slot.level = schedules::Level::emergency;
  week.slots.push_back(own);
  sim_->station().load(std::make_shared<const schedules::WeeklySchedule>(week));
  sim_->station().pause("chị Hoa");
  run_to(monday(11, 35));
  ASSERT_FALSE(sim_->heard().empty());
  EXPECT_EQ(sim_->heard()[0].wall, monday(11, 30, 20));
  EXPECT_EQ(on(0)[0].first, monday(11, 29, 35) - kMargin);
}

TEST_F(AmplifiedStation, ABootJustBeforeAStartWaitsForTheAmplifier) {
  begin_at(monday(11, 29, 58));
  run_to(monday(12, 0));
  ASSERT_FALSE(sim_->heard().empty());
  EXPECT_EQ(sim_->heard()[0].wall, monday(11, 30, 4));
  on(0);
}

TEST_F(AmplifiedStation, APowerCutInsideAnItemIsJoinedOnceTheAmplifierIsWarm) {
  begin_at(monday(4, 50));
  run_to(monday(5, 2));
  sim_->cut_power();
  run_to(monday(5, 3));
  sim_->power_on("boot-2");
  run_to(monday(5, 14));
  ASSERT_THAT(sim_->heard(), SizeIs(3)) << "the ident, the rest of the bulletin and its repeat";
  EXPECT_EQ(sim_->heard()[1].wall, monday(5, 3, 6));
  EXPECT_THAT(on(0), SizeIs(2));
}

TEST_F(AmplifiedStation, APausedStationDoesNotWakeItForWhatWillNotSound) {
  begin_at(monday(11, 0));
  sim_->station().pause("chị Hoa");
  run_to(monday(11, 35));
  EXPECT_THAT(on(0), IsEmpty());
}

TEST_F(AmplifiedStation, APauseLetsItGoOffAndAResumeWaitsForIt) {
  begin_at(monday(4, 50));
  run_to(monday(5, 2));
  sim_->station().pause("chị Hoa");
  run_to(monday(5, 6));
  const auto before = sim_->heard().size();
  sim_->station().resume("chị Hoa");
  run_to(monday(5, 14));
  ASSERT_GT(sim_->heard().size(), before);
  EXPECT_EQ(sim_->heard()[before].wall, monday(5, 6, 6));
  EXPECT_THAT(on(0), SizeIs(2));
}

TEST_F(AmplifiedStation, LinesThatCannotBeHadAreAFaultAndNoSilence) {
  begin_at(monday(11, 0));
  sim_->station().lines_changed({true, "power: there is no GPIO line X"});
  EXPECT_THAT(sim_->station().view().faults, testing::Contains("amplifier-lost"));
  run_to(monday(11, 31));
  EXPECT_EQ(sim_->heard()[0].wall, monday(11, 30));
  sim_->station().lines_changed({false, ""});
  EXPECT_THAT(sim_->station().view().faults, IsEmpty());
  EXPECT_THAT(events(),
              ElementsAre("boot", "schedule", "amplifier-lost", "amplifier-on", "amplifier-back"));
}

}  // namespace
}  // namespace loa::simulation
