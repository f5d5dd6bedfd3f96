// What happens in most weeks is the week's; the rest is dated.
#include "schedules/intake/icalendar_week.h"

#include <fmt/format.h>

#include <algorithm>

#include "schedules/intake/grammar_plain.h"

namespace loa::schedules::intake::icalendar {
namespace {

using date::days;
using date::local_days;
using date::local_seconds;
using std::chrono::floor;

// The first of `id`, `id`-2, `id`-3... that `taken` does not know.
template <class Taken>
std::string free_name(const std::string& id, Taken taken) {
  if (!taken(id)) return id;
  for (int number = 2;; ++number) {
    auto name = fmt::format("{}-{}", id.substr(0, 56), number);
    if (!taken(name)) return name;
  }
}

// The time of day at which most of them are.
Seconds usual_time(const std::vector<local_seconds>& starts) {
  std::map<Seconds, int> counts;
  for (const auto start : starts) ++counts[start - floor<days>(start)];
  if (counts.empty()) return Seconds(0);
  return std::ranges::max_element(counts, {}, [](const auto& one) { return one.second; })->first;
}

}  // namespace

struct WeekBuilder::Times {
  date::weekday day;
  Seconds start{0};
  std::vector<local_days> dates;
  std::vector<local_days> missing;  // of the validity's dates of that weekday
};

WeekBuilder::WeekBuilder(WeeklySchedule& week) : week_(week) {
  for (const auto& programme : week_.programmes) {
    programme_ids_.insert(programme.id);
    programmes_.emplace(match_key(programme.title), programme.id);
  }
}

// People see the title: it decides where it and the id that Loa wrote differ.
std::string WeekBuilder::programme_of(const Event& event) {
  const auto key = match_key(event.summary);
  const auto* named = week_.programme(event.programme);
  if (named != nullptr && match_key(named->title) == key) return named->id;
  const auto [found, is_new] = programmes_.emplace(key, "");
  if (!is_new) return found->second;
  Programme programme;
  programme.id = free_name(slug_of(event.summary),
                           [&](const std::string& id) { return programme_ids_.contains(id); });
  programme.title = event.summary;
  programme.place = event.place;
  programme_ids_.insert(programme.id);
  found->second = programme.id;
  week_.programmes.push_back(std::move(programme));
  return found->second;
}

Slot WeekBuilder::slot_of(const Event& event, Seconds start) {
  Slot slot = event.like;
  slot.id = event.slot.empty() ? slug_of(event.summary) : event.slot;
  slot.start = start;
  slot.length = event.length;
  slot.programme = programme_of(event);
  slot.place = event.place;
  std::erase_if(slot.slogans, [&](const std::string& id) { return week_.slogan(id) == nullptr; });
  return slot;
}

void WeekBuilder::add(const Event& event, const std::vector<local_seconds>& starts) {
  std::map<std::pair<unsigned, Seconds>, Times> all;
  for (const auto start : starts) {
    const auto date = floor<days>(start);
    const date::weekday day(date);
    auto& times = all[{day.c_encoding(), start - date}];
    times.day = day;
    times.start = start - date;
    times.dates.push_back(date);
  }
  const auto usual = usual_time(starts);
  std::map<Seconds, std::vector<Times>> weekly;
  for (auto& [key, times] : all) {
    for (auto d = week_.valid_from + (times.day - date::weekday(week_.valid_from));
         d <= week_.valid_to; d += days(7)) {
      if (!std::ranges::binary_search(times.dates, d)) times.missing.push_back(d);
    }
    // Half of the weeks: by a rule, unless it is only a day that was moved to another time.
    const bool as_often =
        times.missing.size() == times.dates.size() && !event.rules.empty() && times.start == usual;
    if (times.missing.size() < times.dates.size() || as_often) {
      weekly[times.start].push_back(std::move(times));
    } else {
      for (const auto d : times.dates) dated_.push_back({d, slot_of(event, times.start)});
    }
  }
  for (const auto& [start, times] : weekly) add_weekly(slot_of(event, start), times);
}

void WeekBuilder::add_weekly(Slot slot, const std::vector<Times>& all) {
  slot.id = free_name(slot.id, [&](const std::string& id) {
    return std::ranges::any_of(
        all, [&](const Times& times) { return weekly_ids_[times.day.c_encoding()].contains(id); });
  });
  WeekdaySlot weekly{{}, std::move(slot)};
  for (const auto& times : all) {
    weekly.days.push_back(times.day);
    weekly_ids_[times.day.c_encoding()].insert(weekly.slot.id);
    for (const auto d : times.missing) exception_on(d).skip.push_back(weekly.slot.id);
  }
  std::ranges::sort(weekly.days, {}, [](date::weekday day) { return day.iso_encoding(); });
  week_.slots.push_back(std::move(weekly));
}

DatedException& WeekBuilder::exception_on(local_days date) {
  auto& exception = exceptions_[date];
  exception.date = date;
  return exception;
}

void WeekBuilder::finish() {
  for (auto& [date, slot] : dated_) {
    auto& exception = exception_on(date);
    if (exception.add.empty()) exception.place = slot.place;
    const auto& weekly = weekly_ids_[date::weekday(date).c_encoding()];
    slot.id = free_name(slot.id, [&](const std::string& id) {
      const bool skipped = std::ranges::find(exception.skip, id) != exception.skip.end();
      const bool added = std::ranges::find(exception.add, id, &Slot::id) != exception.add.end();
      return added || (weekly.contains(id) && !skipped);
    });
    exception.add.push_back(std::move(slot));
  }
  for (auto& [date, exception] : exceptions_) week_.exceptions.push_back(std::move(exception));
}

}  // namespace loa::schedules::intake::icalendar
