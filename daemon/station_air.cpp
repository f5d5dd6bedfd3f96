// What has the air: carries out what the arbiter says, and hears from the player what became of it.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "audio/level_meter.h"
#include "daemon/station_impl.h"

namespace loa::daemon {

using base::Duration;
using base::Now;
using base::Steady;

namespace {

// So little of a content may be missing without its being called partial.
constexpr Duration kUnheard = std::chrono::seconds{1};

}  // namespace

void Station::Impl::apply(const Arbiter::Actions& actions) {
  for (const AirAction& action : actions) apply(action);
}

void Station::Impl::apply(const AirAction& action) {
  const auto found = lives.find(action.id);
  if (found == lives.end()) return;
  Live& live = found->second;
  switch (action.kind) {
    case AirAction::Kind::start:
      take_air(live, false);
      break;
    case AirAction::Kind::resume:
      take_air(live, true);
      break;
    case AirAction::Kind::hold:
      player.hold(live.run);
      break;
    case AirAction::Kind::release:
      player.release(live.run);
      break;
    case AirAction::Kind::lower:
      put_under(live);
      break;
    case AirAction::Kind::lift:
      lift(live);
      break;
    case AirAction::Kind::finish:
      leave(live, action.reason);
      break;
    case AirAction::Kind::suspend:
      end_low(live, timers.now().steady);
      live.position = player.halt(live.run, settings.fade);
      live.state = Live::State::suspended;
      live.suspended_for = action.reason;
      break;
  }
}

// Puts the cues of the first items where they will sound, if nothing speaks against it yet.
void Station::Impl::arm(Live& live) {
  if (live.clusters == 0) return;
  if (!awake) air.wake();
  awake = true;
  const Bid* current = arbiter.on_air();
  const bool loses =
      current != nullptr &&
      std::pair(current->level, current->source) < std::pair(live.subject.level, live.source) &&
      lives.at(current->id).air_end > live.steady_start;
  if (!live.run.empty() || live.failed_ahead > 1 || loses || arbiter.paused()) return;
  // Its start itself waits for the amplifier then.
  if (amplifier.ready_at(timers.now().steady, live.clusters) > live.steady_start) return;
  refresh_rundown(live);
  if (live.rundown->length == Duration{0}) return;
  begin_run(live, live.steady_start, Duration{0});
}

void Station::Impl::disarm(Live& live) {
  if (live.run.empty()) return;
  player.halt(live.run, Duration{0});
  live.run.clear();
}

// A decoder that died before the start is replaced once; after that the start itself is the last
// try. With nothing in hand it must not come on the air as if it were armed.
void Station::Impl::fail_ahead(Live& live) {
  ++live.failed_ahead;
  live.tally = {};
  live.rundown.reset();
  disarm(live);
  plan();
}

void Station::Impl::disarm_others(const Live& live) {
  for (auto& [id, other] : lives) {
    if (&other != &live && other.state == Live::State::due) disarm(other);
  }
}

void Station::Impl::take_air(Live& live, bool again) {
  const Steady at = timers.now().steady;
  if (live.subject.level == 1) disarm_others(live);
  if (!awake) air.wake();
  awake = true;
  const bool armed = !again && !live.run.empty();
  live.state = Live::State::on_air;
  live.on_air_since = armed ? live.steady_start : at;
  if (armed) return;
  const Steady begin = std::max(live.steady_start, earliest_sound(at, live.clusters));
  const Duration offset = again ? resume_offset(live, begin) : first_offset(live, begin);
  live.joined_late = live.joined_late || (!again && offset > live.rundown->opening);
  if (again && offset > live.position + kUnheard) live.skipped_for = live.suspended_for;
  begin_run(live, begin, offset);
  // At once: the start counts on it.
  amplify();
}

void Station::Impl::begin_run(Live& live, Steady start, Duration offset) {
  live.run = live.subject.occurrence + "#" + std::to_string(++runs);
  // What plays late from its beginning keeps its length; what joins ends when it would have.
  const bool shifts =
      live.late_rule.kind == schedules::LateRule::Kind::play && offset <= live.rundown->opening;
  const Duration late = std::max(Duration{0}, start - live.steady_start);
  const Bid bid = bid_for(live, kHandover);
  live.air_end = shifts ? std::min(bid.end, live.steady_end + late) : live.steady_end;
  if (offset > Duration{0})
    live.air_end = std::min(bid.end, std::max(live.air_end, live.steady_end));
  live.sound_begin = start;
  live.sound_end = std::min(live.air_end, start + (live.rundown->length - offset));
  if (guard.overridden(now) && live.subject.level != 1) live.subject.rules = "override";
  const Duration meant = live.rundown->length - live.rundown->closing - offset;
  live.clipped = start + meant > live.air_end + kUnheard;
  player.run({live.run, live.rundown, start, offset, live.air_end, live.clusters});
}

// It is low when the first sound of what goes over it begins.
void Station::Impl::put_under(Live& live) {
  const Bid* over = arbiter.on_air();
  const auto found = over != nullptr ? lives.find(over->id) : lives.end();
  if (found == lives.end()) return;
  const auto& [gain_db, attack, release] = settings.ducking;
  live.state = Live::State::under;
  live.low_since = found->second.sound_begin;
  const auto gain = static_cast<float>(audio::amplitude(gain_db));
  player.lower(live.run, {gain, *live.low_since - attack, attack});
  note_level("lowered", live, over->id);
}

void Station::Impl::lift(Live& live) {
  const Steady at = timers.now().steady;
  end_low(live, at);
  live.state = Live::State::on_air;
  player.lower(live.run, {1.0F, at, settings.ducking.release});
  note_level("lifted", live, "");
}

void Station::Impl::note_level(const char* event, const Live& live, const std::string& over) {
  nlohmann::ordered_json detail{{"occurrence", live.subject.occurrence}};
  if (!over.empty()) detail["over"] = over;
  if (!over.empty()) detail["gainDb"] = settings.ducking.gain_db;
  recorder.event(observe(), event, detail.dump());
}

void Station::Impl::end_low(Live& live, Steady at) {
  if (!live.low_since) return;
  live.tally.lowered += std::max(Duration{0}, at - *live.low_since);
  live.low_since.reset();
}

// Off the air, or out of the queue, for good; the result is written once its sound has ended.
void Station::Impl::leave(Live& live, const std::string& reason) {
  if (live.state == Live::State::leaving) return;
  const std::string id = live.subject.occurrence;
  if (live.run.empty() || !sounds(live.state)) {
    disarm(live);
    conclude(id, reason);
    return;
  }
  end_low(live, timers.now().steady);
  live.state = Live::State::leaving;
  live.leaves_for = reason;
  player.halt(live.run, settings.fade);
}

// What plays to its end may still not be all of what was planned.
Ending Station::Impl::ending_of(const Live& live, const std::string& why) const {
  Ending ending = judge(live.tally, why);
  if (why != "completed" || live.tally.frames_played == 0) return ending;
  if (live.interrupted) return {journal::Outcome::partial, torn_reason};
  if (ending.outcome != journal::Outcome::played) return ending;
  if (live.joined_late) return {journal::Outcome::partial, "joined-late"};
  if (!live.skipped_for.empty()) return {journal::Outcome::partial, live.skipped_for};
  if (live.clipped) return {journal::Outcome::partial, "slot-end"};
  if (live.relay_limited) return {journal::Outcome::partial, "policy-relay"};
  return ending;
}

// By value: what names it may be a part of what is erased.
void Station::Impl::conclude(std::string id, std::string why) {
  const auto found = lives.find(id);
  if (found == lives.end()) return;
  Live live = std::move(found->second);
  lives.erase(found);
  const Now at = observe();
  // Who speaks says when it is over.
  if (live.once && why == "stopped" && live.tally.frames_played > 0) why = "completed";
  if (why != "completed" && live.rundown) {
    const Duration whole = std::min(live.rundown->length, live.steady_end - live.steady_start);
    live.tally.frames_due = static_cast<std::uint64_t>(audio::frames_in(whole));
  }
  const Ending ending = ending_of(live, why);
  recorder.result(at, live.subject, live.tally, ending);
  last_sound = at.steady;
  remember_settled();
}

Live* Station::Impl::by_run(const std::string& run) {
  for (auto& [id, live] : lives) {
    if (live.run == run) return &live;
  }
  return nullptr;
}

void Station::Impl::item_played(const ItemPlayed& item) {
  // A run that was suspended has given its name away only when it resumed.
  const std::string id = item.run.substr(0, item.run.rfind('#'));
  const auto found = lives.find(id);
  if (found == lives.end()) return;
  found->second.tally.add(item);
  recorder.item(observe(), found->second.subject, item);
}

void Station::Impl::item_over(const std::string& run) {
  Live* live = by_run(run);
  if (live != nullptr && live->state == Live::State::due) return fail_ahead(*live);
  if (live == nullptr || live->state != Live::State::on_air) return;
  apply(arbiter.item_ended(timers.now().steady, live->subject.occurrence));
  plan();
}

void Station::Impl::run_over(const std::string& run) {
  Live* live = by_run(run);
  if (live != nullptr && live->state == Live::State::due) return fail_ahead(*live);
  if (live == nullptr || !sounds(live->state)) return;
  const std::string id = live->subject.occurrence;
  end_low(*live, timers.now().steady);
  const Arbiter::Actions actions = arbiter.ended(timers.now().steady, id);
  conclude(id, "completed");
  apply(actions);
  plan();
}

void Station::Impl::halted(const std::string& run) {
  Live* live = by_run(run);
  if (live == nullptr || live->state != Live::State::leaving) return;
  conclude(live->subject.occurrence, live->leaves_for);
  plan();
}

}  // namespace loa::daemon
