// Random weeks in random zones, from a seed that a failure prints. LOA_SEED=n in the environment
// runs one seed again.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "schedules/timetable.h"
#include "tests/support/rounds.h"
#include "week.h"

namespace loa::schedules::testing {

inline constexpr int kRuns = 60;

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
    s.valid_from = day(2011, 12, 1) + date::days(number(0, 2) * number(0, 3652));
    s.valid_to = s.valid_from + date::days(number(0, 500));
    s.slogans.push_back({"kh", "Vì nhân dân phục vụ", "red", "scroll", 40, {}});
    s.programmes.push_back(
        {"p", "P", {Item{Chime{"nhac-hieu"}, "", 1, Seconds(0), {}}}, 1, Seconds(0), {}});
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
    if (number(0, 3) == 0) slot.start_rule = {StartRule::Kind::wait, Seconds(number(1, 3600))};
    if (number(0, 3) == 0) slot.late_rule = {LateRule::Kind::play, Seconds(number(1, 86'400))};
    if (number(0, 3) == 0) slot.over = slot.level != Level::emergency;
    if (number(0, 3) == 0) slot.clusters = {"Thôn Đông", "Thôn Đoài, xóm 2"};
    if (number(0, 3) == 0) slot.slogans = {"kh"};
    if (number(0, 3) == 0) slot.area = "tthc";
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

inline std::vector<std::string> ids(const std::vector<Occurrence>& all) {
  std::vector<std::string> result;
  for (const auto& one : all) result.push_back(one.id());
  return result;
}

// Runs `check` for many seeds, or for the one in LOA_SEED.
template <class Check>
void for_seeds(Check check) {
  const char* only = std::getenv("LOA_SEED");
  for (unsigned seed = 1; seed <= static_cast<unsigned>(rounds(kRuns)); ++seed) {
    const unsigned used = only ? static_cast<unsigned>(std::stoul(only)) : seed;
    SCOPED_TRACE("LOA_SEED=" + std::to_string(used));
    Generator generator(used);
    check(generator, Timetable(generator.schedule()));
    if (only || ::testing::Test::HasFailure()) return;
  }
}

}  // namespace loa::schedules::testing
