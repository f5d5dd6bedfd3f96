// What holds for every schedule: random weeks in random zones, from a seed that a failure prints.
// LOA_SEED=n in the environment runs one seed again.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "schedules/notation.h"
#include "week.h"

namespace loa::schedules::testing {
namespace {

using namespace std::chrono_literals;

constexpr int kRuns = 60;

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  int number(int least, int most) {
    return std::uniform_int_distribution<int>(least, most)(random_);
  }

  // Overlaps do not matter here: every slot has a level of its own in the order of the week, or
  // the model is built without the reader.
  std::shared_ptr<const WeeklySchedule> schedule() {
    WeeklySchedule s;
    s.id = "w";
    s.version = number(1, 9);
    s.title = "W";
    s.zone = zone();
    s.valid_from = day(2011, 1, 1) + date::days(number(0, 6000));
    s.valid_to = s.valid_from + date::days(number(0, 500));
    s.programmes.push_back({"p", "P", {Item{Chime{"nhac-hieu"}, "", 1, 0s, {}}}, 1, 0s, {}});
    const int slots = number(0, 12);
    for (int i = 0; i < slots; ++i) s.slots.push_back({days(), slot("s" + std::to_string(i))});
    const int exceptions = number(0, 8);
    for (int i = 0; i < exceptions; ++i) s.exceptions.push_back(exception(s));
    return std::make_shared<const WeeklySchedule>(std::move(s));
  }

  base::Wall moment(const WeeklySchedule& s) {
    const auto days = (s.valid_to - s.valid_from).count() + 4;
    const auto first = date::sys_days((s.valid_from - date::days(2)).time_since_epoch());
    return first + Seconds(number(0, static_cast<int>(days) * 24) * 3600 + number(0, 1) * 1800);
  }

 private:
  std::string zone() {
    static const char* const zones[] = {"Asia/Ho_Chi_Minh",    "UTC",
                                        "America/New_York",    "Pacific/Apia",
                                        "Asia/Kathmandu",      "America/Sao_Paulo",
                                        "Australia/Lord_Howe", "Europe/Dublin",
                                        "Africa/Casablanca",   "Antarctica/Troll",
                                        "Asia/Tehran",         "Pacific/Kiritimati"};
    return zones[number(0, static_cast<int>(std::size(zones)) - 1)];
  }

  std::vector<date::weekday> days() {
    std::vector<date::weekday> days;
    for (unsigned d = 0; d < 7; ++d) {
      if (number(0, 1) == 1) days.emplace_back(d);
    }
    if (days.empty()) days.emplace_back(0u);
    return days;
  }

  Slot slot(std::string id) {
    Slot slot;
    slot.id = std::move(id);
    slot.start = Seconds(number(0, 47) * 1800 + number(0, 1) * number(0, 1799));
    slot.length = Seconds(number(1, 86'400));
    slot.programme = "p";
    slot.level = static_cast<Level>(number(1, 3));
    return slot;
  }

  DatedException exception(const WeeklySchedule& s) {
    DatedException e;
    const auto days = static_cast<int>((s.valid_to - s.valid_from).count());
    e.date = s.valid_from + date::days(number(0, days));
    e.replace = number(0, 2) == 0;
    if (!e.replace && !s.slots.empty()) e.skip = {s.slots[0].slot.id};
    e.add.push_back(slot("x"));
    return e;
  }

  std::mt19937 random_;
};

std::vector<std::string> ids(const std::vector<Occurrence>& all) {
  std::vector<std::string> result;
  for (const auto& one : all) result.push_back(one.id);
  return result;
}

// Runs `check` for many seeds, or for the one in LOA_SEED.
template <class Check>
void for_seeds(Check check) {
  const char* only = std::getenv("LOA_SEED");
  for (unsigned seed = 1; seed <= kRuns; ++seed) {
    const unsigned used = only ? static_cast<unsigned>(std::stoul(only)) : seed;
    SCOPED_TRACE("LOA_SEED=" + std::to_string(used));
    Generator generator(used);
    check(generator, Timetable(generator.schedule()));
    if (only || ::testing::Test::HasFailure()) return;
  }
}

TEST(TimetableProperty, RangesPutTogetherGiveTheWholeRange) {
  for_seeds([](Generator& generator, const Timetable& timetable) {
    std::array<base::Wall, 3> t;
    for (auto& when : t) when = generator.moment(timetable.schedule());
    std::ranges::sort(t);
    auto parts = ids(timetable.starting_in(t[0], t[1]));
    const auto rest = ids(timetable.starting_in(t[1], t[2]));
    parts.insert(parts.end(), rest.begin(), rest.end());
    EXPECT_EQ(parts, ids(timetable.starting_in(t[0], t[2])));
  });
}

TEST(TimetableProperty, IdsAreUniqueStableAndSorted) {
  for_seeds([](Generator&, const Timetable& timetable) {
    const auto all = timetable.starting_in(base::Wall::min(), base::Wall::max());
    const auto names = ids(all);
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
    const auto order = [](const Occurrence& one) { return std::tie(one.start, one.level, one.id); };
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
        if (one.start <= when && when < one.end) expected.push_back(one.id);
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
      EXPECT_TRUE(problem.code == "slot-overlap" || problem.code == "slot-preempts" ||
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
