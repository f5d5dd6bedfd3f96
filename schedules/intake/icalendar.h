// iCalendar (RFC 5545), as calendar programs on computers and telephones read and write it.
#pragma once

#include <date/date.h>

#include <optional>
#include <string>
#include <string_view>

#include "base/problem.h"
#include "schedules/model.h"

namespace loa::schedules::intake {

// One event for each slot of the week, with its rule, left-out and moved days, and one for each
// dated slot. Any calendar program that follows the RFC shows the very times at which the station
// plays, also where clocks change. What iCalendar cannot say is in X-LOA-... properties, so that
// read_icalendar() gives the same occurrences, contents and slogans. The same schedule gives the
// same bytes.
std::string export_ics(const WeeklySchedule& schedule);

struct CalendarWishes {
  std::string zone = "Asia/Ho_Chi_Minh";    // for a file that names none; known to the system
  std::optional<date::local_days> week_of;  // only the week of this day, Monday to Sunday
};

// What a calendar was understood to say. Its slots name programmes that are there; in a calendar
// that Loa did not write these have a title (the event's) and no items, and a slot whose event has
// no end has length zero: both are for the library and the operator to fill in. Places are lines.
struct ReadCalendar {
  std::optional<WeeklySchedule> schedule;  // nothing if there is any error
  base::Problems problems;
};

// Events that repeat by the day, week, month or year, with left-out, added and moved dates, in any
// zone. What holds in most weeks becomes a slot of the week, the rest dated exceptions; a rule
// without an end is followed for a year. Does no I/O beyond the time zone data and throws nothing
// for what the bytes hold.
ReadCalendar read_icalendar(std::string_view bytes, const std::string& file,
                            const CalendarWishes& wishes = {});

// Bounds of what one calendar may hold; beyond them is an error that names the bound.
inline constexpr std::size_t kMostEvents = 20'000;
inline constexpr std::size_t kMostEventLines = 2'000;       // of one event
inline constexpr std::size_t kMostEventTimes = 1'000'000;   // of all, in the weeks that are read
inline constexpr std::size_t kMostRulesByMonthOrYear = 50;  // costly to follow

}  // namespace loa::schedules::intake
