// What time is in Loa. Durations and deadlines are steady time; civil and wall time carry a
// quality. Only base/clock reads a clock: everything else is given a `Now`.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace loa::base {

using Duration = std::chrono::nanoseconds;

// CLOCK_MONOTONIC: counts from boot, never steps. ALSA's time stamps are on the same clock.
using Steady = std::chrono::time_point<std::chrono::steady_clock, Duration>;

// CLOCK_REALTIME: nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted. It may step.
using Wall = std::chrono::sys_time<Duration>;

// How far the wall clock can be believed. A station without a clock battery boots at `unknown`.
enum class ClockQuality {
  unknown,   // never set since boot
  floor,     // not set, but at least not before the last time known to have passed
  holdover,  // was right, and runs on without a reference
  synced,    // disciplined by a reference now
};

// The schedule runs only on a clock that is trusted: holdover or synced.
constexpr bool trusted(ClockQuality quality) { return quality >= ClockQuality::holdover; }

// One reading of both clocks, taken together.
struct Now {
  Steady steady{};
  Wall wall{};
  ClockQuality quality = ClockQuality::unknown;

  // The steady time at which the wall clock will show `when`, if it does not step until then.
  Steady steady_at(Wall when) const { return steady + (when - wall); }
  Wall wall_at(Steady when) const { return wall + (when - steady); }
};

// "unknown", "floor", "holdover", "synced": the names used in the journal and on the wire.
std::string_view name_of(ClockQuality quality);
std::optional<ClockQuality> clock_quality_named(std::string_view name);

// RFC 3339 in UTC with milliseconds: 2026-11-23T22:00:00.000Z. Rounds down.
std::string to_rfc3339(Wall time);
// Any RFC 3339 time of 1678 to 2261, with Z or an offset; nothing if `text` is not one.
std::optional<Wall> from_rfc3339(std::string_view text);

// As HTTP's Date header has it (RFC 9110 §5.6.7, IMF-fixdate): Mon, 23 Nov 2026 22:00:00 GMT.
std::string to_http_date(Wall time);
std::optional<Wall> from_http_date(const std::string& text);

}  // namespace loa::base
