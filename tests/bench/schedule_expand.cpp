// How long a year takes to expand, how long the next start takes to find, and how long libical
// takes over the same recurrences in the same run. Prints JSON.
#include <date/date.h>
#include <fmt/format.h>

#include <libical/ical.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <memory>
#include <vector>

#include "schedules/read.h"
#include "schedules/timetable.h"

namespace {

using namespace loa::schedules;
using Milliseconds = std::chrono::duration<double, std::milli>;

// `slots` slots through the week, each on one day, not overlapping.
WeeklySchedule week_of(int slots) {
  WeeklySchedule week;
  week.id = "bench";
  week.title = "Bench";
  week.zone = "Asia/Ho_Chi_Minh";
  week.valid_from = date::local_days(date::year(2027) / 1 / 1);
  week.valid_to = date::local_days(date::year(2027) / 12 / 31);
  week.programmes.push_back(
      {"ban-tin", "Bản tin", {Item{Chime{"nhac-hieu"}, "", 1, {}, {}}}, 1, {}, {}});
  const int a_day = (slots + 6) / 7;
  for (int i = 0; i < slots; ++i) {
    Slot slot;
    slot.id = fmt::format("khung-{}", i);
    slot.start = Seconds(86'400LL * (i / 7) / a_day);
    slot.length = Seconds(1);
    slot.programme = "ban-tin";
    week.slots.push_back({{date::weekday(static_cast<unsigned>(i % 7))}, slot});
  }
  return week;
}

template <class Work>
double median_ms(Work work) {
  std::vector<double> times;
  for (int i = 0; i < 15; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    times.push_back(Milliseconds(std::chrono::steady_clock::now() - begin).count());
  }
  std::ranges::nth_element(times, times.begin() + 7);
  return times[7];
}

// A walk from start to start through the whole validity: nanoseconds for each.
double next_start_ns(const Timetable& timetable) {
  std::size_t count = 0;
  const double ms = median_ms([&] {
    count = 0;
    auto next = timetable.next_start(loa::base::Wall::min());
    for (; next; ++count) next = timetable.next_start(*next + loa::base::Duration(1));
  });
  return ms * 1e6 / static_cast<double>(count);
}

// A slot of the week as libical knows it: the rule and its first start in local time.
struct Recurrence {
  icalrecurrencetype rule;
  icaltimetype first;
};

std::vector<Recurrence> recurrences_of(const WeeklySchedule& week, icaltimezone* zone) {
  constexpr const char* kDays[] = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
  std::vector<Recurrence> all;
  for (const auto& [days, slot] : week.slots) {
    const auto day = week.valid_from + (days[0] - date::weekday(week.valid_from));
    const date::year_month_day civil(day);
    icaltimetype first = icaltime_null_time();
    first.year = static_cast<int>(civil.year());
    first.month = static_cast<int>(static_cast<unsigned>(civil.month()));
    first.day = static_cast<int>(static_cast<unsigned>(civil.day()));
    first.zone = zone;
    icaltime_adjust(&first, 0, 0, 0, static_cast<int>(slot.start.count()));
    const auto text =
        fmt::format("FREQ=WEEKLY;BYDAY={};UNTIL=20271231T235959", kDays[days[0].c_encoding()]);
    all.push_back({icalrecurrencetype_from_string(text.c_str()), first});
  }
  return all;
}

// Every start as absolute time, sorted as a timetable's are.
std::vector<std::time_t> expand_by_libical(const std::vector<Recurrence>& all,
                                           const icaltimezone* zone) {
  std::vector<std::time_t> starts;
  for (const auto& one : all) {
    auto* iterator = icalrecur_iterator_new(one.rule, one.first);
    for (auto at = icalrecur_iterator_next(iterator); !icaltime_is_null_time(at);
         at = icalrecur_iterator_next(iterator)) {
      starts.push_back(icaltime_as_timet_with_zone(at, zone));
    }
    icalrecur_iterator_free(iterator);
  }
  std::ranges::sort(starts);
  return starts;
}

void measure(const char* name, int slots) {
  const auto text = write_schedule(week_of(slots));
  const auto schedule = read_schedule(text, "bench.json").schedule;
  std::vector<Occurrence> due;
  const double expand_ms = median_ms([&] {
    due.clear();
    const Timetable timetable(schedule);
    const auto first = timetable.start_of_day(schedule->valid_from);
    due = timetable.starting_in(first, first + std::chrono::hours(24 * 366));
  });
  const double ids_ms = median_ms([&] {
    std::size_t bytes = 0;
    for (const auto& one : due) bytes += one.id().size();
    if (bytes == 0) std::abort();
  });
  const double read_ms = median_ms([&] { read_schedule(text, "bench.json"); });

  auto* zone = icaltimezone_get_builtin_timezone(schedule->zone.c_str());
  const auto recurrences = recurrences_of(*schedule, zone);
  std::vector<std::time_t> theirs;
  const double libical_ms = median_ms([&] { theirs = expand_by_libical(recurrences, zone); });
  const bool same = std::ranges::equal(theirs, due, {}, {}, [](const Occurrence& one) {
    return std::chrono::system_clock::to_time_t(
        std::chrono::time_point_cast<std::chrono::system_clock::duration>(one.start));
  });
  fmt::print(
      "{{\"case\":\"{}\",\"slots\":{},\"occurrences\":{},\"expand_ms\":{:.2f},\"ids_ms\":{:.2f},"
      "\"read_ms\":{:.2f},\"next_start_ns\":{:.0f},\"libical_ms\":{:.2f},\"ratio\":{:.4f},"
      "\"same\":{}}}\n",
      name, slots, due.size(), expand_ms, ids_ms, read_ms, next_start_ns(Timetable(schedule)),
      libical_ms, expand_ms / libical_ms, same);
}

}  // namespace

int main() {
  measure("a year of 10,000 occurrences", 192);
  measure("a year of 10,000 slots", 10'000);
  icaltimezone_free_builtin_timezones();
}
