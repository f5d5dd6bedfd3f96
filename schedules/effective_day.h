// Which slots a civil date has, once the exceptions are applied. Private to the room: the overlap
// check and the timetable must agree on it.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "schedules/model.h"

namespace loa::schedules {

// Slots in the order in which they begin: (start, level, id as in Occurrence::id).
class EffectiveDays {
 public:
  // `schedule` outlives this and does not change.
  explicit EffectiveDays(const WeeklySchedule& schedule);

  // The slots that start on `day`, if it lies within the validity; empty otherwise. The reference
  // is good until the next call with the same `scratch`.
  const std::vector<const Slot*>& slots_of(date::local_days day,
                                           std::vector<const Slot*>& scratch) const;
  bool is_exception(date::local_days day) const { return exceptions_.contains(day); }

 private:
  using Slots = std::vector<const Slot*>;

  const WeeklySchedule& schedule_;
  std::array<Slots, 7> week_;  // by date::weekday::c_encoding()
  std::map<date::local_days, const DatedException*> exceptions_;
};

// The order of slots that begin at the same time. An id is compared as it stands in Occurrence::id,
// with the '/' that follows it there.
bool begins_before(const Slot& a, const Slot& b);

}  // namespace loa::schedules
