// The first and the last day of a calendar.
#include "schedules/intake/icalendar_span.h"

#include <algorithm>

#include "schedules/intake/icalendar_expand.h"
#include "schedules/reader.h"

namespace loa::schedules::intake::icalendar {
namespace {

using date::days;
using std::chrono::floor;

constexpr days kFollowed{364};  // a rule without an end: a year, both ends counted

// Takes in what is written as a time of its own.
void take_in(Span& span, const Event& event, const date::time_zone* zone) {
  const auto start = floor<days>(civil_in(zone, event.start));
  span.from = std::min(span.from, start);
  span.to = std::max(span.to, start);
  for (const auto& moment : event.added) {
    const auto day = floor<days>(civil_in(zone, moment));
    span.from = std::min(span.from, day);
    span.to = std::max(span.to, day);
  }
}

}  // namespace

Span span_of(const std::vector<Event>& events, const date::time_zone* zone) {
  Span span;
  span.from = span.to = floor<days>(civil_in(zone, events.front().start));
  for (const auto& event : events) take_in(span, event, zone);
  // Far enough to see that even a yearly rule goes on beyond what a schedule may hold.
  Expansion bounded(zone, span.from, span.from + reader::kLongestValidity + days(366));
  for (const auto& event : events) {
    if (goes_on_for_ever(event)) {
      if (span.endless == nullptr) span.endless = &event;
    } else if (!event.rules.empty()) {
      const auto starts = bounded.starts(event, {});
      if (!starts.empty()) span.to = std::max(span.to, floor<days>(starts.back()));
    }
  }
  span.exhausted = bounded.exhausted();
  if (span.endless != nullptr) span.to = std::max(span.to, span.from + kFollowed);
  return span;
}

}  // namespace loa::schedules::intake::icalendar
