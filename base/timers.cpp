// The queue of virtual time.
#include "base/timers.h"

#include <utility>

namespace loa::base {

Timers::Id VirtualTimers::at(Steady when, std::function<void()> callback) {
  const Id id = ++last_id_;
  deadlines_.emplace(id, when);
  queue_.emplace(std::pair{when, id}, std::move(callback));
  return id;
}

void VirtualTimers::cancel(Id id) {
  const auto found = deadlines_.find(id);
  if (found == deadlines_.end()) return;
  queue_.erase({found->second, id});
  deadlines_.erase(found);
}

void VirtualTimers::advance_to(Steady when) {
  if (when <= now_.steady) return;
  now_.wall += when - now_.steady;
  now_.steady = when;
}

void VirtualTimers::run_until(Steady until) {
  while (!queue_.empty() && queue_.begin()->first.first <= until) {
    auto entry = queue_.extract(queue_.begin());
    deadlines_.erase(entry.key().second);
    advance_to(entry.key().first);
    entry.mapped()();
  }
  advance_to(until);
}

std::optional<Steady> VirtualTimers::next() const {
  if (queue_.empty()) return std::nullopt;
  return queue_.begin()->first.first;
}

}  // namespace loa::base
