// What is likely a mistake in a schedule that breaks no rule: for the operator to look at. Pure.
#pragma once

#include <functional>
#include <optional>

#include "base/problem.h"
#include "base/time.h"
#include "schedules/model.h"

namespace loa::schedules {

// What the library knows of an item: its length; nothing while it is missing or not known.
using KnownLength = std::function<std::optional<base::Duration>(const Item&)>;

// Warnings, each at the place of its slot: slot-short (its content is longer than it), slot-gap
// (two minutes or less of silence between two slots, where people meant none), schedule-ending (the
// week ends within three days of `today`), schedule-over. Overlaps are read_schedule's to find;
// media that do not exist are the library's.
base::Problems likely_mistakes(const WeeklySchedule& schedule, const KnownLength& known,
                               std::optional<date::local_days> today);

}  // namespace loa::schedules
