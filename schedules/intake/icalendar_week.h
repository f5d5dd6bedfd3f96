// Events and when they happen, as a week with exceptions. Private to icalendar.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "schedules/intake/icalendar_event.h"

namespace loa::schedules::intake::icalendar {

// Fills the slots, exceptions and programmes of a schedule whose validity is known.
class WeekBuilder {
 public:
  // `week`: its programmes are those that events may name.
  explicit WeekBuilder(WeeklySchedule& week);

  // `starts`: in civil time of the week's zone, in order, within its validity.
  void add(const Event& event, const std::vector<date::local_seconds>& starts);
  // After the last event: a dated slot gets a name that its date does not have yet.
  void finish();

 private:
  struct Times;  // the dates on which an event starts at one time of one weekday
  struct Dated {
    date::local_days date;
    Slot slot;
  };

  Slot slot_of(const Event& event, Seconds start);
  std::string programme_of(const Event& event);
  void add_weekly(Slot slot, const std::vector<Times>& all);
  DatedException& exception_on(date::local_days date);

  WeeklySchedule& week_;
  std::map<std::string, std::string> programmes_;  // by match_key() of the title
  std::set<std::string> programme_ids_;
  std::map<unsigned, std::set<std::string>> weekly_ids_;  // by date::weekday::c_encoding()
  std::vector<Dated> dated_;
  std::map<date::local_days, DatedException> exceptions_;
};

}  // namespace loa::schedules::intake::icalendar
