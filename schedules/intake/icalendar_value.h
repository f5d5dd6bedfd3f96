// One line of a calendar, understood by libical. The only part that reads through it, apart from
// the rules. Private to icalendar.
#pragma once

#include <date/date.h>
#include <libical/ical.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "schedules/intake/icalendar_lines.h"
#include "schedules/model.h"

namespace loa::schedules::intake::icalendar {

// A time as it is written: civil in the zone that its line names.
struct CivilTime {
  date::local_seconds civil;
  bool utc = false;               // "...Z"
  bool whole_day = false;         // a date without a time
  std::string zone_id;            // TZID; "" where there is none
  std::optional<Seconds> length;  // of a period
};

// The values of one line; several where it lists them.
class Values {
 public:
  explicit Values(const Line& line);

  // False if libical cannot make sense of the line, or of a part of it.
  bool good() const { return good_; }
  // Of a date, a time, or a period. Times beyond 1971 to 2199 and impossible ones are not good.
  std::vector<CivilTime> times();
  std::optional<Seconds> duration();
  std::optional<icalrecurrencetype> rule();
  // Of any property: unescaped.
  std::string text() const;

 private:
  struct Free {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
  };

  std::optional<CivilTime> time_of(icalproperty* property);

  std::unique_ptr<icalcomponent, Free> component_;
  bool good_ = false;
};

}  // namespace loa::schedules::intake::icalendar
