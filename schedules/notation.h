// How a schedule's small values are written: days, times, dates, rules. One place for both reading
// and writing them.
#pragma once

#include <date/date.h>

#include <optional>
#include <string>
#include <string_view>

#include "base/language.h"
#include "schedules/model.h"

namespace loa::schedules {

inline constexpr Seconds kDay{86'400};

// "HH:MM" or "HH:MM:SS", 00:00 to 23:59:59: seconds since midnight.
std::optional<Seconds> time_of_day_from(std::string_view text);
// "05:00", or "05:00:30" where there are seconds. Beyond midnight it wraps.
std::string time_of_day_text(Seconds time);

// "2026-11-23"; the years 1971 to 2199.
std::optional<date::local_days> date_from(std::string_view text);
std::string date_text(date::local_days day);
int year_of(date::local_days day);
// The Monday of the day's week.
date::local_days monday_of(date::local_days day);

// "T2" to "T7" and "CN", or "mon" to "sun".
std::optional<date::weekday> weekday_from(std::string_view text);
std::string weekday_text(date::weekday day);  // "T2"
base::Text weekday_name(date::weekday day);   // "Thứ Hai", "Monday"

// "hard", "next", "wait 2m" (1 s to 1 h).
std::optional<StartRule> start_rule_from(std::string_view text);
std::string to_text(const StartRule& rule);
// "exact", "join", "play 5m" (1 s to 24 h).
std::optional<LateRule> late_rule_from(std::string_view text);
std::string to_text(const LateRule& rule);

// Whether `text` may be an id: a-z, 0-9 and '-', not first a '-', 1 to 64 of them.
bool is_id(std::string_view text);

// Why a path may not name a file of the media folder; nothing if it may. It must be relative, with
// '/' between folders, without empty, "." and ".." parts, backslashes and control characters, and
// at most 1024 bytes long.
std::optional<base::Text> media_path_fault(std::string_view path);
// The same for a stream's address: http, https, rtp, rtsp or udp, with a host, without spaces.
std::optional<base::Text> relay_url_fault(std::string_view url);
// The same for a line input: "alsa:" and a card's id or the name of a PCM, of letters, digits, '_',
// '-' and '.', 64 at most. Nothing else that alsa-lib understands: its names may hold arguments,
// and some of these run programs.
std::optional<base::Text> line_in_fault(std::string_view input);

}  // namespace loa::schedules
