// A schedule as a calendar.
#include "schedules/intake/icalendar_write.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "schedules/effective_day.h"
#include "schedules/intake/icalendar.h"
#include "schedules/notation.h"
#include "schedules/read.h"
#include "schedules/zone_days.h"

namespace loa::schedules::intake {
namespace icalendar {

icaltimetype to_ical(date::local_seconds civil) {
  const auto day = std::chrono::floor<date::days>(civil);
  const date::year_month_day date(day);
  const auto second = static_cast<int>((civil - day).count());
  icaltimetype time = icaltime_null_time();
  time.year = static_cast<int>(date.year());
  time.month = static_cast<int>(static_cast<unsigned>(date.month()));
  time.day = static_cast<int>(static_cast<unsigned>(date.day()));
  time.hour = second / 3600;
  time.minute = second / 60 % 60;
  time.second = second % 60;
  return time;
}

void put_own(icalcomponent* component, const char* name, const std::string& text) {
  auto* property = icalproperty_new_x(text.c_str());
  icalproperty_set_x_name(property, name);
  icalcomponent_add_property(component, property);
}

}  // namespace icalendar

namespace {

using namespace icalendar;
using date::days;
using date::local_days;
using date::local_seconds;

struct FreeText {
  void operator()(char* text) const { icalmemory_free_buffer(text); }
};

icaltimetype to_ical_utc(date::sys_seconds time) {
  auto utc = to_ical(local_seconds(time.time_since_epoch()));
  utc.zone = icaltimezone_get_utc_timezone();
  return utc;
}

// The schedule without its slots: they are the events.
std::string own_part(const WeeklySchedule& schedule) {
  auto rest = schedule;
  rest.slots.clear();
  rest.exceptions.clear();
  return write_schedule(rest);
}

class CalendarWriter {
 public:
  explicit CalendarWriter(const WeeklySchedule& schedule)
      : schedule_(schedule),
        days_(schedule),
        zone_(date::locate_zone(schedule.zone)),
        civil_(zone_),
        calendar_(icalcomponent_new(ICAL_VCALENDAR_COMPONENT)) {
    for (const auto& weekly : schedule.slots) weekly_.insert(&weekly.slot);
  }

  std::string write() {
    put_head();
    for (const auto& weekly : schedule_.slots) put_weekly(weekly);
    for (auto day = schedule_.valid_from; day <= schedule_.valid_to; day += days(1)) {
      if (days_.is_exception(day)) put_dated(day);
    }
    const std::unique_ptr<char, FreeText> text(icalcomponent_as_ical_string_r(calendar_.get()));
    return text.get();
  }

 private:
  void put_head() {
    auto* calendar = calendar_.get();
    icalcomponent_add_property(calendar, icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar, icalproperty_new_prodid("-//Loa//Loa//VI"));
    icalcomponent_add_property(calendar, icalproperty_new_calscale("GREGORIAN"));
    put_own(calendar, "X-WR-CALNAME", schedule_.title);
    put_own(calendar, "X-WR-TIMEZONE", schedule_.zone);
    put_own(calendar, "X-LOA-WEEK", own_part(schedule_));
    const auto begin = civil_.absolute(local_seconds(schedule_.valid_from)) - 2 * kDay;
    const auto end = civil_.absolute(local_seconds(schedule_.valid_to)) + 3 * kDay;
    icalcomponent_add_component(calendar, vtimezone(zone_, begin, end).release());
  }

  // One line of the week, from its first date on.
  void put_weekly(const WeekdaySlot& weekly) {
    const auto dates = dates_of(weekly);
    if (dates.empty()) return;
    const auto& slot = weekly.slot;
    const auto day =
        std::ranges::min(weekly.days, {}, [](date::weekday d) { return d.iso_encoding(); });
    auto event = event_of(slot, fmt::format("{}-{}", slot.id, weekday_text(day)),
                          local_seconds(dates.front()) + slot.start);
    icalcomponent_add_property(event.get(), icalproperty_new_rrule(rule_of(weekly)));
    for (const auto d : dates) put_difference(event.get(), slot, d);
    icalcomponent_add_component(calendar_.get(), event.release());
  }

  std::vector<local_days> dates_of(const WeekdaySlot& weekly) const {
    std::vector<local_days> dates;
    for (auto day = schedule_.valid_from; day <= schedule_.valid_to; day += days(1)) {
      const bool has = std::ranges::find(weekly.days, date::weekday(day)) != weekly.days.end();
      if (has) dates.push_back(day);
    }
    return dates;
  }

