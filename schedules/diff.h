// What two schedules say differently, in sentences as one operator tells another.
#pragma once

#include <string>
#include <vector>

#include "schedules/model.h"

namespace loa::schedules {

struct Difference {
  // For programs: "title", "zone", "validity", "default-slogans";
  // "slot-added", "slot-removed", "slot-moved", "slot-length", "slot-programme", "slot-level",
  // "slot-rules", "slot-slogans", "slot-area", of the week and of dated exceptions;
  // "exception-added", "exception-removed", "exception-days", "exception-replace",
  // "exception-skip"; "programme-added", "programme-removed", "programme-title",
  // "programme-items", "programme-repeat"; "slogan-added", "slogan-removed", "slogan-text",
  // "slogan-look".
  std::string code;
  base::Text where;  // "Thứ Hai, Thứ Ba 17:30"; empty where it is of the whole schedule
  base::Text what;   // "đổi chương trình từ “A” thành “B”"
};

// "Thứ Ba 17:30: đổi chương trình từ “A” thành “B”".
base::Text to_sentence(const Difference& difference);

// From `before` to `after`: the week by time, then exceptions by date, programmes, slogans. The
// same change on several weekdays is one difference. Ids and versions of schedules, and places in
// files, are not compared. Nothing if both say the same.
std::vector<Difference> differences(const WeeklySchedule& before, const WeeklySchedule& after);

}  // namespace loa::schedules
