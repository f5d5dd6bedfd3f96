// The rules a station lives under: when it may sound, how often, how long, how loud. A document of
// its own (schedules/policy.schema.json), which can be signed. Emergencies (level 1) are exempt.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"
#include "schedules/holidays.h"
#include "schedules/model.h"

namespace loa::schedules {

// Which days and clusters (cụm loa) a rule is for; empty: all of them.
struct PolicyReach {
  std::vector<date::weekday> days;
  std::vector<std::string> clusters;
};

// Limits. Each that is given holds by itself, beside those of all other rules.
struct PolicyRule {
  std::string id;  // what findings and results name
  std::string title;
  PolicyReach reach;
  bool silent = false;                    // nothing on these days
  std::optional<Seconds> earliest;        // civil time since midnight
  std::optional<Seconds> latest;          // nothing sounds from here on until midnight
  std::optional<int> sessions;            // in a day
  std::optional<Seconds> session_length;  // from its first sound to its last
  std::optional<Seconds> day_length;      // of all sessions of a day together
  std::optional<Seconds> relay;           // the longest relay in one piece
  base::Place place;
};

// Dates without sound: mourning, examinations, a feast.
struct QuietDates {
  std::string id;
  std::string title;
  NamedDays days;
  base::Place place;
};

// The loudest that the volume may be from `from` to `to` (civil; over midnight if to <= from).
struct VolumeCeiling {
  std::string id;
  PolicyReach reach;  // the day is the one on which `from` lies
  Seconds from{0};
  Seconds to{0};
  int percent = 100;
  base::Place place;
};

struct Policy {
  std::string id;   // [a-z0-9-]{1,64}
  int version = 1;  // from 1 up
  std::string title;
  std::string source;  // the decision that it writes down; may be empty
  // Slots with no more than this between them are one session.
  Seconds session_gap{5 * 60};
  std::vector<PolicyRule> rules;
  std::vector<QuietDates> quiet;
  std::vector<VolumeCeiling> volume;
};

struct ReadPolicy {
  std::shared_ptr<const Policy> policy;  // null if there is any error
  base::Problems problems;
};

// Finds everything that is wrong at once. Comments are allowed. No I/O.
ReadPolicy read_policy(std::string_view json, const std::string& file);
// The document that read_policy reads back to the same policy, for people.
std::string write_policy(const Policy& policy);
// The bytes that are hashed and signed: the same document with keys in order and no spaces, what
// has its default left out. Two documents that say the same in the same order have the same bytes.
std::string canonical_policy(const Policy& policy);
// "ha-noi-urban-2021.1 (sha256 3f…)": what was in force, for a record.
std::string fingerprint(const Policy& policy);

// The presets that come with Loa: ha-noi-urban-2021, ha-noi-rural-2021, open.
const std::vector<std::string>& policy_presets();
// Null for a name that is none.
std::shared_ptr<const Policy> policy_preset(std::string_view name);

// Whether the rule is for what drives `clusters`. A station that names no clusters is held to every
// rule.
bool reaches(const PolicyReach& reach, const std::vector<std::string>& clusters);
bool reaches(const PolicyReach& reach, date::weekday day);

// One rule that a schedule breaks is one problem for each slot that breaks it, with the first date
// in [from, to]. Slots of level 1 are exempt. Codes: policy-silent, policy-quiet, policy-hours,
// policy-sessions, policy-session-length, policy-day-length, policy-relay. No I/O; pure.
base::Problems check(const WeeklySchedule& schedule, const Policy& policy,
                     const std::vector<std::string>& clusters, date::local_days from,
                     date::local_days to);

}  // namespace loa::schedules
