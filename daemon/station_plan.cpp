// From the timetable to what is in hand: what comes, what was missed, what a power cut tore.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "daemon/station_impl.h"

namespace loa::daemon {

using base::Duration;
using base::Now;
using base::Steady;
using base::Wall;
using schedules::Occurrence;

namespace {

bool still_due(const schedules::Timetable& timetable, const Live& live) {
  const auto starts = timetable.starting_in(live.start, live.start + Duration{1});
  return std::any_of(starts.begin(), starts.end(),
                     [&](const Occurrence& o) { return o.key() == live.key; });
}

}  // namespace

void Station::Impl::plan() {
  if (!started || shutting_down) return;
  const Now at = observe();
  recorder.flush();
  if (base::trusted(at.quality)) plan_trusted(at);
  enter_due(at);
  apply(arbiter.tick(at.steady));
  police(at);
  amplify();
  rest_if_idle(at);
  wake_at_next(at);
  changed();
}

void Station::Impl::plan_trusted(const Now& at) {
  if (timetable) {
    settle(at);
    close_torn_intents(at);
  }
  if (pending_week) {
    activate_pending(at);
    settle(at);
  }
  prune_old_rows(at);
}

// Once a day; not on the word of a clock that is under suspicion.
void Station::Impl::prune_old_rows(const Now& at) {
  if (at.steady < prune_next || !keeper.may_settle_past(at.steady)) return;
  prune_next = at.steady + std::chrono::hours{24};
  try {
    journal.prune(at.wall - settings.keep_rows);
  } catch (const journal::DiskFull&) {
    // Deleting needs a little space too; tomorrow there may be some.
  }
}

// Looks at every start up to the lead time that has not been looked at.
void Station::Impl::settle(const Now& at) {
  const Wall horizon = at.wall + settings.lead;
  // A mark in the future was made by a clock that was wrong.
  if (!settled || *settled > horizon + std::chrono::hours{1}) settled = at.wall;
  const bool may_settle = keeper.may_settle_past(at.steady);
  if (may_settle && held_from) {
    settle_range(*held_from, *settled, at, true);
    held_from.reset();
  }
  if (*settled >= horizon) return;
  if (!may_settle && *settled < at.wall - kLongestOpen) {
    if (!held_from) held_from = *settled;
    settled = at.wall - kLongestOpen;
  }
  if (!may_settle && !held_from) held_from = *settled;
  settle_range(*settled, horizon, at, may_settle);
  settled = horizon;
}

void Station::Impl::settle_range(Wall from, Wall to, const Now& at, bool may_settle) {
  std::map<std::string, std::vector<Subject>> missed;
  bool arrived = false;
  for (const Occurrence& occurrence : timetable->starting_in(from, to)) {
    if (known(occurrence)) continue;
    if (still_open(occurrence, at)) {
      arrive(occurrence, at);
      arrived = true;
    } else if (may_settle && !torn.contains(occurrence.key())) {
      missed[why_missed(occurrence.start, at)].push_back(live_from(occurrence, week, at).subject);
    }
  }
  for (const auto& [reason, subjects] : missed) recorder.missed(at, subjects, reason);
  if (arrived || !missed.empty()) {
    settled = std::max(*settled, to);
    remember_settled();
  }
}

bool Station::Impl::known(const Occurrence& occurrence) const {
  const std::string key = occurrence.key();
  const bool in_hand = std::any_of(lives.begin(), lives.end(),
                                   [&](const auto& entry) { return entry.second.key == key; });
  return in_hand || journal.has_result(key) || recorder.pending_result(key);
}

bool Station::Impl::still_open(const Occurrence& occurrence, const Now& at) const {
  Live live;
  live.start_rule = occurrence.slot->start_rule;
  live.late_rule = occurrence.slot->late_rule;
  live.start = occurrence.start;
  live.end = occurrence.end;
  retime(live, at);
  const Bid bid = bid_for(live, kHandover);
  // Torn in the middle, "exact" does not begin a second time; before its start it was not torn yet.
  const bool exact = occurrence.slot->late_rule.kind == schedules::LateRule::Kind::exact;
  if (exact && torn.contains(occurrence.key()) && at.wall > occurrence.start) return false;
  return at.steady <= bid.start_by;
}

std::string Station::Impl::why_missed(Wall start, const Now& at) const {
  if (start < at.wall_at(booted)) return "station-off";
  const bool jumped = last_step && start >= last_step->from && start <= last_step->to;
  return jumped ? "clock-step" : "clock-untrusted";
}

void Station::Impl::arrive(const Occurrence& occurrence, const Now& at) {
  Live live = live_from(occurrence, week, at);
  live.session = session_name(occurrence);
  live.order = order_of(occurrence);
  live.clusters = clusters_of(*occurrence.slot);
  note_exemption(live.subject);
  if (const auto before = torn.extract(occurrence.key())) {
    // It keeps the name under which its intent was recorded.
    live.subject.occurrence = before.mapped().occurrence;
    live.interrupted = at.wall > occurrence.start;
    for (const journal::Row& row : journal.items_of(live.subject.occurrence)) {
      live.tally.add_recorded(row);
    }
  } else if (!recorder.intent(at, live.subject) && live.subject.level != 1) {
    recorder.result(at, live.subject, {}, {journal::Outcome::failed, "disk-full"});
    return;
  }
  const std::string id = live.subject.occurrence;
  lives.emplace(id, std::move(live));
}

// What an earlier boot began and cannot be taken up again. A start that is still to come (the clock
// was set back meanwhile) stays open until then.
void Station::Impl::close_torn_intents(const Now& at) {
  const bool may_settle = keeper.may_settle_past(at.steady);
  for (auto entry = torn.begin(); entry != torn.end();) {
    if (entry->second.nominal > at.wall || !may_settle) {
      ++entry;
      continue;
    }
    close_torn(entry->second, at);
    entry = torn.erase(entry);
  }
}

// What was said by hand is not taken up again, and needs no clock to be judged.
void Station::Impl::close_torn_by_hand(const Now& at) {
  for (auto entry = torn.begin(); entry != torn.end();) {
    if (!entry->second.occurrence.starts_with("manual/")) {
      ++entry;
      continue;
    }
    close_torn(entry->second, at);
    entry = torn.erase(entry);
  }
}

void Station::Impl::close_torn(const Torn& intent, const Now& at) {
  Tally tally;
  Subject subject;
  subject.occurrence = intent.occurrence;
  subject.nominal = intent.nominal;
  for (const journal::Row& row : journal.items_of(intent.occurrence)) tally.add_recorded(row);
  for (const journal::Row& row : journal.open_intents()) {
    if (row.occurrence != intent.occurrence) continue;
    subject.title = row.title;
    subject.area = row.area;
    subject.level = row.level;
  }
  note_exemption(subject);
  recorder.result(at, subject, tally, {journal::Outcome::partial, torn_reason});
}

// The new week takes over between two lives: what is on the air, or within the lead time and also
// in the new week, goes on as it was.
void Station::Impl::activate_pending(const Now& at) {
  store.activate();
  week = store.current();
  timetable = std::make_unique<schedules::Timetable>(week);
  pending_week = false;
  std::vector<std::string> gone;
  for (const auto& [id, live] : lives) {
    const bool sounded = live.state != Live::State::due && live.state != Live::State::waiting;
    if (live.source == Source::hand || sounded) continue;
    if (!still_due(*timetable, live)) gone.push_back(id);
  }
  for (const std::string& id : gone) leave(lives.at(id), "schedule-replaced");
  // What a suspicious clock jumped over stays held; the new week will judge it.
  settled = at.wall;
  remember_settled();
  const nlohmann::ordered_json detail{{"schedule", week->id + "." + std::to_string(week->version)},
                                      {"programme", week->warrant.programme}};
  recorder.event(at, "schedule", detail.dump());
}

void Station::Impl::enter_due(const Now& at) {
  std::vector<std::string> entering;
  for (auto& [id, live] : lives) {
    if (live.state != Live::State::due) continue;
    if (live.steady_start - kHandover <= at.steady) {
      entering.push_back(id);
    } else if (live.steady_start - settings.lead <= at.steady) {
      arm(live);
    }
  }
  for (const std::string& id : entering) {
    if (const auto found = lives.find(id); found != lives.end()) enter(found->second, at);
  }
}

// Its start has come: it asks for the air, unless it has nothing to say. Nothing unplayable may cut
// what plays.
void Station::Impl::enter(Live& live, const Now& at) {
  if (live.clusters == 0) return conclude(live.subject.occurrence, "other-clusters");
  refresh_rundown(live);
  if (awaits_media(live, at)) return live.rundown.reset();
  live.state = Live::State::waiting;
  if (const auto breach = breach_of(live, at)) {
    disarm(live);
    return conclude(live.subject.occurrence, breach->code);
  }
  if (live.rundown->length > Duration{0}) {
    apply(arbiter.arrive(at.steady, bid_for(live, kHandover)));
    // It lost: what was placed for its start must not be heard.
    const auto found = lives.find(live.subject.occurrence);
    if (found != lives.end() && found->second.state == Live::State::waiting) {
      disarm(found->second);
    }
    return;
  }
  for (const RundownItem& item : live.rundown->items) {
    ItemPlayed played;
    played.title = title_of(item.item);
    played.due = live.steady_start;
    if (const auto* missing = std::get_if<MissingMedia>(&item.media)) {
      played.reason = missing->code;
      played.detail = missing->message.en;
    }
    recorder.item(at, live.subject, played);
    live.tally.add(played);
  }
  conclude(live.subject.occurrence, "completed");
}

// What was torn by a restart would fail for media that are there, and are only looked at again.
bool Station::Impl::awaits_media(const Live& live, const Now& at) const {
  if (!live.run.empty() || at.steady >= booted + kMediaAfterBoot) return false;
  return std::ranges::any_of(live.rundown->items, [](const RundownItem& item) {
    const auto* missing = std::get_if<MissingMedia>(&item.media);
    return missing != nullptr && missing->code == "not-ready";
  });
}

void Station::Impl::refresh_rundown(Live& live) {
  if (live.rundown && live.rundown->length > Duration{0}) return;
  const schedules::Programme* programme =
      live.week ? live.week->programme(live.programme) : nullptr;
  if (programme == nullptr) {
    if (!live.rundown) live.rundown = std::make_shared<Rundown>();
    return;
  }
  live.rundown = std::make_shared<Rundown>(rundown_of(live, within_relay_limit(live, *programme)));
}

// The station's own opening must not push what was planned out of its slot.
Rundown Station::Impl::rundown_of(const Live& live, const schedules::Programme& programme) const {
  const Duration slot = live.end - live.start;
  const auto within = [&](const schedules::Programme& whole) {
    // A little more than the slot, so that content which is too long can be told from what fits.
    return make_rundown(whole, library, slot + std::chrono::seconds{1});
  };
  if (live.subject.level == 1 || live.over) return within(programme);
  Rundown whole = within(framed(programme, settings.frame));
  if (whole.length - whole.closing <= slot) return whole;
  return within(framed(programme, {{}, settings.frame.closing, {}}));
}

std::optional<Steady> Station::Impl::next_deadline(const Now& at) const {
  std::optional<Steady> next = arbiter.next_wakeup(at.steady);
  const auto consider = [&](Steady when) {
    if (!next || when < *next) next = std::max(when, at.steady);
  };
  consider(at.steady + kLookAgain);
  if (const auto change = guard.next_change(at)) consider(*change);
  for (const Live* live : {sounding(), live_under()}) {
    const auto limit = live != nullptr ? limit_of(*live, at) : std::nullopt;
    if (limit) consider(limit->at - kHandover);
  }
  if (const auto change = amplifier.next_wakeup()) consider(*change);
  if (recorder.disk_full()) consider(at.steady + kRetryDisk);
  if (const auto probation = keeper.next_wakeup()) consider(*probation);
  if (held_from && keeper.settle_from() > at.steady) consider(keeper.settle_from());
  for (const auto& [id, live] : lives) {
    if (live.state != Live::State::due) continue;
    const bool near = live.steady_start - settings.lead <= at.steady;
    if (live.steady_start - kHandover <= at.steady) {
      consider(at.steady + kAskForMedia);
      continue;
    }
    consider(live.steady_start - (near ? kHandover : settings.lead));
    // Its media may become ready at the last moment.
    if (near && live.run.empty()) consider(at.steady + kArmAgain);
  }
  if (timetable && base::trusted(at.quality)) {
    const Wall from = std::max(settled.value_or(at.wall), at.wall);
    if (const auto start = timetable->next_start(from)) {
      consider(at.steady_at(*start - settings.lead) + Duration{1});
    }
  }
  if (awake && lives.empty()) consider(last_sound + settings.rest_after);
  return next;
}

void Station::Impl::wake_at_next(const Now& at) {
  timers.cancel(timer);
  const auto next = next_deadline(at);
  timer = timers.at(std::max(*next, at.steady + Duration{1}), [this] {
    timer = 0;
    plan();
  });
}

void Station::Impl::rest_if_idle(const Now& at) {
  if (!lives.empty()) last_sound = at.steady;
  if (!awake || !lives.empty() || at.steady < last_sound + settings.rest_after) return;
  awake = false;
  air.rest();
}

}  // namespace loa::daemon
