// What holds for every schedule.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "random_week.h"
#include "schedules/notation.h"

namespace loa::schedules::testing {
namespace {

using namespace std::chrono_literals;

TEST(TimetableProperty, AnyWindowsPutTogetherGiveTheWholeRange) {
  for_seeds([](Generator& generator, const Timetable& timetable) {
    std::vector<base::Wall> cuts(static_cast<std::size_t>(generator.number(2, 40)));
    for (auto& cut : cuts) cut = generator.moment(timetable.schedule());
    std::ranges::sort(cuts);
    std::vector<std::string> parts;
    for (std::size_t i = 1; i < cuts.size(); ++i) {
      const auto part = ids(timetable.starting_in(cuts[i - 1], cuts[i]));
      parts.insert(parts.end(), part.begin(), part.end());
    }
    EXPECT_EQ(parts, ids(timetable.starting_in(cuts.front(), cuts.back())));
  });
}

TEST(TimetableProperty, IdsAreUniqueStableAndSorted) {
  for_seeds([](Generator&, const Timetable& timetable) {
    const auto all = timetable.starting_in(base::Wall::min(), base::Wall::max());
    const auto names = ids(all);
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
    const auto order = [](const Occurrence& one) {
      return std::tuple(one.start, one.slot->level, one.id());
    };
    for (std::size_t i = 1; i < all.size(); ++i) {
      EXPECT_LT(order(all[i - 1]), order(all[i]));
    }
    const Timetable again(std::make_shared<const WeeklySchedule>(timetable.schedule()));
    EXPECT_EQ(ids(again.starting_in(base::Wall::min(), base::Wall::max())), names);
  });
}

TEST(TimetableProperty, CoveringAgreesWithTheListOfStarts) {
  for_seeds([](Generator& generator, const Timetable& timetable) {
    const auto all = timetable.starting_in(base::Wall::min(), base::Wall::max());
    for (int i = 0; i < 20; ++i) {
      const auto when = generator.moment(timetable.schedule());
      std::vector<std::string> expected;
      for (const auto& one : all) {
        if (one.start <= when && when < one.end) expected.push_back(one.id());
      }
      EXPECT_EQ(ids(timetable.covering(when)), expected);
    }
  });
}

TEST(TimetableProperty, NextStartWalksThroughAllStarts) {
  for_seeds([](Generator&, const Timetable& timetable) {
    std::set<base::Wall> expected;
    for (const auto& one : timetable.starting_in(base::Wall::min(), base::Wall::max())) {
      expected.insert(one.start);
    }
    auto next = timetable.next_start(base::Wall::min());
    for (const auto start : expected) {
      ASSERT_EQ(next, start);
      next = timetable.next_start(start + 1ns);
    }
    EXPECT_EQ(next, std::nullopt);
  });
}

TEST(TimetableProperty, EachWeekdayHasItsSlotsOnceADay) {
  for_seeds([](Generator&, const Timetable& timetable) {
    const auto& s = timetable.schedule();
    std::set<date::local_days> special;
    for (const auto& exception : s.exceptions) special.insert(exception.date);
    std::map<date::local_days, int> found;
    for (const auto& one : timetable.starting_in(base::Wall::min(), base::Wall::max())) {
      ++found[timetable.local_day(one.start)];
    }
    for (auto d = s.valid_from; d <= s.valid_to; d += date::days(1)) {
      const auto midnight = timetable.start_of_day(d);
      const bool ordinary = timetable.start_of_day(d + date::days(1)) - midnight == 24h;
      if (special.contains(d) || !ordinary) continue;
      const auto expected = std::ranges::count_if(s.slots, [&](const WeekdaySlot& slot) {
        return std::ranges::find(slot.days, date::weekday(d)) != slot.days.end();
      });
      EXPECT_EQ(found[d], expected) << date_text(d);
    }
  });
}

TEST(TimetableProperty, WritingAndReadingBackGivesTheSameTimes) {
  for_seeds([](Generator&, const Timetable& timetable) {
    const auto text = write_schedule(timetable.schedule());
    const auto read = read_schedule(text, "w.json");
    // Random weeks overlap; what they must not have is any other fault.
    for (const auto& problem : read.problems) {
      EXPECT_TRUE(problem.code == "slot-overlap" || problem.code == "priority-collision" ||
                  problem.code == "slot-preempts" || problem.code == "slot-over" ||
                  problem.code == "skip-idle" || problem.code == "date-twice")
          << base::to_string(problem);
    }
    if (!read.schedule) return;
    EXPECT_EQ(write_schedule(*read.schedule), text);
    EXPECT_EQ(ids(Timetable(read.schedule).starting_in(base::Wall::min(), base::Wall::max())),
              ids(timetable.starting_in(base::Wall::min(), base::Wall::max())));
  });
}

}  // namespace
}  // namespace loa::schedules::testing
