// From the week to due times: half-open occurrences of absolute time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "schedules/model.h"

namespace loa::schedules {

// One due broadcast, [start, end) in absolute time. Cheap to make and to copy: it shares its week.
struct Occurrence {
  std::shared_ptr<const WeeklySchedule> week;
  const Slot* slot = nullptr;  // of `week`
  base::Wall start;
  base::Wall end;

  // "<schedule id>.<version>/<slot id>/<start as 20261123T220000Z>": the same after every reload.
  std::string id() const;
  // "<slot id>/<start as 20261123T220000Z>": the same across versions of a schedule; what has run
  // under one version is not run again under the next.
  std::string key() const;
};

// Immutable once made. Nothing starts once the week's warrant has expired. A civil time that falls
// into a gap (clocks go forward) runs at the transition; one that exists twice runs once, the first
// time. Lengths are absolute time. A day that a zone skipped altogether has no occurrences.
class Timetable {
 public:
  // Throws std::runtime_error for an unknown zone (read_schedule has refused it before).
  explicit Timetable(std::shared_ptr<const WeeklySchedule> schedule);
  ~Timetable();
  Timetable(Timetable&&) noexcept;
  Timetable& operator=(Timetable&&) noexcept;

  // Occurrences whose start is in [from, to), by (start, level, id).
  std::vector<Occurrence> starting_in(base::Wall from, base::Wall to) const;
  // Occurrences whose [start, end) contains `when`, in the same order.
  std::vector<Occurrence> covering(base::Wall when) const;
  // The start of the first occurrence at or after `when`; nothing if the schedule has ended.
  std::optional<base::Wall> next_start(base::Wall when) const;

  const WeeklySchedule& schedule() const;
  // Absolute time of the start of a civil day in the schedule's zone.
  base::Wall start_of_day(date::local_days day) const;
  date::local_days local_day(base::Wall when) const;
  // RFC 3339 with the zone's offset and whole seconds: 2026-11-24T05:00:00+07:00.
  std::string local_rfc3339(base::Wall when) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loa::schedules
