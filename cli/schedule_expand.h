// How due broadcasts are listed.
#pragma once

#include <cstdio>
#include <vector>

#include "schedules/timetable.h"

namespace loa::cli {

using Occurrences = std::vector<schedules::Occurrence>;

// One JSON object a line: {"id","slot","start","end","programme","level"}, times RFC 3339 with the
// zone's offset. Part of the command line's contract.
void print_occurrences_json(std::FILE* out, const schedules::Timetable& timetable,
                            const Occurrences& occurrences);

// For people: a heading a day, a line a broadcast.
void print_occurrences_table(std::FILE* out, const schedules::Timetable& timetable,
                             const Occurrences& occurrences);

}  // namespace loa::cli
