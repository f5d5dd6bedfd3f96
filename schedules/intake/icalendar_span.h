// From when to when a calendar goes. Private to icalendar.
#pragma once

#include <vector>

#include "schedules/intake/icalendar_event.h"

namespace loa::schedules::intake::icalendar {

struct Span {
  date::local_days from;           // the first day on which something starts...
  date::local_days to;             // ...and the last; a year on where a rule has no end
  const Event* endless = nullptr;  // the first with such a rule
  bool exhausted = false;          // more starts than are followed
};

// `events`: at least one; civil days of `zone`.
Span span_of(const std::vector<Event>& events, const date::time_zone* zone);

}  // namespace loa::schedules::intake::icalendar
