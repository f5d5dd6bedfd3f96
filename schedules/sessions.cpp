#include "schedules/sessions.h"

#include <fmt/format.h>

#include <algorithm>

namespace loa::schedules {

std::vector<Session> sessions_of(const std::vector<const Slot*>& slots, Seconds gap) {
  std::vector<Session> sessions;
  for (const auto* slot : slots) {
    if (sessions.empty() || slot->start - sessions.back().end > gap) {
      sessions.push_back({slot->start, slot->start, {}});
    }
    auto& session = sessions.back();
    session.end = std::max(session.end, slot->start + slot->length);
    session.slots.push_back(slot);
  }
  return sessions;
}

SlotPaths slot_paths(const WeeklySchedule& schedule) {
  SlotPaths paths;
  for (std::size_t i = 0; i < schedule.slots.size(); ++i) {
    paths[&schedule.slots[i].slot] = fmt::format("slots[{}]", i);
  }
  for (std::size_t i = 0; i < schedule.exceptions.size(); ++i) {
    const auto& exception = schedule.exceptions[i];
    const auto* key = exception.replace ? "replace" : "add";
    for (std::size_t j = 0; j < exception.add.size(); ++j) {
      paths[&exception.add[j]] = fmt::format("exceptions[{}].{}[{}]", i, key, j);
    }
  }
  return paths;
}

}  // namespace loa::schedules
