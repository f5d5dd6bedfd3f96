// Events: one component's lines as one thing that happens. Private to icalendar.
#pragma once

#include <libical/ical.h>

#include <optional>
#include <string>
#include <vector>

#include "schedules/intake/icalendar_lines.h"
#include "schedules/intake/icalendar_value.h"
#include "schedules/intake/icalendar_zone.h"

namespace loa::schedules::intake::icalendar {

// A civil time and the zone it counts in; null where the calendar leaves it to the reader.
struct Moment {
  date::local_seconds civil;
  const date::time_zone* zone = nullptr;
  bool whole_day = false;  // any time of that day
};

struct Event {
  std::string uid;
  std::string summary;
  Moment start;
  Seconds length{0};  // zero: the calendar does not say
  std::vector<icalrecurrencetype> rules;
  bool by_month_or_year = false;  // a rule that is costly to follow
  std::vector<Moment> added;
  std::vector<Moment> left_out;
  std::optional<Moment> moved_from;  // this stands for that start of the event with the same uid
  bool cancelled = false;
  // What Loa wrote: X-LOA-... Empty in other programs' calendars.
  std::string slot;
  std::string programme;
  Slot like;  // its level, rules, slogans and area
  base::Place place;
};

// Nothing if the event is no broadcast or cannot be read: then there is a problem that says so. An
// event for whole days is only warned of.
std::optional<Event> read_event(const Component& component, Zones& zones, const std::string& file,
                                base::Problems& problems);

}  // namespace loa::schedules::intake::icalendar
