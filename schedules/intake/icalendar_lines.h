// The text of a calendar as components of unfolded lines. Private to icalendar.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"

namespace loa::schedules::intake::icalendar {

// One property, unfolded: "DTSTART;TZID=Asia/Ho_Chi_Minh:20261123T050000".
struct Line {
  int number = 0;    // of its first line in the file
  std::string text;  // UTF-8, NFC

  // "DTSTART", in capitals.
  std::string name() const;
};

struct Component {
  int number = 0;  // of its BEGIN line
  std::vector<Line> lines;
};

struct CalendarText {
  std::vector<Line> properties;   // of the calendars themselves
  std::vector<Component> events;  // without what stands in alarms
  std::vector<Component> zones;   // with what stands in STANDARD and DAYLIGHT
};

// Takes at most kMostFileBytes and kMostEvents. Adds a problem for bytes that are no calendar, and
// for one that is cut off.
CalendarText read_lines(std::string_view bytes, const std::string& file, base::Problems& problems);

}  // namespace loa::schedules::intake::icalendar
