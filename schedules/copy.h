// Last week as next week: what an operator does every Friday.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schedules/model.h"

namespace loa::schedules {

// The Monday of the week that `text` names: "2026-W48" (ISO 8601), or any date in it.
std::optional<date::local_days> monday_from(std::string_view text);
// "2026-W48".
std::string week_text(date::local_days monday);

struct CopiedWeek {
  WeeklySchedule week;
  // What the old week had and the new one has not: the dates of its exceptions.
  std::vector<DatedException> left_out;
};

// The slots of the week for the week from `to` on (a Monday) as the next version of the same
// schedule. Exceptions by date are left out, as they were for those days only, except such as are
// already written for the new week; those by holiday stay, as they hold every year.
CopiedWeek copied(const WeeklySchedule& schedule, date::local_days from, date::local_days to);

}  // namespace loa::schedules
