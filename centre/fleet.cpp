#include "centre/fleet.h"

#include <algorithm>

namespace loa::centre {

void Fleet::restore(const std::string& station, std::optional<protocol::StatusReport> report,
                    base::Wall seen) {
  Member& member = members_[station];
  member.seen = seen;
  member.report = std::move(report);
}

void Fleet::learn(const std::string& station, std::optional<protocol::StatusReport> report,
                  base::Wall seen, const base::Now& now) {
  Member& member = members_[station];
  if (seen <= member.seen) return;
  member.seen = seen;
  // The centres' clocks are kept by NTP; one that is ahead does not make a station younger.
  member.heard = now.steady - std::max(base::Duration{}, now.wall - seen);
  member.clock_ahead = report ? report->wall - seen : base::Duration{};
  member.report = std::move(report);
  member.kept = now.steady;
}

void Fleet::heard(const std::string& station, const base::Now& now) {
  Member& member = members_[station];
  member.heard = now.steady;
  member.seen = now.wall;
  if (!member.due) keep_by(station, member, member.kept ? *member.kept + keep_every() : now.steady);
}

void Fleet::keep_by(const std::string& station, Member& member, base::Steady when) {
  if (member.due && *member.due <= when) return;
  if (member.due) due_.erase({*member.due, station});
  member.due = when;
  due_.emplace(when, station);
}

void Fleet::heard(const protocol::StatusReport& report, const base::Now& now) {
  heard(report.station, now);
  Member& member = members_[report.station];
  // A fault that comes or goes is worth the disk at once, and so is another programme.
  if (!member.report || member.report->faults != report.faults ||
      member.report->programme != report.programme)
    keep_by(report.station, member, now.steady);
  member.report = report;
  member.clock_ahead = report.wall - now.wall;
}

StationState Fleet::state(const std::string& station, const base::Now& now) const {
  const auto found = members_.find(station);
  if (found == members_.end()) return {};
  const Member& member = found->second;
  StationState state;
  const bool online = member.heard && now.steady - *member.heard < kSilentAfter;
  state.presence = online ? Presence::online : Presence::silent;
  state.seen = member.seen;
  state.report = member.report;
  state.clock_ahead = member.clock_ahead;
  return state;
}

std::vector<std::string> Fleet::to_keep(const base::Now& now, bool at_end) {
  std::vector<std::string> due;
  if (!at_end && rests_until_ && now.steady < *rests_until_) return due;
  while (!due_.empty() && (at_end || due_.begin()->first <= now.steady)) {
    if (!at_end && due.size() == kKeepAtOnce) return due;
    due.push_back(due_.begin()->second);
    due_.erase(due_.begin());
    Member& member = members_[due.back()];
    member.kept = now.steady;
    member.due.reset();
  }
  if (!due.empty()) rests_until_ = now.steady + kKeepPause;
  return due;
}

const protocol::StatusReport* Fleet::report(const std::string& station) const {
  const auto found = members_.find(station);
  return found == members_.end() || !found->second.report ? nullptr : &*found->second.report;
}

std::optional<base::Wall> Fleet::seen(const std::string& station) const {
  const auto found = members_.find(station);
  if (found == members_.end()) return std::nullopt;
  return found->second.seen;
}

}  // namespace loa::centre
