#include "schedules/collisions.h"

#include <algorithm>
#include <set>

namespace loa::schedules {

using base::Wall;

namespace {

bool starts_before(const Occurrence& a, const Occurrence& b) {
  return a.start != b.start ? a.start < b.start : a.key() < b.key();
}

// Loses nothing by it.
bool lies_under(const Occurrence& first, const Occurrence& second) {
  return second.slot->over && !first.slot->over;
}

// `keys` are in their order, `all` by start; an answer moves nothing out of its group.
std::map<std::string, int> numbered(const std::vector<Occurrence>& all,
                                    const std::vector<std::string>& keys) {
  std::map<std::string, int> order;
  Wall group_ends{};
  int number = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    number = i == 0 || all[i].start >= group_ends ? 0 : number + 1;
    group_ends = number == 0 ? all[i].end : std::max(group_ends, all[i].end);
    order[keys[i]] = number;
  }
  return order;
}

}  // namespace

std::vector<Collision> collisions_in(const Timetable& timetable, Wall from, Wall to) {
  // Nothing lasts longer than a day.
  auto due = timetable.starting_in(from, to + std::chrono::hours{24});
  std::erase_if(due, [](const Occurrence& one) { return one.slot->level != Level::priority; });
  std::ranges::sort(due, starts_before);
  std::vector<Collision> found;
  for (std::size_t i = 0; i < due.size() && due[i].start < to; ++i) {
    for (std::size_t j = i + 1; j < due.size() && due[j].start < due[i].end; ++j) {
      if (lies_under(due[i], due[j])) continue;
      found.push_back({due[i].key() + "+" + due[j].key(), due[i], due[j]});
    }
  }
  return found;
}

std::map<std::string, int> order_of(const std::vector<Collision>& collisions,
                                    const CollisionAnswers& answers) {
  std::vector<Occurrence> all;
  std::set<std::string> seen;
  for (const auto& collision : collisions) {
    for (const auto* one : {&collision.first, &collision.second}) {
      if (seen.insert(one->key()).second) all.push_back(*one);
    }
  }
  std::ranges::sort(all, starts_before);
  std::vector<std::string> keys;
  keys.reserve(all.size());
  for (const auto& one : all) keys.push_back(one.key());
  for (const auto& collision : collisions) {
    const auto answer = answers.find(collision.id);
    if (answer == answers.end()) continue;
    const auto other =
        answer->second == collision.first.key() ? collision.second.key() : collision.first.key();
    const auto chosen_at = std::ranges::find(keys, answer->second);
    const auto other_at = std::ranges::find(keys, other);
    if (chosen_at == keys.end() || chosen_at < other_at) continue;
    std::rotate(other_at, chosen_at, chosen_at + 1);
  }
  return numbered(all, keys);
}

}  // namespace loa::schedules
