// Sound as intervals of virtual time.
#include "tests/simulation/sim_air.h"

#include <algorithm>
#include <utility>

namespace loa::simulation {

using audio::CueEnd;
using base::Duration;
using base::Steady;

SimAir::~SimAir() {
  for (auto& [id, voice] : voices_) timers_.cancel(voice.timer);
}

void SimAir::wake() {
  awake_ = true;
  events_.device({plugged_ ? audio::DeviceState::running : audio::DeviceState::lost, ""});
}

void SimAir::rest() {
  awake_ = false;
  if (plugged_) events_.device({audio::DeviceState::closed, ""});
}

void SimAir::cue(const audio::Cue& cue) {
  feed_ = cue.feed;
  Voice voice;
  voice.cue = cue;
  voice.from = std::max(cue.start, timers_.now().steady);
  voice.to = cue.start + cue.length;
  voice.fails = std::exchange(fail_next_, false);
  if (voice.fails) voice.to = voice.from + (voice.to - voice.from) / 2;
  if (fail_at_once_ > 0) {
    --fail_at_once_;
    voice.timer =
        timers_.at(timers_.now().steady, [this, id = cue.id] { end(id, CueEnd::media_failed); });
  } else {
    voice.timer = timers_.at(voice.from, [this, id = cue.id] { begin(id); });
  }
  voices_.emplace(cue.id, voice);
}

void SimAir::begin(audio::CueId id) {
  Voice& voice = voices_.at(id);
  voice.sounding = true;
  voice.wall = timers_.now().wall;
  voice.trusted = base::trusted(timers_.now().quality);
  if (plugged_) {
    events_.started({id, voice.from});
  } else {
    unplugged_at_ = std::max(unplugged_at_, voice.from);
  }
  // The owner may have stopped it meanwhile.
  const auto found = voices_.find(id);
  if (found == voices_.end()) return;
  const CueEnd how = found->second.fails ? CueEnd::media_failed : CueEnd::completed;
  found->second.timer = timers_.at(found->second.to, [this, id, how] { end(id, how); });
}

void SimAir::account(Voice& voice) {
  if (plugged_ || !voice.sounding) return;
  const Steady now = timers_.now().steady;
  voice.lost += std::max(Duration{0}, now - std::max(unplugged_at_, voice.from));
}

void SimAir::end(audio::CueId id, CueEnd how) {
  Voice voice = voices_.at(id);
  voices_.erase(id);
  account(voice);
  come_up(voice);
  const base::Now now = timers_.now();
  const Duration sounded = voice.sounding ? now.steady - voice.from : Duration{0};
  if (sounded > Duration{0}) cued_.push_back({voice.from, now.steady});
  const Duration heard = std::max(Duration{0}, sounded - voice.lost);
  if (heard > Duration{0}) {
    heard_.push_back(
        {voice.cue.source, voice.from, now.steady, voice.wall, voice.trusted, voice.cue.clusters});
  }
  audio::CueEnded event;
  event.id = id;
  event.end = how == CueEnd::completed && heard == Duration{0} ? CueEnd::device_failed : how;
  event.frames_due = static_cast<std::uint64_t>(audio::frames_in(voice.cue.length));
  event.frames_played = static_cast<std::uint64_t>(audio::frames_in(heard));
  event.frames_dropped = static_cast<std::uint64_t>(audio::frames_in(voice.lost));
  event.peak = heard > Duration{0} ? 0.5F : 0.0F;
  events_.ended(event);
}

void SimAir::lower(audio::CueId id, const audio::Lowering& lowering) {
  const auto found = voices_.find(id);
  if (found == voices_.end()) return;
  come_up(found->second);
  if (lowering.gain < 1.0F) found->second.low_since = lowering.from + lowering.length;
}

void SimAir::come_up(Voice& voice) {
  if (!voice.low_since) return;
  const Steady from = std::max(*voice.low_since, voice.from);
  const Steady now = timers_.now().steady;
  if (voice.sounding && from < now) low_.push_back({voice.cue.source, from, now});
  voice.low_since.reset();
}

void SimAir::stop(audio::CueId id, Duration fade) {
  const auto found = voices_.find(id);
  if (found == voices_.end()) return;
  Voice& voice = found->second;
  timers_.cancel(voice.timer);
  const Steady now = timers_.now().steady;
  const Steady when = voice.sounding ? std::min(now + fade, std::max(now, voice.to)) : now;
  voice.timer = timers_.at(when, [this, id] { end(id, CueEnd::stopped); });
}

std::vector<Spell> SimAir::cued() const {
  auto all = cued_;
  for (const auto& [id, voice] : voices_) {
    if (voice.sounding) all.push_back({voice.from, timers_.now().steady});
  }
  return all;
}

void SimAir::unplug() {
  if (!plugged_) return;
  plugged_ = false;
  unplugged_at_ = timers_.now().steady;
  if (awake_) events_.device({audio::DeviceState::lost, "unplugged"});
}

void SimAir::plug_in() {
  if (plugged_) return;
  for (auto& [id, voice] : voices_) account(voice);
  plugged_ = true;
  if (awake_) events_.device({audio::DeviceState::running, ""});
}

}  // namespace loa::simulation
