// What the fields of a text say. Private to fields.cpp.
#pragma once

#include <string>
#include <string_view>

#include "signs/moment.h"

namespace loa::signs {

// "2026-12-31"; nothing for another text, and for a day that does not exist.
std::optional<std::chrono::local_days> date_in(std::string_view text);
// The same, or "2026-12-31T23:59".
std::optional<LocalTime> time_in(std::string_view text);

// Each is dashes for what is not known.
std::string clock_text(const Moment& moment, bool with_seconds);
std::string date_text(const Moment& moment);
std::string weekday_text(const Moment& moment);
std::string lunar_text(const Moment& moment);
std::string lunar_year_text(const Moment& moment);
std::string temperature_text(const Moment& moment);
// Never below zero.
std::string days_text(const Moment& moment, std::chrono::local_days target);
std::string time_text(const Moment& moment, LocalTime target);

}  // namespace loa::signs
