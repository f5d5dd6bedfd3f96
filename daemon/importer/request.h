// What loa-station hands to loa-importer on its standard input: one line of JSON that says all that
// is known beside the file, then the file's bytes.
//
//     {"file", "zone", "today", "weekOf", "sheet", "media": [["tin/a.mp3", 588], ...],
//      "templates": {a schedule} or null, "policy": {a policy} or null, "clusters": [...],
//      "answers": [{"code", "at", "value"}, ...]}
//
// "file" names the file in places; dates are as 2026-11-23, "weekOf" may be ""; of a medium its
// path and whole seconds, 0 where that is not known.
#pragma once

#include <string>
#include <string_view>

#include "schedules/intake/understand.h"

namespace loa::daemon::importer {

struct Request {
  schedules::intake::Context context;
  std::string_view file;  // into the input
};

// Throws std::runtime_error where the input is not of that form, which is loa-station's mistake.
Request read_request(std::string_view input);

}  // namespace loa::daemon::importer
