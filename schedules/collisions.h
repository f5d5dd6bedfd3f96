// Broadcasts of level 2 that collide: the commune decides which goes first, ahead of time.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "schedules/timetable.h"

namespace loa::schedules {

// Two occurrences of level 2 that overlap; `first` begins no later than `second`.
struct Collision {
  std::string id;  // "<key of first>+<key of second>"
  Occurrence first;
  Occurrence second;
};

// All pairs of which the first starts in [from, to), by start.
std::vector<Collision> collisions_in(const Timetable& timetable, base::Wall from, base::Wall to);

// Collision::id to the key of what goes first.
using CollisionAnswers = std::map<std::string, std::string>;

// The order of what collides, by key: a lower number goes first, counted from 0 in each group of
// occurrences that hang together by collisions. Without an answer what begins
// first does; an answer moves its choice to just before the other one. Total for any set of
// answers, also where they contradict each other: then the later collision's answer counts.
std::map<std::string, int> order_of(const std::vector<Collision>& collisions,
                                    const CollisionAnswers& answers);

}  // namespace loa::schedules
