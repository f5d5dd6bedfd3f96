// The rules of the air.
#include "daemon/arbiter.h"

#include <algorithm>
#include <tuple>

namespace loa::daemon {

using base::Steady;
using schedules::StartRule;

namespace {

std::tuple<int, Source, int> rank(const Bid& bid) { return {bid.level, bid.source, bid.order}; }

// The latest moment until which a challenger waits for the current item; its own start for `hard`.
Steady patience_ends(const Bid& bid) {
  switch (bid.start_rule.kind) {
    case StartRule::Kind::hard:
      return bid.start;
    case StartRule::Kind::wait:
      return bid.start + bid.start_rule.wait;
    case StartRule::Kind::next:
      break;
  }
  return Steady::max();
}

}  // namespace

Arbiter::Entry* Arbiter::find(const std::string& id) {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& entry) { return entry.bid.id == id; });
  return found == entries_.end() ? nullptr : &*found;
}

Arbiter::Entry* Arbiter::in_state(State state) {
  const auto found = std::ranges::find(entries_, state, &Entry::state);
  return found == entries_.end() ? nullptr : &*found;
}

const Bid* Arbiter::on_air() const {
  const Entry* entry = const_cast<Arbiter*>(this)->on_air_entry();
  return entry == nullptr ? nullptr : &entry->bid;
}

void Arbiter::remove(const std::string& id) {
  std::erase_if(entries_, [&](const Entry& entry) { return entry.bid.id == id; });
}

Arbiter::Actions Arbiter::arrive(Steady now, const Bid& bid) {
  if (find(bid.id) == nullptr) {
    entries_.push_back({bid});
    // An emergency always cuts.
    entries_.back().bid.over = bid.over && bid.level != 1;
  }
  return arbitrate(now);
}

Arbiter::Actions Arbiter::ended(Steady now, const std::string& id) {
  remove(id);
  return arbitrate(now);
}

Arbiter::Actions Arbiter::item_ended(Steady now, const std::string& id) {
  Entry* entry = find(id);
  if (entry == nullptr || entry->state != State::on_air) return {};
  entry->item_over = true;
  Actions actions = arbitrate(now);
  if (Entry* still = find(id)) still->item_over = false;
  return actions;
}

Arbiter::Actions Arbiter::withdraw(Steady now, const std::string& id, const std::string& reason) {
  if (find(id) == nullptr) return {};
  remove(id);
  Actions actions{{AirAction::Kind::finish, id, reason}};
  Actions rest = arbitrate(now);
  actions.insert(actions.end(), rest.begin(), rest.end());
  return actions;
}

Arbiter::Actions Arbiter::pause(Steady now, bool paused) {
  paused_ = paused;
  return arbitrate(now);
}

Arbiter::Actions Arbiter::tick(Steady now) { return arbitrate(now); }

void Arbiter::expire(Steady now, Actions& actions) {
  for (const Entry& entry : entries_) {
    const bool late = entry.state == State::waiting && now > entry.bid.start_by;
    const bool over = entry.state == State::suspended && now >= entry.bid.end;
    if (!late && !over) continue;
    const char* why = over ? "pre-empted" : on_air_entry() != nullptr ? "no-air" : "late";
    actions.push_back({AirAction::Kind::finish, entry.bid.id, paused_ ? "paused" : why});
  }
  for (const AirAction& action : actions) remove(action.id);
}

void Arbiter::pause_what_must(Actions& actions) {
  if (!paused_) return;
  for (const State state : {State::on_air, State::under}) {
    Entry* current = in_state(state);
    if (current != nullptr && current->bid.level != 1) put_aside(*current, "paused", actions);
  }
}

void Arbiter::put_aside(Entry& current, const std::string& reason, Actions& actions) {
  const std::string id = current.bid.id;
  const bool once = current.bid.once;
  actions.push_back({once ? AirAction::Kind::finish : AirAction::Kind::suspend, id, reason});
  if (once) return remove(id);
  current.state = State::suspended;
  current.lowered = false;
}

// Which of two that are both off the air comes first when the air is free.
bool Arbiter::goes_before(const Entry& a, const Entry& b) const {
  if (rank(a.bid) != rank(b.bid)) return rank(a.bid) < rank(b.bid);
  if (a.state != b.state) return a.state == State::suspended;
  const bool a_cuts = a.bid.start_rule.kind == StartRule::Kind::hard;
  const bool b_cuts = b.bid.start_rule.kind == StartRule::Kind::hard;
  // Of two that both missed their start, the later hard one would have cut the earlier one.
  if (a.bid.start != b.bid.start) {
    const bool a_later = a.bid.start > b.bid.start;
    return (a_later ? a_cuts : !b_cuts);
  }
  return a.bid.id < b.bid.id;
}

// Of those that go over what plays, or of the others.
Arbiter::Entry* Arbiter::best_candidate(Steady now, bool over) {
  Entry* best = nullptr;
  for (Entry& entry : entries_) {
    if (sounds(entry) || entry.bid.start > now || entry.bid.over != over) continue;
    if (paused_ && entry.bid.level != 1) continue;
    if (best == nullptr || goes_before(entry, *best)) best = &entry;
  }
  return best;
}

