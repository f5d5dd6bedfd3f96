// Moves a whole week in time, for a demonstration or a test at the site.
#pragma once

#include "base/time.h"
#include "schedules/model.h"

namespace loa::schedules {

// The same week, moved so that what would next start after `now` starts at `at` (whole seconds,
// `at` not before `now`). Every slot and exception moves by the same amount; the week becomes valid
// from the day before `now` until at least eight days after. Does nothing to a week without slots.
WeeklySchedule shifted(const WeeklySchedule& week, base::Wall now, base::Wall at);

}  // namespace loa::schedules
