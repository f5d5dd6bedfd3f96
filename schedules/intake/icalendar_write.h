// libical for writing: components that belong to one another. Private to icalendar.
#pragma once

#include <date/tz.h>
#include <libical/ical.h>

#include <memory>
#include <string>

#include "schedules/model.h"

namespace loa::schedules::intake::icalendar {

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using OwnedComponent = std::unique_ptr<icalcomponent, FreeComponent>;

// A civil time without a zone; `zone_id` is put beside it where it is written.
icaltimetype to_ical(date::local_seconds civil);

// "name:text" for an X-... property.
void put_own(icalcomponent* component, const char* name, const std::string& text);

// The zone's offsets over [from, to], one part for each, exact there.
OwnedComponent vtimezone(const date::time_zone* zone, date::sys_seconds from, date::sys_seconds to);

}  // namespace loa::schedules::intake::icalendar