// Whether the challenger may ever take the air from what has it, or go over it.
bool Arbiter::outranks(const Entry& challenger, const Entry& current) const {
  if (rank(challenger.bid) != rank(current.bid)) {
    return rank(challenger.bid) < rank(current.bid);
  }
  // What it goes over loses nothing.
  if (challenger.bid.over && !current.bid.over) return true;
  return challenger.state == State::waiting && challenger.bid.start > current.bid.start;
}

bool Arbiter::may_take_over_now(const Entry& challenger, const Entry& current, Steady now) const {
  return challenger.bid.level == 1 || current.item_over || now >= patience_ends(challenger.bid);
}

void Arbiter::give_air(Entry& entry, Actions& actions) {
  const bool again = entry.state == State::suspended;
  entry.state = State::on_air;
  entry.held = false;
  actions.push_back({again ? AirAction::Kind::resume : AirAction::Kind::start, entry.bid.id, ""});
}

// A better rank pre-empts, and what it pre-empted comes back; an equal one cuts for good.
void Arbiter::take_air_from(const std::string& current, const Bid& winner, Actions& actions) {
  Entry* loses = find(current);
  if (rank(winner) < rank(loses->bid)) return put_aside(*loses, "pre-empted", actions);
  actions.push_back({AirAction::Kind::finish, current, "cut"});
  remove(current);
}

// What goes over something is not gone over itself, and neither is somebody who speaks: they give
// way as always.
void Arbiter::make_room(Entry& current, const Entry& challenger, Actions& actions) {
  const Bid winner = challenger.bid;
  const std::string id = current.bid.id;
  if (winner.over && !current.bid.over && !current.bid.once) {
    hold(current, false, actions);
    current.state = State::under;
    return;
  }
  const Entry* under = in_state(State::under);
  const std::string below = under != nullptr && !winner.over ? under->bid.id : "";
  take_air_from(id, winner, actions);
  if (!below.empty()) take_air_from(below, winner, actions);
}

// What played under something that is gone has the air again.
void Arbiter::surface() {
  Entry* under = in_state(State::under);
  if (under != nullptr && on_air_entry() == nullptr) under->state = State::on_air;
}

// True if the air has changed hands.
bool Arbiter::take_turn(Steady now, bool over, Actions& actions) {
  Entry* challenger = best_candidate(now, over);
  if (challenger == nullptr) return false;
  const std::string id = challenger->bid.id;
  if (Entry* current = on_air_entry()) {
    if (!outranks(*challenger, *current)) return false;
    if (!may_take_over_now(*challenger, *current, now)) return false;
    make_room(*current, *challenger, actions);
  }
  give_air(*find(id), actions);
  return true;
}

// Said once it is settled who has the air: what is cut at once need not come up before.
void Arbiter::set_level(Actions& actions) {
  for (Entry& entry : entries_) {
    const bool low = entry.state == State::under;
    if (!sounds(entry) || entry.lowered == low) continue;
    entry.lowered = low;
    actions.push_back({low ? AirAction::Kind::lower : AirAction::Kind::lift, entry.bid.id, ""});
  }
}

Arbiter::Actions Arbiter::arbitrate(Steady now) {
  Actions actions;
  expire(now, actions);
  pause_what_must(actions);
  surface();
  const bool changed = take_turn(now, false, actions);
  // What goes over something lets it begin, or come back, first.
  const bool covered = take_turn(now, true, actions);
  if (!changed && !covered) hold_for_who_waits(now, actions);
  set_level(actions);
  return actions;
}

void Arbiter::hold_for_who_waits(Steady now, Actions& actions) {
  Entry* current = on_air_entry();
  if (current == nullptr) return;
  bool waited_for = false;
  for (const bool over : {false, true}) {
    const Entry* challenger = best_candidate(now, over);
    waited_for = waited_for || (challenger != nullptr && outranks(*challenger, *current));
  }
  hold(*current, waited_for, actions);
}

// While somebody waits for the end of the current item, no other item may begin.
void Arbiter::hold(Entry& current, bool held, Actions& actions) {
  if (current.held == held) return;
  current.held = held;
  actions.push_back({held ? AirAction::Kind::hold : AirAction::Kind::release, current.bid.id, ""});
}

std::optional<Steady> Arbiter::next_wakeup(Steady now) const {
  std::optional<Steady> next;
  const auto consider = [&](Steady when) {
    if (when > now && when != Steady::max() && (!next || when < *next)) next = when;
  };
  for (const Entry& entry : entries_) {
    if (sounds(entry)) continue;
    consider(entry.bid.start);
    consider(entry.bid.end);
    if (entry.state == State::waiting) {
      consider(entry.bid.start_by + base::Duration{1});
      consider(patience_ends(entry.bid));
    }
  }
  return next;
}

}  // namespace loa::daemon
