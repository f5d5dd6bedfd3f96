// How an event is read, line by line. Private to icalendar.
#pragma once

#include <optional>
#include <string>

#include "schedules/intake/icalendar_event.h"

namespace loa::schedules::intake::icalendar {

// Takes the lines of one event, then says what they are together.
class EventReader {
 public:
  EventReader(int number, Zones& zones, const std::string& file, base::Problems& problems);

  void take(const Line& line);
  std::optional<Event> finish();

 private:
  void take_text(const Line& line, Values& values);
  void take_slogans(std::string_view text);
  void take_level(const Line& line, Values& values);
  void take_rule_of_slot(const Line& line, Values& values);
  void take_times(const Line& line, Values& values);
  void take_duration(const Line& line, Values& values);
  void take_rule(const Line& line, Values& values);
  void refuse_exrule(const Line& line, Values& values);

  Moment moment_of(const CivilTime& time, const Line& line);
  void check();
  void check_length();
  void cannot_read(const Line& line);
  void say(base::Severity severity, const char* code, int line, std::string property,
           base::Text message);

  int number_;  // of the BEGIN line
  Zones& zones_;
  const std::string& file_;
  base::Problems& problems_;
  Event event_;
  std::optional<Moment> start_;
  std::optional<Moment> end_;
  std::optional<Seconds> duration_;
  bool whole_days_ = false;
  bool level_given_ = false;
  bool good_ = true;
};

}  // namespace loa::schedules::intake::icalendar