  icalrecurrencetype rule_of(const WeekdaySlot& weekly) {
    icalrecurrencetype rule;
    icalrecurrencetype_clear(&rule);
    rule.freq = ICAL_WEEKLY_RECURRENCE;
    // The end of the last civil day: nothing of it is before, nothing of the next is within.
    rule.until =
        to_ical_utc(civil_.absolute(local_seconds(schedule_.valid_to + days(1))) - Seconds(1));
    std::size_t i = 0;
    for (const auto day : weekly.days) {
      rule.by_day[i++] = static_cast<short>(ICAL_SUNDAY_WEEKDAY + day.c_encoding());
    }
    rule.by_day[i] = ICAL_RECURRENCE_ARRAY_MAX;
    return rule;
  }

  // Where the slot is left out on `day`, or starts at another civil time because clocks change.
  void put_difference(icalcomponent* event, const Slot& slot, local_days day) {
    const auto nominal = local_seconds(day) + slot.start;
    const bool runs = runs_on(slot, day);
    const auto actual = civil_.civil(civil_.absolute(nominal));
    if (runs && actual == nominal) return;
    icalcomponent_add_property(event, with_zone(icalproperty_new_exdate(to_ical(nominal))));
    if (!runs) return;
    icalcomponent_add_property(
        event, with_zone(icalproperty_new_rdate({to_ical(actual), icalperiodtype_null_period()})));
  }

  bool runs_on(const Slot& slot, local_days day) {
    if (civil_.skipped(day)) return false;
    if (!days_.is_exception(day)) return true;
    const auto& slots = days_.slots_of(day, scratch_);
    return std::ranges::find(slots, &slot) != slots.end();
  }

  // The slots that `day` has besides its weekday's.
  void put_dated(local_days day) {
    if (civil_.skipped(day)) return;
    std::vector<const Slot*> scratch;
    for (const Slot* slot : days_.slots_of(day, scratch)) {
      if (weekly_.contains(slot)) continue;
      const auto start = civil_.civil(civil_.absolute(local_seconds(day) + slot->start));
      auto event = event_of(*slot, fmt::format("{}-{}", slot->id, date_text(day)), start);
      icalcomponent_add_component(calendar_.get(), event.release());
    }
  }

  OwnedComponent event_of(const Slot& slot, const std::string& name, local_seconds start) {
    OwnedComponent event(icalcomponent_new(ICAL_VEVENT_COMPONENT));
    const auto put = [&](icalproperty* property) {
      icalcomponent_add_property(event.get(), property);
    };
    const auto* programme = schedule_.programme(slot.programme);
    put(icalproperty_new_uid(fmt::format("{}.{}@loa", schedule_.id, name).c_str()));
    // No clock is asked, so that one schedule is one calendar to the byte.
    put(icalproperty_new_dtstamp(
        to_ical_utc(date::sys_days(schedule_.valid_from.time_since_epoch()))));
    put(icalproperty_new_sequence(schedule_.version - 1));
    put(icalproperty_new_summary(
        (programme == nullptr ? slot.programme : programme->title).c_str()));
    put(with_zone(icalproperty_new_dtstart(to_ical(start))));
    put(icalproperty_new_duration(
        icaldurationtype_from_int(static_cast<int>(slot.length.count()))));
    put_rules(event.get(), slot);
    return event;
  }

  void put_rules(icalcomponent* event, const Slot& slot) {
    // RFC 5545: 1 is the highest, 5 medium, 9 the lowest.
    const int priority = 4 * static_cast<int>(slot.level) - 3;
    icalcomponent_add_property(event, icalproperty_new_priority(priority));
    icalcomponent_add_property(event, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    if (!slot.area.empty()) {
      icalcomponent_add_property(event, icalproperty_new_categories(slot.area.c_str()));
      put_own(event, "X-LOA-AREA", slot.area);
    }
    put_own(event, "X-LOA-SLOT", slot.id);
    put_own(event, "X-LOA-PROGRAMME", slot.programme);
    put_own(event, "X-LOA-LEVEL", std::to_string(static_cast<int>(slot.level)));
    put_own(event, "X-LOA-START-RULE", to_text(slot.start_rule));
    put_own(event, "X-LOA-LATE-RULE", to_text(slot.late_rule));
    if (slot.over) put_own(event, "X-LOA-OVER", "yes");
    for (const auto& cluster : slot.clusters) put_own(event, "X-LOA-CLUSTER", cluster);
    if (!slot.slogans.empty()) {
      put_own(event, "X-LOA-SLOGANS", fmt::format("{}", fmt::join(slot.slogans, ",")));
    }
  }

  icalproperty* with_zone(icalproperty* property) const {
    icalproperty_add_parameter(property, icalparameter_new_tzid(schedule_.zone.c_str()));
    return property;
  }

  const WeeklySchedule& schedule_;
  EffectiveDays days_;
  const date::time_zone* zone_;
  ZoneDays civil_;
  OwnedComponent calendar_;
  std::set<const Slot*> weekly_;
  std::vector<const Slot*> scratch_;
};

}  // namespace

std::string export_ics(const WeeklySchedule& schedule) { return CalendarWriter(schedule).write(); }

}  // namespace loa::schedules::intake
