// How long a year takes to expand: 10,000 occurrences, and 10,000 slots a week. Prints JSON.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
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

void measure(const char* name, int slots) {
  const auto text = write_schedule(week_of(slots));
  const auto schedule = read_schedule(text, "bench.json").schedule;
  std::size_t count = 0;
  const auto expand = [&] {
    const Timetable timetable(schedule);
    const auto first = timetable.start_of_day(schedule->valid_from);
    count = timetable.starting_in(first, first + std::chrono::hours(24 * 366)).size();
  };
  const double expand_ms = median_ms(expand);
  const double read_ms = median_ms([&] { read_schedule(text, "bench.json"); });
  fmt::print(
      "{{\"case\":\"{}\",\"slots\":{},\"occurrences\":{},\"expand_ms\":{:.2f},\"read_ms\":{:.2f}}}"
      "\n",
      name, slots, count, expand_ms, read_ms);
}

}  // namespace

int main() {
  measure("a year of 10,000 occurrences", 192);
  measure("a year of 10,000 slots", 10'000);
}
