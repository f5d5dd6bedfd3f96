// When a policy lets a day sound: the same answer for the check at load and the guard at run.
// Private to the two.
#pragma once

#include <string>
#include <vector>

#include "schedules/policy.h"

namespace loa::schedules {

// What closes a time of a day. `code` is the stable one ("policy-hours").
struct Closed {
  Seconds from{0};  // civil time since midnight
  Seconds to{0};    // up to, but without; at most 24 h
  std::string code;
  std::string rule;  // PolicyRule::id or QuietDates::id
  base::Text why;
};

// Answers for one policy and the clusters of one station. One thread; make it again for another
// policy. `policy` outlives it.
class PolicyHours {
 public:
  PolicyHours(const Policy& policy, const std::vector<std::string>& clusters);

  // All that closes any time of `day`; may overlap.
  std::vector<Closed> closed_on(date::local_days day) const;
  // Whether `day` differs from other days of its weekday.
  bool is_quiet(date::local_days day) const { return quiet_on(day) != nullptr; }
  // The loudest that the volume may be at this civil time.
  int ceiling(date::local_days day, Seconds time) const;
  // Rules that reach the station on such a day.
  std::vector<const PolicyRule*> rules_on(date::weekday day) const;
  const Policy& policy() const { return policy_; }
  const std::vector<std::string>& clusters() const { return clusters_; }

 private:
  const QuietDates* quiet_on(date::local_days day) const;

  const Policy& policy_;
  std::vector<std::string> clusters_;
};

// "15 phút", "1 giờ 30 phút" / "15 min".
base::Text length_text(Seconds length);

}  // namespace loa::schedules
