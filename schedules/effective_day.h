// Which slots a civil date has, once the exceptions are applied. Private to the room: the overlap
// check and the timetable must agree on it.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "schedules/model.h"

namespace loa::schedules {

// The dates of an exception that lie within the validity, in order.
std::vector<date::local_days> dates_of(const DatedException& exception,
                                       const WeeklySchedule& schedule);

// Slots in the order in which they begin: (start, level, id as in Occurrence::id).
class EffectiveDays {
 public:
  // `schedule` outlives this and does not change.
  explicit EffectiveDays(const WeeklySchedule& schedule);

  // The slots that start on `day`, if it lies within the validity; empty otherwise. The reference
  // is good until the next call with the same `scratch`.
  const std::vector<const Slot*>& slots_of(date::local_days day,
                                           std::vector<const Slot*>& scratch) const;
  // How many slots start on [first, last] at most, for memory to be taken at once.
  std::size_t most_in(date::local_days first, date::local_days last) const;
  bool is_exception(date::local_days day) const { return exceptions_.contains(day); }

 private:
  using Slots = std::vector<const Slot*>;

  const WeeklySchedule& schedule_;
  std::array<Slots, 7> week_;  // by date::weekday::c_encoding()
  std::map<date::local_days, const DatedException*> exceptions_;
};

// The order of slots that begin at the same time: by level, then by id as it stands in an
// occurrence's, with the '/' that follows it there.
bool goes_before(const Slot& a, const Slot& b);
// By civil start, then as above.
bool begins_before(const Slot& a, const Slot& b);

}  // namespace loa::schedules
