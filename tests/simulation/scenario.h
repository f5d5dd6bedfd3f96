// A random week, the random rules it is held to, and what the file names in it say.
#pragma once

#include <memory>

#include "schedules/policy.h"
#include "tests/simulation/random.h"

namespace loa::simulation {

struct Scenario {
  std::shared_ptr<const schedules::WeeklySchedule> week;
  std::shared_ptr<const schedules::Policy> policy;
};

// Valid from 2026 to 2030. Up to five sessions a day of up to three slots, among them some of level
// 2 that collide and some of level 1; exceptions by date and by holiday; relays. The week need not
// keep the policy: it may have been loaded under another one.
Scenario random_scenario(Random& random);

// The level of what was heard: "600s-toi-3.wav", "by-hand-1", "relay-3".
int level_of(const std::string& source);
// The slot of what was heard; "" by hand.
std::string slot_of(const std::string& source);

}  // namespace loa::simulation
