// A week moved so that its next slot is due soon.
#include "schedules/shift.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "tests/support/rounds.h"
#include "week.h"

namespace loa::schedules::testing {
namespace {

using base::Wall;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Tuesday 2026-11-24, in Viet Nam.
const Wall kTuesday = Wall{date::sys_days{date::year{2026} / 11 / 23}} + hours{17};

Timetable moved(const Week& week, Wall now, Wall at) {
  return Timetable(
      std::make_shared<const WeeklySchedule>(shifted(*schedule_of(week.json()), now, at)));
}

std::vector<std::string> slots_at(const Timetable& timetable, Wall at) {
  std::vector<std::string> found;
  for (const auto& one : timetable.starting_in(at, at + seconds{1})) found.push_back(one.slot->id);
  return found;
}

TEST(Shift, BringsTheNextSlotToTheTimeAsked) {
  Week week;
  week.slots = slot("sang", "05:00", "10m") + "," + slot("chieu", "17:00", "10m");
  const Wall now = kTuesday + hours{9};
  const Timetable timetable = moved(week, now, now + seconds{15});
  EXPECT_THAT(slots_at(timetable, now + seconds{15}), ElementsAre("chieu"));
  EXPECT_EQ(timetable.next_start(now), now + seconds{15});
  // The distance between slots stays.
  EXPECT_THAT(slots_at(timetable, now + seconds{15} + hours{12}), ElementsAre("sang"));
}

TEST(Shift, ASlotOfAnotherDayComesOverMidnightWithItsDays) {
  Week week;
  week.slots = slot("t2", "23:59:50", "1m", R"("T2")");
  for (const int hour : {0, 1, 12, 23}) {
    const Wall now = kTuesday + hours{hour} + minutes{59};
    const Timetable timetable = moved(week, now, now + seconds{20});
    EXPECT_EQ(timetable.next_start(now), now + seconds{20}) << hour;
    EXPECT_THAT(slots_at(timetable, now + seconds{20} + hours{24}), IsEmpty()) << "once a week";
    EXPECT_THAT(slots_at(timetable, now + seconds{20} + hours{24 * 7}), SizeIs(1)) << hour;
  }
}

TEST(Shift, AWeekThatIsOverOrToComeIsValidNow) {
  for (const char* year : {"2020", "2035"}) {
    Week week;
    week.from = std::string(year) + "-01-01";
    week.to = std::string(year) + "-02-01";
    week.slots = slot("s", "05:00", "10m");
    const Wall now = kTuesday + hours{9};
    const Timetable timetable = moved(week, now, now + seconds{15});
    EXPECT_THAT(slots_at(timetable, now + seconds{15}), SizeIs(1)) << year;
    EXPECT_THAT(slots_at(timetable, now + seconds{15} + hours{24 * 7}), SizeIs(1)) << year;
  }
}

TEST(Shift, AWeekWithoutSlotsStaysAsItIs) {
  const auto week = schedule_of(Week{}.json());
  const auto same = shifted(*week, kTuesday, kTuesday + seconds{15});
  EXPECT_EQ(write_schedule(same), write_schedule(*week));
}

TEST(Shift, AtAnyMinuteOfTheWeekEachExampleHasAStartAtTheTimeAsked) {
  for (const char* name : {"demo-week", "commune-week", "ward-week", "office-gate-week"}) {
    const auto file =
        std::filesystem::path(LOA_SOURCE_DIR "/schedules/examples") / (std::string(name) + ".json");
    const auto week = schedule_of(base::read_file(file, 8'000'000));
    for (Wall now = kTuesday; now < kTuesday + hours{24 * 7}; now += minutes{9700 / rounds(100)}) {
      const auto shift = shifted(*week, now, now + seconds{18});
      const Timetable timetable(std::make_shared<const WeeklySchedule>(shift));
      EXPECT_THAT(slots_at(timetable, now + seconds{18}), ::testing::Not(IsEmpty()))
          << name << ' ' << base::to_rfc3339(now);
      const auto read = read_schedule(write_schedule(shift), name);
      EXPECT_FALSE(base::has_errors(read.problems)) << name << ' ' << base::to_rfc3339(now);
    }
  }
}

}  // namespace
}  // namespace loa::schedules::testing
