// The time rules of one occurrence.
#include "daemon/live.h"

#include <algorithm>

namespace loa::daemon {

using base::Duration;
using base::Steady;
using schedules::LateRule;
using schedules::StartRule;

namespace {

// A start that is this late is still on time: the timer, the disk and the decoder take their share.
constexpr Duration kOnTime = std::chrono::seconds{1};

// How long the start rule itself lets the start slip: that much is not late.
Duration allowed_wait(const Live& live) {
  switch (live.start_rule.kind) {
    case StartRule::Kind::hard:
      return kOnTime;
    case StartRule::Kind::wait:
      return std::max<Duration>(kOnTime, live.start_rule.wait);
    case StartRule::Kind::next:
      break;
  }
  return live.steady_end - live.steady_start;
}

Steady start_by(const Live& live) {
  const Steady with_wait = live.steady_start + allowed_wait(live);
  switch (live.late_rule.kind) {
    case LateRule::Kind::exact:
      return std::min(with_wait, live.steady_end);
    case LateRule::Kind::join:
      return live.steady_end - Duration{1};
    case LateRule::Kind::play:
      break;
  }
  return std::max(with_wait, live.steady_start + live.late_rule.grace);
}

Steady latest_end(const Live& live) {
  const bool shifts = live.late_rule.kind == LateRule::Kind::play;
  return live.steady_end + (shifts ? Duration{live.late_rule.grace} : Duration{0});
}

}  // namespace

Bid bid_for(const Live& live, Duration handover) {
  Bid bid;
  bid.id = live.subject.occurrence;
  bid.level = live.subject.level;
  bid.source = live.source;
  bid.start = live.steady_start - handover;
  bid.start_by = start_by(live);
  bid.end = latest_end(live);
  bid.start_rule = live.start_rule;
  bid.order = live.order;
  bid.once = live.once;
  bid.over = live.over;
  return bid;
}

Duration join_offset(const Live& live, Steady at) {
  const Duration late = at - live.steady_start;
  const bool joins = live.late_rule.kind == LateRule::Kind::join;
  // What came on time, or waited as its own rule says, is played from its beginning.
  if (!joins || late <= Duration{0} || late <= allowed_wait(live)) return Duration{0};
  return late;
}

Duration first_offset(const Live& live, Steady at) {
  const Duration joined = join_offset(live, at);
  const bool late = at > live.steady_start + kOnTime;
  return late && joined == Duration{0} && live.rundown ? live.rundown->opening : joined;
}

Duration resume_offset(const Live& live, Steady at) {
  return live.late_rule.kind == LateRule::Kind::join ? join_offset(live, at) : live.position;
}

Live live_from(const schedules::Occurrence& occurrence,
               std::shared_ptr<const schedules::WeeklySchedule> week, const base::Now& now) {
  Live live;
  const schedules::Slot& slot = *occurrence.slot;
  const schedules::Programme* programme = week->programme(slot.programme);
  live.subject.occurrence = occurrence.id();
  live.subject.title = programme != nullptr ? programme->title : slot.programme;
  live.subject.area = slot.area;
  live.subject.nominal = occurrence.start;
  live.subject.level = static_cast<int>(slot.level);
  live.key = occurrence.key();
  live.start_rule = slot.start_rule;
  live.late_rule = slot.late_rule;
  live.over = slot.over;
  live.start = occurrence.start;
  live.end = occurrence.end;
  live.week = std::move(week);
  live.programme = slot.programme;
  live.slogans = slot.slogans;
  retime(live, now);
  return live;
}

void retime(Live& live, const base::Now& now) {
  live.steady_start = now.steady_at(live.start);
  live.steady_end = now.steady_at(live.end);
}

std::string_view name_of(Live::State state) {
  switch (state) {
    case Live::State::due:
      return "due";
    case Live::State::waiting:
      return "waiting";
    case Live::State::on_air:
      return "on-air";
    case Live::State::under:
      return "lowered";
    case Live::State::suspended:
      return "suspended";
    case Live::State::leaving:
      return "on-air";
  }
  return "due";
}

}  // namespace loa::daemon
