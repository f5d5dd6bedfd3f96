// VTIMEZONE: the transitions that the schedule meets, each on its own. A rule for all years would
// say more than is known of them.
#include <fmt/format.h>

#include "schedules/intake/icalendar_write.h"

namespace loa::schedules::intake::icalendar {
namespace {

OwnedComponent part(const date::sys_info& info, date::local_seconds onset, Seconds offset_before) {
  const bool summer = info.save != std::chrono::minutes(0);
  OwnedComponent component(
      icalcomponent_new(summer ? ICAL_XDAYLIGHT_COMPONENT : ICAL_XSTANDARD_COMPONENT));
  icalcomponent_add_property(component.get(), icalproperty_new_dtstart(to_ical(onset)));
  icalcomponent_add_property(
      component.get(), icalproperty_new_tzoffsetfrom(static_cast<int>(offset_before.count())));
  icalcomponent_add_property(component.get(),
                             icalproperty_new_tzoffsetto(static_cast<int>(info.offset.count())));
  icalcomponent_add_property(component.get(), icalproperty_new_tzname(info.abbrev.c_str()));
  return component;
}

}  // namespace

OwnedComponent vtimezone(const date::time_zone* zone, date::sys_seconds from,
                         date::sys_seconds to) {
  OwnedComponent component(icalcomponent_new(ICAL_VTIMEZONE_COMPONENT));
  icalcomponent_add_property(component.get(), icalproperty_new_tzid(zone->name().c_str()));
  auto info = zone->get_info(from);
  const date::local_seconds ever(date::local_days(date::year(1970) / 1 / 1));
  icalcomponent_add_component(component.get(), part(info, ever, info.offset).release());
  while (info.end < to) {
    const auto before = info.offset;
    const auto onset = date::local_seconds((info.end + before).time_since_epoch());
    info = zone->get_info(info.end);
    icalcomponent_add_component(component.get(), part(info, onset, before).release());
  }
  return component;
}

}  // namespace loa::schedules::intake::icalendar
