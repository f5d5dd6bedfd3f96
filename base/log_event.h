// Lines of the program's log that machines read: an event's name, then key=value (logfmt), so that
// `journalctl | grep`, Loki's `| logfmt` and a person can all find a station in them.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/log.h"
#include "base/time.h"

namespace loa::base {

// `key`: lower-case letters and underscores; a duration's ends in _ms.
struct LogField {
  LogField(std::string_view name, std::string_view text) : key(name), value(text) {}
  LogField(std::string_view name, const char* text) : key(name), value(text) {}
  LogField(std::string_view name, const std::string& text) : key(name), value(text) {}
  template <std::integral Number>
  LogField(std::string_view name, Number number) : key(name), value(std::to_string(number)) {}
  // In milliseconds, to a thousandth.
  LogField(std::string_view name, Duration duration);

  std::string_view key;
  std::string value;
};

// "event=enrolled station=st-1 name=\"Xã Phù Vân\"". What is no plain word is quoted, with \" \\ \n
// and \u00XX; bytes that are no UTF-8 become "?". So one event is one line, whatever is in it.
std::string log_text(std::string_view event, std::initializer_list<LogField> fields);

// As log(). `event`: stable, lower-case letters and hyphens (loa-centre(8) lists the centre's).
void log_event(LogLevel level, std::string_view event, std::initializer_list<LogField> fields);

}  // namespace loa::base
