// Holds the policy while the station runs: until when what sounds may sound, how loud, and whether
// something may begin at all. A machine without I/O; docs/chinh-sach.md has the rules.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "schedules/policy_hours.h"

namespace date {
class time_zone;
}

namespace loa::daemon {

// A rule that is broken. `code` is the stable reason: policy-hours, policy-quiet, policy-silent,
// policy-sessions, policy-session-length, policy-day-length.
struct Breach {
  std::string code;
  std::string rule;
  base::Text why;
};

// The rules do not hold until then, because somebody said so.
struct PolicyOverride {
  std::string who;
  std::string why;
  base::Wall until{};
};

// What the schedule still wants of the day, which a sound by hand must leave to it.
struct PlannedRest {
  int sessions = 0;
  base::Duration length{0};
};

struct PolicyLimit {
  base::Steady at{};  // silent from here on; now or before if it may not sound at all
  Breach breach;
};

// What sounds. `session` names the planned session of a scheduled slot; "" by hand, which goes on
// with the session that is on, or begins one.
struct Sounding {
  std::string session;
  int level = 3;
  base::Steady since{};
  base::Steady until{};  // it is over by itself then
};

// One thread. While the clock is not trusted there are no hours, days and ceilings, only the length
// of a session.
class PolicyGuard {
 public:
  // Throws std::runtime_error for an unknown zone.
  PolicyGuard(std::shared_ptr<const schedules::Policy> policy, std::vector<std::string> clusters,
              const std::string& zone);

  // The first moment from `now` on at which `what` must be silent; nothing if none is near (two
  // days), if it is of level 1, or while the rules are overridden.
  std::optional<PolicyLimit> limit(const base::Now& now, const Sounding& what,
                                   const PlannedRest& rest = {}) const;
  // What is on the air now; nothing if there is silence. True if remember() changed.
  bool note(const base::Now& now, const std::optional<Sounding>& what);

  // Volume in percent, at most.
  int ceiling(const base::Now& now) const;
  // The longest that a relay may be in one piece.
  std::optional<base::Duration> longest_relay(const base::Now& now) const;
  // When the answers may change though nothing happened: an hour, midnight, an override's end.
  std::optional<base::Steady> next_change(const base::Now& now) const;

  void set_override(std::optional<PolicyOverride> value) { override_ = std::move(value); }
  // In force or over, until it is taken away.
  const std::optional<PolicyOverride>& override_given() const { return override_; }
  bool overridden(const base::Now& now) const;

  // What a power cut must not lose: the day's sessions. recall() is for a trusted clock.
  std::string remember(const base::Now& now) const;
  void recall(const base::Now& now, const std::string& text);

  const schedules::Policy& policy() const { return *policy_; }
  // Whether it limits nothing.
  bool is_open() const;

 private:
  struct Session {
    std::string name;
    base::Steady began{};
  };

  date::local_seconds civil(base::Wall when) const;
  base::Wall absolute(date::local_seconds civil) const;
  std::vector<const schedules::PolicyRule*> rules_now(const base::Now& now) const;
  const Session* session_of(const base::Now& now, const Sounding& what) const;
  base::Duration used(base::Steady now) const;
  void limit_hours(const base::Now& now, std::optional<PolicyLimit>& limit) const;
  void limit_session(const base::Now& now, const Sounding& what, const PlannedRest& rest,
                     std::optional<PolicyLimit>& limit) const;
  void begin(const base::Now& now, const Sounding& what);
  void end(base::Steady at);

  std::shared_ptr<const schedules::Policy> policy_;
  schedules::PolicyHours hours_;
  const date::time_zone* zone_;
  std::optional<PolicyOverride> override_;

  // The sessions of `day_`; the last one may be on. A session is of the day on which it began.
  std::optional<date::local_days> day_;
  std::vector<Session> sessions_;
  base::Duration used_{0};  // without what sounds now
  base::Steady last_end_{};
  std::optional<Sounding> on_;
};

}  // namespace loa::daemon
