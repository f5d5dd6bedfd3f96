// A week moved in time.
#include "schedules/shift.h"

#include <algorithm>
#include <memory>

#include "schedules/timetable.h"

namespace loa::schedules {
namespace {

using date::days;

// Moves a start; returns by how many days its date moves with it.
days move_start(Seconds& start, Seconds by) {
  const Seconds moved = start + by;
  const days over = date::floor<days>(moved);
  start = moved - over;
  return over;
}

void move(WeekdaySlot& weekly, Seconds by) {
  const days over = move_start(weekly.slot.start, by);
  for (date::weekday& day : weekly.days) day += over;
}

// An exception keeps its date: its slots move within it.
void move(DatedException& exception, Seconds by) {
  for (Slot& slot : exception.add) move_start(slot.start, by);
}

}  // namespace

WeeklySchedule shifted(const WeeklySchedule& week, base::Wall now, base::Wall at) {
  WeeklySchedule moved = week;
  const Timetable calendar(std::make_shared<const WeeklySchedule>(week));
  const date::local_days today = calendar.local_day(now);
  moved.valid_from = std::min(moved.valid_from, today - days{1});
  moved.valid_to = std::max(moved.valid_to, today + days{8});
  const Timetable widened(std::make_shared<const WeeklySchedule>(moved));
  const auto next = widened.next_start(now);
  if (!next) return week;
  const auto by = std::chrono::floor<std::chrono::seconds>(at) -
                  std::chrono::floor<std::chrono::seconds>(*next);
  for (WeekdaySlot& weekly : moved.slots) move(weekly, by);
  for (DatedException& exception : moved.exceptions) move(exception, by);
  return moved;
}

}  // namespace loa::schedules
