// The parts of differences(), each for one kind of object. Private to the room.
#pragma once

#include <string>
#include <vector>

#include "schedules/diff.h"

namespace loa::schedules::diff {

struct Sides {
  const WeeklySchedule& before;
  const WeeklySchedule& after;
};

// One change of one slot, without its place.
struct SlotChange {
  Seconds time{0};  // where it is now, or was
  std::string code;
  base::Text what;
};
// Slots of one day, before and after: those with one id are the same slot, then those that start at
// one time, then those with one programme.
std::vector<SlotChange> slot_changes(const std::vector<const Slot*>& before,
                                     const std::vector<const Slot*>& after, const Sides& sides);

void week_differences(const Sides& sides, std::vector<Difference>& out);
void exception_differences(const Sides& sides, std::vector<Difference>& out);
void programme_differences(const Sides& sides, std::vector<Difference>& out);
void slogan_differences(const Sides& sides, std::vector<Difference>& out);

// "“Bản tin xã”": the title of the programme with this id, or the id.
base::Text programme_name(const WeeklySchedule& schedule, const std::string& id);
base::Text level_name(Level level);
// "từ X thành Y".
base::Text from_to(const base::Text& before, const base::Text& after);
base::Text quoted(const std::string& text);
base::Text same_in_both(std::string text);
base::Text operator+(const base::Text& a, const base::Text& b);

}  // namespace loa::schedules::diff
