// One line of the as-run record.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/time.h"

namespace loa::journal {

enum class Kind {
  intent,  // about to sound: committed before the first sample
  item,    // one item of an occurrence was played
  result,  // how an occurrence ended: exactly one for each that was due
  event,   // boot, clock step, schedule loaded, command, alarm
};

enum class Outcome {
  none,     // intents and events
  played,   // all of it
  partial,  // some of it
  failed,   // nothing sounded, and it should have
  missed,   // its time passed while the station could not act
  skipped,  // by rule or by hand
};

// All the fields that are hashed and sent. Times are the station's own; `quality` says how far the
// wall times can be believed. Strings are UTF-8.
struct Row {
  std::string station;
  std::uint64_t epoch = 0;  // a new one after the record was damaged; seq starts at 1 again
  std::uint64_t seq = 0;    // 1, 2, 3... without gaps within an epoch
  Kind kind = Kind::event;
  std::string occurrence;             // schedules::Occurrence::id; "" for events
  std::string title;                  // programme or item title, or what the event is
  std::string area;                   // CCHC area code
  std::string content;                // SHA-256 of the media in hexadecimal, or ""
  std::optional<base::Wall> nominal;  // when it was due
  base::Wall wall{};                  // when this happened
  std::int64_t monotonic_ns = 0;
  std::string boot;
  base::ClockQuality quality = base::ClockQuality::unknown;
  std::uint64_t frames_due = 0;  // at 48 kHz
  std::uint64_t frames_played = 0;
  std::uint64_t frames_dropped = 0;
  int level = 0;         // 1..3; 0 for events
  std::string evidence;  // JSON object: peak, start error, underruns...; "" if none
  Outcome outcome = Outcome::none;
  std::string reason;       // stable code: completed, pre-empted, power-lost, media-missing...
  base::Sha256 previous{};  // hash of the row before; zeros for seq 1
  base::Sha256 hash{};      // of all fields above, by hash_of()
  friend bool operator==(const Row&, const Row&) = default;
};

// What a row may hold, wherever it goes: counts from 0, times from 1970 to 2233 (what a clock of
// Linux can show, with room to add to it).
inline constexpr std::uint64_t kMostCount = std::numeric_limits<std::int64_t>::max();
inline constexpr base::Wall kLastTime{base::Duration{8'300'000'000'000'000'000}};
// Puts 0 for a count beyond that and the nearest time there is for a time; whether it had to.
bool bring_into_range(Row& row);

std::string_view name_of(Kind kind);
std::string_view name_of(Outcome outcome);
std::optional<Kind> kind_named(std::string_view name);
std::optional<Outcome> outcome_named(std::string_view name);

// What is hashed: each field in the order above as netstring (length in bytes, ':', bytes, ','),
// numbers in decimal, times in nanoseconds since 1970, an absent nominal as the empty string, kind,
// quality and outcome by name, `previous` in hexadecimal. `hash` itself is left out.
// docs/journal.md has a worked example.
std::string canonical_form(const Row& row);
// SHA-256 of the canonical form.
base::Sha256 hash_of(const Row& row);

}  // namespace loa::journal
