// Schedules held against a policy on the command line, and loa schedule policy.
#pragma once

#include <string>
#include <vector>

#include "cli/commands.h"
#include "schedules/read.h"

namespace loa::cli {

struct PolicyArguments {
  std::string policy;                 // a preset or a file; "" for none
  std::vector<std::string> clusters;  // empty: every rule holds
};

// --policy and --cluster.
void add_policy_options(CLI::App& command, PolicyArguments& arguments);

// Adds what the week breaks, and likely mistakes; with a broken rule (or a policy that cannot be
// read) `schedule` becomes null. Blocks on the policy's file.
void hold_to_rules(const PolicyArguments& arguments, schedules::ReadSchedule& read);

// loa schedule policy [NAME|FILE] [--canonical]
void add_policy(CLI::App& group, Action& chosen);

}  // namespace loa::cli
