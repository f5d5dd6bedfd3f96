// libical around one line at a time: what it cannot read is known to be of that line, and nothing
// that stands elsewhere can change what it reads.
#include "schedules/intake/icalendar_value.h"

#include <algorithm>

#include "base/unicode.h"
#include "schedules/intake/grammar_plain.h"
#include "schedules/notation.h"

namespace loa::schedules::intake::icalendar {
namespace {

// By default libical may abort on bad input.
[[maybe_unused]] const bool kErrorsAreNotFatal = [] {
  icalerror_set_errors_are_fatal(false);
  return true;
}();

bool has_time_of_day(const icaltimetype& time) {
  const bool hours = time.hour >= 0 && time.hour <= 23;
  const bool minutes = time.minute >= 0 && time.minute <= 59;
  return hours && minutes && time.second >= 0 && time.second <= 60;
}

std::optional<date::local_seconds> civil_of(const icaltimetype& time) {
  const auto day =
      date::local_days(date::year(time.year) / date::month(static_cast<unsigned>(time.month)) /
                       date::day(static_cast<unsigned>(time.day)));
  // It was read from eight digits: what is no date comes back as another.
  const date::year_month_day civil(day);
  const bool same = static_cast<unsigned>(civil.day()) == static_cast<unsigned>(time.day) &&
                    static_cast<unsigned>(civil.month()) == static_cast<unsigned>(time.month);
  if (!same || !date_from(date_text(day))) return std::nullopt;
  if (time.is_date) return date::local_seconds(day);
  if (!has_time_of_day(time)) return std::nullopt;
  return date::local_seconds(day) + std::chrono::hours(time.hour) +
         std::chrono::minutes(time.minute) + Seconds(std::min(time.second, 59));
}

std::optional<Seconds> seconds_of(const icaldurationtype& duration) {
  if (icaldurationtype_is_bad_duration(duration) || duration.is_neg != 0) return std::nullopt;
  constexpr unsigned kWeeksOfYears = 5'000;
  if (duration.weeks > kWeeksOfYears || duration.days > 7 * kWeeksOfYears) return std::nullopt;
  return std::chrono::hours(24 * (duration.weeks * 7L + duration.days) + duration.hours) +
         std::chrono::minutes(duration.minutes) + Seconds(duration.seconds);
}

icaltimetype written_time(icalproperty* property, std::optional<Seconds>& length) {
  const auto* value = icalproperty_get_value(property);
  switch (icalvalue_isa(value)) {
    case ICAL_DATE_VALUE:
      return icalvalue_get_date(value);
    case ICAL_DATETIME_VALUE:
      return icalvalue_get_datetime(value);
    case ICAL_DATETIMEPERIOD_VALUE:
    case ICAL_PERIOD_VALUE: {
      const auto period = icalvalue_get_datetimeperiod(value);
      if (!icaltime_is_null_time(period.time)) return period.time;
      length = icaltime_is_null_time(period.period.end)
                   ? seconds_of(period.period.duration)
                   : seconds_of(icaltime_subtract(period.period.end, period.period.start));
      return period.period.start;
    }
    default:
      return icaltime_null_time();
  }
}

}  // namespace

Values::Values(const Line& line) {
  if (base::has_control_characters(line.text)) return;
  const auto text = "BEGIN:VEVENT\r\n" + line.text + "\r\nEND:VEVENT\r\n";
  component_.reset(icalparser_parse_string(text.c_str()));
  if (!component_) return;
  const auto* errors = icalcomponent_get_first_property(component_.get(), ICAL_XLICERROR_PROPERTY);
  good_ = errors == nullptr &&
          icalcomponent_get_first_property(component_.get(), ICAL_ANY_PROPERTY) != nullptr;
}

std::optional<CivilTime> Values::time_of(icalproperty* property) {
  CivilTime result;
  const auto time = written_time(property, result.length);
  if (icaltime_is_null_time(time)) return std::nullopt;
  const auto civil = civil_of(time);
  if (!civil) return std::nullopt;
  result.civil = *civil;
  result.utc = icaltime_is_utc(time);
  result.whole_day = time.is_date != 0;
  if (auto* zone = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER)) {
    const char* id = icalparameter_get_tzid(zone);
    result.zone_id = id == nullptr ? "" : id;
  }
  return result;
}

std::vector<CivilTime> Values::times() {
  std::vector<CivilTime> times;
  for (auto* property = icalcomponent_get_first_property(component_.get(), ICAL_ANY_PROPERTY);
       property != nullptr && good_;
       property = icalcomponent_get_next_property(component_.get(), ICAL_ANY_PROPERTY)) {
    const auto time = time_of(property);
    good_ = good_ && time.has_value();
    if (time) times.push_back(*time);
  }
  return times;
}

std::optional<Seconds> Values::duration() {
  auto* property = icalcomponent_get_first_property(component_.get(), ICAL_DURATION_PROPERTY);
  if (!good_ || property == nullptr) return std::nullopt;
  return seconds_of(icalproperty_get_duration(property));
}

std::optional<icalrecurrencetype> Values::rule() {
  auto* property = icalcomponent_get_first_property(component_.get(), ICAL_RRULE_PROPERTY);
  if (!good_ || property == nullptr) return std::nullopt;
  return icalproperty_get_rrule(property);
}

std::string Values::text() const {
  if (!good_) return "";
  auto* property = icalcomponent_get_first_property(component_.get(), ICAL_ANY_PROPERTY);
  const auto* value = icalproperty_get_value(property);
  if (value == nullptr) return "";
  const auto kind = icalvalue_isa(value);
  const char* text = kind == ICAL_TEXT_VALUE ? icalvalue_get_text(value)
                     : kind == ICAL_X_VALUE  ? icalvalue_get_x(value)
                                             : icalvalue_as_ical_string(value);
  return text == nullptr ? "" : trimmed(text);
}

}  // namespace loa::schedules::intake::icalendar
