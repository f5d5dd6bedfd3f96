// Due times against others who know: libical's recurrence for whatever a weekly rule can say, and
// for all of it a search that goes the other way, from absolute time to civil time.
#include <date/tz.h>
#include <gtest/gtest.h>
#include <libical/ical.h>

#include <map>
#include <set>

#include "random_week.h"
#include "schedules/notation.h"

namespace loa::schedules::testing {
namespace {

using namespace std::chrono_literals;
using date::days;
using date::local_days;
using date::local_seconds;
using date::sys_seconds;

// Weekly slots over 20 years, without exceptions.
WeeklySchedule twenty_years(Generator& generator, const std::string& zone) {
  auto week = *generator.schedule();
  week.zone = zone;
  week.exceptions.clear();
  week.valid_from = day(2011, 12, 1) + days(generator.number(0, 30));
  week.valid_to = week.valid_from + days(7305);
  if (week.slots.size() > 4) week.slots.resize(4);
  return week;
}

std::set<std::string> keys_of(const WeeklySchedule& week) {
  const Timetable timetable(std::make_shared<const WeeklySchedule>(week));
  std::set<std::string> keys;
  for (const auto& one : timetable.starting_in(base::Wall::min(), base::Wall::max())) {
    keys.insert(one.key());
  }
  return keys;
}

std::string key(const Slot& slot, sys_seconds start) {
  return slot.id + "/" + date::format("%Y%m%dT%H%M%SZ", start);
}

icaltimetype to_ical(local_seconds civil) {
  return icaltime_from_string(date::format("%Y%m%dT%H%M%S", civil).c_str());
}

local_seconds from_ical(const icaltimetype& time) {
  return local_seconds(local_days(date::year(time.year) / time.month / time.day)) +
         std::chrono::hours(time.hour) + std::chrono::minutes(time.minute) + Seconds(time.second);
}

std::string rule_of(const WeekdaySlot& weekly) {
  constexpr const char* kDays[] = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
  std::string rule = "FREQ=WEEKLY;BYDAY=";
  for (const auto d : weekly.days) rule += std::string(kDays[d.c_encoding()]) + ",";
  rule.back() = ';';
  return rule + "WKST=MO";
}

// Every start of the schedule by libical's recurrence; what civil times mean in absolute time is
// told by `absolute`, which answers nothing where libical cannot say it.
template <class Absolute>
std::set<std::string> keys_by_libical(const WeeklySchedule& week, Absolute absolute) {
  std::set<std::string> keys;
  for (const auto& weekly : week.slots) {
    const auto rule = icalrecurrencetype_from_string(rule_of(weekly).c_str());
    const auto first = local_seconds(week.valid_from) + weekly.slot.start;
    auto* iterator = icalrecur_iterator_new(rule, to_ical(first));
    for (auto at = icalrecur_iterator_next(iterator);
         from_ical(at) < local_seconds(week.valid_to + days(1));
         at = icalrecur_iterator_next(iterator)) {
      if (const auto start = absolute(at)) keys.insert(key(weekly.slot, *start));
    }
    icalrecur_iterator_free(iterator);
  }
  return keys;
}

TEST(Oracle, TwentyYearsOfWeeklySlotsAreWhatLibicalSays) {
  // None of them has changed its clocks since 1986.
  const std::pair<const char*, std::chrono::minutes> zones[] = {{"Asia/Ho_Chi_Minh", 420min},
                                                                {"Asia/Kathmandu", 345min},
                                                                {"UTC", 0min},
                                                                {"Asia/Tokyo", 540min}};
  for (unsigned seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(seed);
    Generator generator(seed);
    const auto& [zone, offset] = zones[seed % std::size(zones)];
    const auto week = twenty_years(generator, zone);
    const auto theirs = keys_by_libical(week, [east = offset](const icaltimetype& at) {
      return std::optional(sys_seconds(from_ical(at).time_since_epoch() - east));
    });
    EXPECT_EQ(keys_of(week), theirs);
  }
}

TEST(Oracle, LibicalsOwnZonesGiveTheSameTimesWhereClocksChange) {
  for (const char* name : {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe"}) {
    SCOPED_TRACE(name);
    auto* zone = icaltimezone_get_builtin_timezone(name);
    ASSERT_NE(zone, nullptr);
    Generator generator(1);
    auto week = twenty_years(generator, name);
    // Every half hour of Sunday, on which all of these change.
    week.slots.clear();
    for (int i = 0; i < 24; ++i) {
      Slot slot;
      slot.id = "s" + std::to_string(i);
      slot.start = Seconds(i * 3600 + 900 * (i % 4));
      slot.length = Seconds(60);
      slot.programme = "p";
      week.slots.push_back({{date::Sunday}, slot});
    }
    // Where a civil time exists twice, libical takes the second, against RFC 5545 (3.3.5); where
    // it does not exist, the RFC has it run later than Loa does.
    const auto clear = [tz = date::locate_zone(name)](local_seconds civil) {
      return tz->get_info(civil).result == date::local_info::unique;
    };
    const auto theirs = keys_by_libical(week, [&](icaltimetype at) -> std::optional<sys_seconds> {
      if (!clear(from_ical(at))) return std::nullopt;
      return sys_seconds(Seconds(icaltime_as_timet_with_zone(at, zone)));
    });
    std::set<std::string> ours;
    const Timetable timetable(std::make_shared<const WeeklySchedule>(week));
    for (const auto& one : timetable.starting_in(base::Wall::min(), base::Wall::max())) {
      const auto civil = local_seconds(timetable.local_day(one.start)) + one.slot->start;
      if (clear(civil)) ours.insert(one.key());
    }
    EXPECT_GT(ours.size(), 24'000u);
    EXPECT_EQ(ours, theirs);
  }
  icaltimezone_free_builtin_timezones();
}

// The offsets that a zone has around a time, by asking for absolute times only.
std::set<std::chrono::seconds> offsets_near(const date::time_zone* zone, sys_seconds middle) {
  std::set<std::chrono::seconds> offsets;
  for (auto t = middle - days(3); t < middle + days(3);) {
    const auto info = zone->get_info(t);
    offsets.insert(info.offset);
    t = std::max(t + Seconds(1), info.end);
  }
  return offsets;
}

local_seconds civil_at(const date::time_zone* zone, sys_seconds t) {
  return local_seconds((t + zone->get_info(t).offset).time_since_epoch());
}

// The first absolute time at which clocks show `civil`; if they never do, the one at which they
// jump over it. Nothing if they show no time at all of its day.
std::optional<sys_seconds> first_shown(const date::time_zone* zone, local_seconds civil) {
  const sys_seconds middle(civil.time_since_epoch());
  std::optional<sys_seconds> first;
  for (const auto offset : offsets_near(zone, middle)) {
    const auto t = middle - offset;
    if (civil_at(zone, t) == civil && (!first || t < *first)) first = t;
  }
  if (first) return first;
  for (auto t = middle - days(3); t < middle + days(3);) {
    const auto end = zone->get_info(t).end;
    const bool jumps = civil_at(zone, end - Seconds(1)) < civil && civil_at(zone, end) > civil;
    if (jumps) {
      const auto midnight = local_seconds(std::chrono::floor<days>(civil));
      const bool whole_day =
          civil_at(zone, end - Seconds(1)) < midnight && civil_at(zone, end) >= midnight + days(1);
      return whole_day ? std::nullopt : std::optional(end);
    }
    t = end;
  }
  return std::nullopt;
}

TEST(Oracle, EveryCivilTimeIsFoundWhereClocksFirstShowIt) {
  for_seeds([](Generator&, const Timetable& timetable) {
    const auto& week = timetable.schedule();
    const auto* zone = date::locate_zone(week.zone);
    std::map<local_days, const DatedException*> exceptions;
    for (const auto& one : week.exceptions) exceptions.emplace(one.date, &one);
    std::set<std::string> expected;
    const auto expect = [&](local_days d, const Slot& slot) {
      const auto start = first_shown(zone, local_seconds(d) + slot.start);
      if (start) expected.insert(key(slot, *start));
    };
    for (auto d = week.valid_from; d <= week.valid_to; d += days(1)) {
      const auto found = exceptions.find(d);
      const auto* exception = found == exceptions.end() ? nullptr : found->second;
      for (const auto& [on, slot] : week.slots) {
        const bool today = std::ranges::find(on, date::weekday(d)) != on.end();
        const bool skipped =
            exception && (exception->replace || std::ranges::count(exception->skip, slot.id) > 0);
        if (today && !skipped) expect(d, slot);
      }
      if (exception == nullptr) continue;
      for (const auto& slot : exception->add) expect(d, slot);
    }
    EXPECT_EQ(keys_of(week), expected);
  });
}

TEST(Oracle, TheReloadedScheduleHasTheVerySameIds) {
  for_seeds([](Generator&, const Timetable& timetable) {
    // Random weeks overlap and the reader refuses that; one slot alone cannot.
    auto week = timetable.schedule();
    if (week.slots.size() > 1) week.slots.resize(1);
    week.exceptions.clear();
    const auto read = read_schedule(write_schedule(week), "w.json");
    if (!read.schedule) {
      for (const auto& one : read.problems) EXPECT_EQ(one.code, "slot-overlap");
      return;
    }
    EXPECT_EQ(ids(Timetable(read.schedule).starting_in(base::Wall::min(), base::Wall::max())),
              ids(Timetable(std::make_shared<const WeeklySchedule>(week))
                      .starting_in(base::Wall::min(), base::Wall::max())));
  });
}

}  // namespace
}  // namespace loa::schedules::testing
