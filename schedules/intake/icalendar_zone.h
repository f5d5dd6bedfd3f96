// The names that calendars give to time zones. Private to icalendar.
#pragma once

#include <date/tz.h>

#include <map>
#include <string>
#include <vector>

#include "schedules/intake/icalendar_lines.h"

namespace loa::schedules::intake::icalendar {

// The zone with this IANA name; null if the system has none.
const date::time_zone* zone_named(const std::string& name);

class Zones {
 public:
  explicit Zones(const std::vector<Component>& described);

  // The zone that `id` means: an IANA name, also behind a program's own prefix; a Windows name, as
  // Outlook writes it ("SE Asia Standard Time"); what the calendar's own description says, if that
  // names a place or has one whole-hour offset all the time. Null if none of these.
  const date::time_zone* find(const std::string& id);

 private:
  // Of one VTIMEZONE.
  struct Description {
    std::string location;              // X-LIC-LOCATION
    std::vector<std::string> offsets;  // TZOFFSETTO, as written
  };

  const date::time_zone* look_for(const std::string& id) const;

  std::map<std::string, Description> described_;
  std::map<std::string, const date::time_zone*> found_;
};

}  // namespace loa::schedules::intake::icalendar
