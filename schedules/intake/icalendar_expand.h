// When an event happens. Private to icalendar.
#pragma once

#include <vector>

#include "schedules/intake/icalendar.h"
#include "schedules/intake/icalendar_event.h"

namespace loa::schedules::intake::icalendar {

// Follows rules by libical's recurrence, in the civil time of the event's own zone, and brings the
// starts to another zone's civil time.
class Expansion {
 public:
  // For the days [from, to] of `zone`.
  Expansion(const date::time_zone* zone, date::local_days from, date::local_days to)
      : zone_(zone), from_(from), to_(to) {}

  // Starts in order, each once. `moved`: those that other events stand for.
  std::vector<date::local_seconds> starts(const Event& event, const std::vector<Moment>& moved);

  // Whether more starts were looked at, in all, than is allowed (kMostEventTimes); then the last
  // answer was cut short.
  bool exhausted() const { return left_ == 0; }

 private:
  std::vector<date::local_seconds> of_rule(icalrecurrencetype rule, date::local_seconds first,
                                           const date::time_zone* own);

  const date::time_zone* zone_;
  date::local_days from_;
  date::local_days to_;
  std::size_t left_ = kMostEventTimes;
};

// `moment` as civil time of `zone`.
date::local_seconds civil_in(const date::time_zone* zone, const Moment& moment);
// Whether one of the event's rules has no end.
bool goes_on_for_ever(const Event& event);

}  // namespace loa::schedules::intake::icalendar
