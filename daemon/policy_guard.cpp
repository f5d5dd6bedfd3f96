// What may sound now, and until when.
#include "daemon/policy_guard.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>

namespace loa::daemon {

using base::Duration;
using base::Now;
using base::Steady;
using base::Wall;
using schedules::Closed;
using schedules::PolicyRule;
using schedules::Seconds;

namespace {

constexpr date::days kOneDay{1};

Breach breach_of(const char* code, const PolicyRule& rule, base::Text why) {
  return {code, rule.id, std::move(why)};
}

void take_earlier(std::optional<PolicyLimit>& limit, PolicyLimit other) {
  if (!limit || other.at < limit->at) limit = std::move(other);
}

base::Text at_most(Seconds most, const base::Text& what) {
  const auto length = schedules::length_text(most);
  return {fmt::format("{} nhiều nhất {}", what.vi, length.vi),
          fmt::format("{} at most {}", what.en, length.en)};
}

}  // namespace

PolicyGuard::PolicyGuard(std::shared_ptr<const schedules::Policy> policy,
                         std::vector<std::string> clusters, const std::string& zone)
    : policy_(std::move(policy)), hours_(*policy_, clusters), zone_(date::locate_zone(zone)) {}

bool PolicyGuard::is_open() const {
  return policy_->rules.empty() && policy_->quiet.empty() && policy_->volume.empty();
}

date::local_seconds PolicyGuard::civil(Wall when) const {
  return zone_->to_local(date::floor<Seconds>(when));
}

Wall PolicyGuard::absolute(date::local_seconds civil) const {
  return zone_->to_sys(civil, date::choose::earliest);
}

bool PolicyGuard::overridden(const Now& now) const {
  return override_ && base::trusted(now.quality) && now.wall < override_->until;
}

std::vector<const PolicyRule*> PolicyGuard::rules_now(const Now& now) const {
  if (day_ && on_) return hours_.rules_on(date::weekday(*day_));
  if (base::trusted(now.quality)) {
    return hours_.rules_on(date::weekday(date::floor<date::days>(civil(now.wall))));
  }
  std::vector<const PolicyRule*> rules;
  for (const auto& rule : policy_->rules) {
    if (schedules::reaches(rule.reach, hours_.clusters())) rules.push_back(&rule);
  }
  return rules;
}

// The session that `what` goes on with; null if it would begin one.
const PolicyGuard::Session* PolicyGuard::session_of(const Now& now, const Sounding& what) const {
  if (sessions_.empty()) return nullptr;
  if (what.session.empty()) {
    const bool near = on_ || now.steady - last_end_ <= policy_->session_gap;
    return near ? &sessions_.back() : nullptr;
  }
  const auto found = std::ranges::find(sessions_, what.session, &Session::name);
  return found == sessions_.end() ? nullptr : &*found;
}

Duration PolicyGuard::used(Steady now) const {
  return used_ + (on_ ? std::max(Duration{0}, now - on_->since) : Duration{0});
}

void PolicyGuard::limit_hours(const Now& now, std::optional<PolicyLimit>& limit) const {
  const auto today = date::floor<date::days>(civil(now.wall));
  for (const auto day : {today, today + kOneDay}) {
    for (const Closed& closed : hours_.closed_on(day)) {
      if (absolute(day + closed.to) <= now.wall) continue;
      const Wall from = std::max(now.wall, absolute(day + closed.from));
      take_earlier(limit, {now.steady_at(from), {closed.code, closed.rule, closed.why}});
    }
  }
}

void PolicyGuard::limit_session(const Now& now, const Sounding& what, const PlannedRest& rest,
                                std::optional<PolicyLimit>& limit) const {
  const Session* session = session_of(now, what);
  const bool trusted = base::trusted(now.quality);
  const bool same_day = on_ || !trusted || day_ == date::floor<date::days>(civil(now.wall));
  const auto begun = same_day ? static_cast<int>(sessions_.size()) : 0;
  if (!same_day) session = nullptr;
  for (const PolicyRule* rule : rules_now(now)) {
    if (rule->session_length) {
      const Steady began = session != nullptr ? session->began : std::max(now.steady, what.since);
      take_earlier(limit, {began + *rule->session_length,
                           breach_of("policy-session-length", *rule,
                                     at_most(*rule->session_length, {"mỗi buổi", "a session:"}))});
    }
    if (rule->sessions && session == nullptr && begun + rest.sessions >= *rule->sessions) {
      take_earlier(limit, {now.steady,
                           breach_of("policy-sessions", *rule,
                                     {fmt::format("mỗi ngày nhiều nhất {} buổi", *rule->sessions),
                                      fmt::format("at most {} sessions a day", *rule->sessions)})});
    }
    if (rule->day_length) {
      const Duration left =
          *rule->day_length - (same_day ? used(now.steady) : Duration{0}) - rest.length;
      const Steady from = std::max(now.steady, what.since);
      take_earlier(limit, {from + std::max(Duration{0}, left),
                           breach_of("policy-day-length", *rule,
                                     at_most(*rule->day_length, {"mỗi ngày", "in a day:"}))});
    }
  }
}

std::optional<PolicyLimit> PolicyGuard::limit(const Now& now, const Sounding& what,
                                              const PlannedRest& rest) const {
  if (what.level == 1 || is_open()) return std::nullopt;
  if (overridden(now)) {
    // What the rules forbid once the override is over ends with it.
    const Wall over = override_->until;
    return limit({now.steady_at(over), over, now.quality}, what, rest);
  }
  std::optional<PolicyLimit> earliest;
  if (base::trusted(now.quality)) limit_hours(now, earliest);
  limit_session(now, what, rest, earliest);
  return earliest;
}

void PolicyGuard::begin(const Now& now, const Sounding& what) {
  const bool trusted = base::trusted(now.quality);
  const auto today = date::floor<date::days>(civil(now.wall));
  const bool new_day = trusted && day_ != today;
  // What began before midnight is still the other day's.
  const bool goes_on = session_of(now, what) != nullptr && (!new_day || what.session.empty());
  if (new_day && !goes_on) {
    day_ = today;
    sessions_.clear();
    used_ = Duration{0};
  }
  if (!goes_on) sessions_.push_back({what.session, what.since});
  on_ = what;
}

void PolicyGuard::end(Steady at) {
  used_ = used(at);
  last_end_ = at;
  on_.reset();
}

bool PolicyGuard::note(const Now& now, const std::optional<Sounding>& what) {
  const bool counts = what && what->level != 1 && !is_open() && !overridden(now);
  if (on_ && counts && on_->session == what->session) {
    on_->until = what->until;
    return false;
  }
  if (!on_ && !counts) return false;
  if (on_) end(now.steady);
  if (counts) {
    Sounding begins = *what;
    // What was exempt until now begins to count now.
    begins.since = std::max(begins.since, now.steady);
    begin(now, begins);
  }
  return true;
}

int PolicyGuard::ceiling(const Now& now) const {
  if (policy_->volume.empty() || !base::trusted(now.quality) || overridden(now)) return 100;
  const auto here = civil(now.wall);
  const auto day = date::floor<date::days>(here);
  return hours_.ceiling(day, here - day);
}

std::optional<Duration> PolicyGuard::longest_relay(const Now& now) const {
  if (overridden(now)) return std::nullopt;
  std::optional<Duration> longest;
  for (const PolicyRule* rule : rules_now(now)) {
    if (rule->relay && (!longest || *rule->relay < *longest)) longest = *rule->relay;
  }
  return longest;
}

std::optional<Steady> PolicyGuard::next_change(const Now& now) const {
  if (!base::trusted(now.quality)) return std::nullopt;
  std::optional<Wall> next;
  const auto consider = [&](Wall when) {
    if (when > now.wall && (!next || when < *next)) next = when;
  };
  if (override_) consider(override_->until);
  const auto today = date::floor<date::days>(civil(now.wall));
  for (const auto day : {today, today + kOneDay}) {
    for (const auto& volume : policy_->volume) {
      consider(absolute(day + volume.from));
      consider(absolute(day + volume.to));
    }
  }
  if (!next) return std::nullopt;
  return now.steady_at(*next);
}

}  // namespace loa::daemon
