// Sessions (buổi phát): slots of one civil day with little between them. A slot belongs to the day
// on which it starts.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "schedules/model.h"

namespace loa::schedules {

struct Session {
  Seconds start{0};                // civil time since midnight
  Seconds end{0};                  // of the slot that ends last; may be beyond 24 h
  std::vector<const Slot*> slots;  // by start
};

// `slots` are one day's, by start. Two whose distance is at most `gap` are of one session.
std::vector<Session> sessions_of(const std::vector<const Slot*>& slots, Seconds gap);

// Where each slot stands in its document: "slots[2]", "exceptions[0].add[1]".
using SlotPaths = std::unordered_map<const Slot*, std::string>;
SlotPaths slot_paths(const WeeklySchedule& schedule);

}  // namespace loa::schedules
