// Cues in time, and what became of them.
#include "daemon/player.h"

#include <algorithm>

namespace loa::daemon {

using base::Duration;
using base::Steady;

namespace {

constexpr Duration kClosingFade = std::chrono::seconds{3};

}  // namespace

Player::Player(base::Timers& timers, audio::Air& air, Library& library, Duration lead,
               PlayerEvents events)
    : timers_(timers), air_(air), library_(library), lead_(lead), events_(std::move(events)) {}

Player::~Player() {
  for (auto& [id, active] : runs_) timers_.cancel(active.timer);
}

void Player::run(const Run& run) {
  Active& active = runs_[run.id];
  active.run = run;
  const auto& items = run.rundown->items;
  const auto first = std::find_if(items.begin(), items.end(), [&](const RundownItem& item) {
    return item.at + item.length > run.offset || item.length == Duration{0};
  });
  active.next_item = static_cast<std::size_t>(first - items.begin());
  place_due(run.id);
}

Steady Player::item_start(const Active& active, std::size_t item) const {
  return active.run.start + (active.run.rundown->items[item].at - active.run.offset);
}

void Player::place_due(const std::string& id) {
  const auto found = runs_.find(id);
  if (found == runs_.end()) return;
  Active& active = found->second;
  timers_.cancel(active.timer);
  active.timer = 0;
  const Steady horizon = timers_.now().steady + lead_;
  const std::size_t count = active.run.rundown->items.size();
  while (!active.halting && !active.held && active.next_item < count) {
    const Steady start = item_start(active, active.next_item);
    if (start >= active.run.end) {
      active.next_item = count;
    } else if (start > horizon) {
      later(start - lead_, id);
      return;
    } else {
      place(active, active.next_item++);
    }
  }
  finish_if_over(id);
}

void Player::later(Steady when, const std::string& id) {
  runs_.at(id).timer = timers_.at(when, [this, id] { place_due(id); });
}

void Player::place(Active& active, std::size_t index) {
  const RundownItem& item = active.run.rundown->items[index];
  // Behind one without a length, which may still come, others lie that are over.
  const bool over = item.length > Duration{0} && item.at + item.length <= active.run.offset;
  if (over) return;
  const Media media = item.by_hand ? item.media : library_.find(item.item);
  if (const auto* missing = std::get_if<MissingMedia>(&media)) {
    report_missing(active, item, *missing);
    active.run.start -= item.length;
    return;
  }
  if (item.length == Duration{0}) return;  // came too late for this rundown
  const auto& ready = std::get<ReadyMedia>(media);
  const Duration into = std::max(Duration{0}, active.run.offset - item.at);
  audio::Cue cue;
  cue.id = ++last_cue_;
  cue.source = ready.source;
  cue.relay = ready.relay;
  cue.feed = ready.feed;
  cue.other_addresses = ready.other_addresses;
  cue.stand_ins = ready.stand_ins;
  cue.start = item_start(active, index) + into;
  cue.offset = ready.relay ? Duration{0} : into;
  cue.length = std::min(item.length - into, active.run.end - cue.start);
  cue.gain = ready.gain;
  cue.clusters = active.run.clusters;
  const bool cut = into + cue.length < ready.length;
  if (cut && item.item.part == schedules::Part::closing) cue.end_fade = kClosingFade;
  active.cues[cue.id] = {index, cue.start, std::nullopt};
  owner_[cue.id] = active.run.id;
  air_.cue(cue);
  if (active.lowering) air_.lower(cue.id, *active.lowering);
}

void Player::report_missing(const Active& active, const RundownItem& item,
                            const MissingMedia& missing) {
  ItemPlayed played;
  played.run = active.run.id;
  played.title = title_of(item.item);
  played.reason = missing.code;
  played.detail = missing.message.en;
  played.due = active.run.start + (item.at - active.run.offset);
  played.frames_due = static_cast<std::uint64_t>(audio::frames_in(item.length));
  events_.item_played(played);
}

Duration Player::position(const std::string& id) const {
  const auto found = runs_.find(id);
  if (found == runs_.end()) return Duration{0};
  const Run& run = found->second.run;
  const Duration since = timers_.now().steady - run.start;
  return std::clamp(run.offset + since, run.offset, std::max(run.offset, run.rundown->length));
}

std::string Player::item_title(const std::string& id) const {
  const auto found = runs_.find(id);
  if (found == runs_.end()) return "";
  const Duration now = position(id);
  for (const RundownItem& item : found->second.run.rundown->items) {
    if (now >= item.at && now < item.at + item.length) return title_of(item.item);
  }
  return "";
}

std::optional<std::pair<std::string, std::string>> Player::whose(audio::CueId cue) const {
  const auto owner = owner_.find(cue);
  if (owner == owner_.end()) return std::nullopt;
  const Active& active = runs_.at(owner->second);
  const RundownItem& item = active.run.rundown->items[active.cues.at(cue).item];
  return std::pair(owner->second, title_of(item.item));
}

Duration Player::halt(const std::string& id, Duration fade) {
  const Duration reached = position(id);
  const auto found = runs_.find(id);
  if (found == runs_.end()) {
    soon([this, id] {
      if (!knows(id)) events_.halted(id);
    });
    return reached;
  }
  Active& active = found->second;
  active.halting = true;
  timers_.cancel(active.timer);
  active.timer = 0;
  for (const auto& [cue, placed] : active.cues) air_.stop(cue, fade);
  if (active.cues.empty()) later(timers_.now().steady, id);
  return reached;
}

void Player::hold(const std::string& id) {
  const auto found = runs_.find(id);
  if (found == runs_.end()) return;
  Active& active = found->second;
  active.held = true;
  take_back_after(active, timers_.now().steady);
}

// They leave no trace, and may be placed again.
void Player::take_back_after(Active& active, Steady when) {
  for (const auto& [cue, placed] : active.cues) {
    if (placed.due <= when) continue;
    air_.stop(cue, Duration{0});
    active.next_item = std::min(active.next_item, placed.item);
  }
}

// Decoders of what follows are started anew, so it begins not before they can be ready.
void Player::close_gap(Active& active, std::size_t item) {
  constexpr Duration kDeadAir = std::chrono::seconds{1};
  const Steady now = timers_.now().steady;
  const Steady begun = item_start(active, item);
  const Duration gap =
      begun + active.run.rundown->items[item].length - std::max(now + kSpinUp, begun);
  if (gap < kDeadAir) return;
  take_back_after(active, std::max(now, begun));
  active.run.start -= gap;
}

void Player::release(const std::string& id) {
  const auto found = runs_.find(id);
  if (found == runs_.end()) return;
  found->second.held = false;
  place_due(id);
}

void Player::lower(const std::string& id, const audio::Lowering& lowering) {
  const auto found = runs_.find(id);
  if (found == runs_.end()) return;
  found->second.lowering = lowering;
  for (const auto& [cue, placed] : found->second.cues) air_.lower(cue, lowering);
}

void Player::cue_started(const audio::CueStarted& event) {
  const auto owner = owner_.find(event.id);
  if (owner == owner_.end()) return;
  runs_.at(owner->second).cues.at(event.id).first_frame = event.first_frame;
}

namespace {

std::string reason_of(const audio::CueEnded& event) {
  switch (event.end) {
    case audio::CueEnd::completed:
      return event.frames_replaced > 0 ? "relay-replaced" : "completed";
    case audio::CueEnd::stopped:
      return "stopped";
    case audio::CueEnd::media_failed:
      return "media-failed";
    case audio::CueEnd::device_failed:
      return "device-lost";
  }
  return "media-failed";
}

ItemPlayed tally_of(const audio::CueEnded& event) {
  ItemPlayed played;
  played.reason = reason_of(event);
  played.detail = event.detail;
  played.frames_due = event.frames_due;
  played.frames_played = event.frames_played;
  played.frames_dropped = event.frames_dropped;
  played.underruns = event.underruns;
  played.peak = event.peak;
  played.frames_replaced = event.frames_replaced;
  played.calls_failed = event.calls_failed;
  played.sender_ppm = event.sender_ppm;
  played.proof = event.proof;
  return played;
}

// What was there of a damaged file has been heard; all that was to be heard has not.
void note_media(const ReadyMedia& media, ItemPlayed& played) {
  played.content = media.sha256;
  if (!media.damage || played.reason != "completed") return;
  played.reason = "media-damaged";
  played.detail = media.damage->en;
}

}  // namespace

void Player::relay_changed(const audio::RelayChange& event) {
  if (event.sounds) {
    silent_relays_.erase(event.id);
  } else if (owner_.contains(event.id)) {
    silent_relays_.insert(event.id);
  }
}

void Player::cue_ended(const audio::CueEnded& event) {
  const auto owner = owner_.find(event.id);
  if (owner == owner_.end()) return;
  const std::string id = owner->second;
  owner_.erase(owner);
  silent_relays_.erase(event.id);
  Active& active = runs_.at(id);
  const Placed placed = active.cues.at(event.id);
  active.cues.erase(event.id);
  const RundownItem& item = active.run.rundown->items[placed.item];
  ItemPlayed played = tally_of(event);
  played.run = id;
  played.title = title_of(item.item);
  if (const auto* ready = std::get_if<ReadyMedia>(&item.media)) note_media(*ready, played);
  played.first_frame = placed.first_frame;
  played.due = placed.due;
  // What was taken back before it began leaves no trace.
  const bool never_began = event.end == audio::CueEnd::stopped && event.frames_played == 0;
  if (!never_began) events_.item_played(played);
  if (!never_began && !active.halting && !all_over(active)) {
    if (event.end == audio::CueEnd::media_failed) close_gap(active, placed.item);
    events_.item_over(id);
  }
  place_due(id);
}

bool Player::all_over(const Active& active) const {
  const bool nothing_left = active.halting || active.next_item >= active.run.rundown->items.size();
  return nothing_left && active.cues.empty();
}

void Player::finish_if_over(const std::string& id) {
  const auto found = runs_.find(id);
  if (found == runs_.end() || !all_over(found->second)) return;
  const bool halted = found->second.halting;
  timers_.cancel(found->second.timer);
  runs_.erase(found);
  // Said from the loop, so that nobody is told inside a call of their own.
  soon([this, id, halted] {
    if (halted) {
      events_.halted(id);
    } else {
      events_.run_over(id);
    }
  });
}

void Player::soon(std::function<void()> what) {
  timers_.at(timers_.now().steady, [alive = std::weak_ptr(alive_), what = std::move(what)] {
    if (!alive.expired()) what();
  });
}

}  // namespace loa::daemon
