// The parts of read_schedule(), each for one kind of object. Private to the room.
#pragma once

#include <array>
#include <map>
#include <set>
#include <string>

#include "base/fields.h"
#include "schedules/model.h"

namespace loa::schedules::reader {

// Bounds of what one file may hold; the schema has the same numbers.
inline constexpr std::size_t kMostProgrammes = 2'000;
inline constexpr std::size_t kMostItems = 500;  // of one programme
inline constexpr std::size_t kMostSlogans = 2'000;
inline constexpr std::size_t kMostSlogansShown = 200;  // by one slot
inline constexpr std::size_t kMostClusters = 100;      // of one slot
inline constexpr std::size_t kMostSlots = 20'000;
inline constexpr std::size_t kMostExceptions = 1'000;
inline constexpr std::size_t kMostDatedSlots = 2'000;  // of one date
inline constexpr date::days kLongestValidity{3'660};

// What is defined in the file so far, for what refers to it. Value: where.
using Defined = std::map<std::string, base::Place, std::less<>>;
struct Names {
  Defined programmes;
  Defined slogans;
  Defined slots;                    // of the week, the first with each id
  std::array<Defined, 7> slots_on;  // of each weekday, by date::weekday::c_encoding()
};

// The id under `key`; "" after a problem.
std::string read_id(base::Fields& fields, std::string_view key);
// Reads "id" and notes it in `defined`; an id that is there already is a problem.
std::string define(base::Fields& fields, Defined& defined);
// The same for a slot of several days: lines with one id may share the week, but not a day.
std::string define(base::Fields& fields, Names& names, const std::vector<date::weekday>& days);
// An id that must be in `defined`.
std::string read_reference(base::Fields& fields, std::string_view key, const Defined& defined);
// A list of such ids; `what` names the kind: "khẩu hiệu", "slogan".
std::vector<std::string> read_references(base::Fields& fields, std::string_view key,
                                         std::size_t most, const Defined& defined,
                                         const base::Text& what);
std::optional<date::local_days> read_date(base::Fields& fields, std::string_view key);

Programme read_programme(base::Fields fields, Defined& programmes);
Slogan read_slogan(base::Fields fields, Defined& slogans);
WeekdaySlot read_weekday_slot(base::Fields fields, Names& names);
// `defined`: the slot ids of the same date.
Slot read_dated_slot(base::Fields fields, const Names& names, Defined& defined);
DatedException read_exception(base::Fields fields, const Names& names);

// Slots that sound at the same civil time: an error at equal level, a warning otherwise. Slots of
// length zero (whose times could not be read) are left out.
void check_overlaps(const WeeklySchedule& schedule, base::Problems& problems);
// Exceptions for dates outside the validity (warnings), two for one date (an error).
void check_exceptions(const WeeklySchedule& schedule, base::Problems& problems);

}  // namespace loa::schedules::reader
