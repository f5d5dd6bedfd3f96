#include "centre/hall.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace loa::centre {

void Hall::enter(Listener listener, protocol::HttpReply reply) {
  const auto before = by_station_.find(listener.station);
  if (before != by_station_.end()) give_turn(before->second);
  const auto station = listener.station;
  const auto until = listener.until;
  by_station_[station] = by_end_.emplace(until, Waiting{std::move(listener), std::move(reply)});
}

void Hall::give_turn(ByEnd::iterator waiting) {
  by_station_.erase(waiting->second.listener.station);
  turns_.push_back(std::move(waiting->second));
  by_end_.erase(waiting);
}

void Hall::call_one(ByEnd::iterator waiting, const std::string& id) {
  const auto& got = waiting->second.listener.got;
  if (std::ranges::find(got, id) == got.end()) give_turn(waiting);
}

void Hall::call(const Call& call) {
  if (call.all) {
    for (auto next = by_end_.begin(); next != by_end_.end();) call_one(next++, call.id);
    return;
  }
  for (const auto& station : call.stations) {
    const auto found = by_station_.find(station);
    if (found != by_station_.end()) call_one(found->second, call.id);
  }
}

void Hall::call_all() {
  while (!by_end_.empty()) give_turn(by_end_.begin());
}

void Hall::look(base::Steady now) {
  while (!by_end_.empty() && by_end_.begin()->first <= now) give_turn(by_end_.begin());
}

std::vector<Hall::Waiting> Hall::next(std::size_t most) {
  const auto end = turns_.begin() + static_cast<std::ptrdiff_t>(std::min(most, turns_.size()));
  std::vector<Waiting> next(std::make_move_iterator(turns_.begin()), std::make_move_iterator(end));
  turns_.erase(turns_.begin(), end);
  return next;
}

std::optional<base::Steady> Hall::next_end() const {
  return by_end_.empty() ? std::nullopt : std::optional(by_end_.begin()->first);
}

}  // namespace loa::centre
