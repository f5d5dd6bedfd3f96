// From rows to what people ask: what was played, when, and how it ended. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "journal/row.h"

namespace loa::centre {

// One occurrence, its rows taken together.
struct Play {
  std::string occurrence;
  std::string title;
  std::string area;
  int level = 0;
  std::optional<base::Wall> nominal;
  std::optional<base::Wall> started;          // first sample of the first item that sounded
  std::optional<base::Duration> start_error;  // against when that sample was due
  std::optional<base::Duration> length;       // of what sounded; nothing before the result
  std::optional<journal::Outcome> outcome;    // nothing: no result yet
  std::string reason;
  std::uint64_t epoch = 0, seq = 0;  // of the RESULT row; 0: none yet
  int proof = 0;                     // level of evidence, as the station says: 0 (none told) to 3
  base::ClockQuality quality = base::ClockQuality::unknown;
};

// `rows` of one station, oldest first within an occurrence; events are passed over. By nominal
// time.
std::vector<Play> plays_of(const std::vector<journal::Row>& rows);

// The begin and the end of a civil day, "2026-11-24", in a zone; nothing if it is not a day. Throws
// std::runtime_error for a zone that is unknown.
std::optional<std::pair<base::Wall, base::Wall>> day_in(const std::string& zone,
                                                        std::string_view day);
// The civil day at `when`.
std::string day_at(const std::string& zone, base::Wall when);

}  // namespace loa::centre
