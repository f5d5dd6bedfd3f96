// What the rules say while the station runs: the policy's limits, overrides, the order of what
// collides at level 2.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/log.h"
#include "daemon/station_impl.h"
#include "schedules/sessions.h"

namespace loa::daemon {

using base::Duration;
using base::Now;
using base::Steady;
using base::Wall;
using schedules::Occurrence;

namespace {

constexpr const char* kSessions = "policy-sessions";
constexpr const char* kOverride = "policy-override";
constexpr const char* kInForce = "policy-in-force";
constexpr const char* kAnswers = "collision-answers";
// What may sound for less than this need not begin.
constexpr Duration kWorthwhile = std::chrono::seconds{1};
// How far ahead the commune is asked.
constexpr Duration kAskAhead = std::chrono::hours{24 * 7};
// What hangs together by collisions is seen as a whole within this distance.
constexpr Duration kNear = std::chrono::hours{72};

// The louder half of the scale is where ears need it: gain goes with the square.
float gain_of(int percent) {
  const float share = static_cast<float>(percent) / 100.0F;
  return share * share;
}

Now later(const Now& at, Steady when) {
  const Steady moment = std::max(at.steady, when);
  return {moment, at.wall_at(moment), at.quality};
}

std::vector<Occurrence> under_rules(std::vector<Occurrence> due) {
  std::erase_if(
      due, [](const Occurrence& one) { return one.slot->level == schedules::Level::emergency; });
  return due;
}

}  // namespace

// For what the next change writes anew, should the disk be full now.
void Station::Impl::keep(const char* name, const std::string& value) {
  try {
    journal.remember(name, value);
  } catch (const journal::DiskFull&) {
    base::log(base::LogLevel::error, fmt::format("the disk is full; {} was not kept", name));
  }
}

// A new policy is an event of the record; a station that never had limits says nothing.
void Station::Impl::note_policy(const Now& at) {
  const std::string print = schedules::fingerprint(guard.policy());
  const auto before = journal.remembered(kInForce);
  if (before == print || (!before && guard.is_open())) return;
  recorder.event(at, "policy", nlohmann::json{{"policy", print}}.dump());
  keep(kInForce, print);
}

void Station::Impl::recall_rules() {
  if (const auto text = journal.remembered(kOverride)) {
    const nlohmann::json json = nlohmann::json::parse(*text, nullptr, false);
    if (json.is_object()) {
      guard.set_override(PolicyOverride{json.value("who", ""), json.value("why", ""),
                                        Wall{Duration{json.value("untilNs", std::int64_t{0})}}});
    }
  }
  const nlohmann::json kept =
      nlohmann::json::parse(journal.remembered(kAnswers).value_or("{}"), nullptr, false);
  for (const auto& [id, key] : kept.items()) {
    if (key.is_string()) answers[id] = key.get<std::string>();
  }
}

Sounding Station::Impl::sounding_of(const Live& live) const {
  return {live.session, live.subject.level, live.on_air_since, live.sound_end};
}

const Live* Station::Impl::sounding() const {
  for (const auto& [id, live] : lives) {
    if (live.state == Live::State::on_air) return &live;
  }
  return nullptr;
}

// Of what has the air and what plays under it, what must be silent by now; the lower one first,
// which is then not said to come up.
const Live* Station::Impl::at_its_limit(const Now& at) const {
  for (const Live* live : {live_under(), sounding()}) {
    const auto limit = live != nullptr ? limit_of(*live, at) : std::nullopt;
    if (limit && at.steady >= limit->at - kHandover) return live;
  }
  return nullptr;
}

void Station::Impl::note_sound(const Now& at) {
  if (!sessions_recalled && base::trusted(at.quality)) {
    sessions_recalled = true;
    if (const auto kept = journal.remembered(kSessions)) guard.recall(at, *kept);
  }
  const Live* live = sounding();
  const Now then = live != nullptr ? later(at, live->on_air_since) : at;
  const bool changed =
      guard.note(then, live != nullptr ? std::optional(sounding_of(*live)) : std::nullopt);
  const std::string text = changed ? guard.remember(at) : "";
  if (!text.empty()) keep(kSessions, text);
}

std::optional<PolicyLimit> Station::Impl::limit_of(const Live& live, const Now& at) const {
  auto limit = guard.limit(later(at, live.on_air_since), sounding_of(live));
  // What is over by then needs no limit.
  if (!limit || live.sound_end <= limit->at) return std::nullopt;
  return limit;
}

// Fades what is at its limit; what comes on the air in its place is looked at too.
void Station::Impl::police(const Now& at) {
  end_override_in_time(at);
  for (std::size_t tries = lives.size() + 1; tries > 0; --tries) {
    note_sound(at);
    const Live* live = at_its_limit(at);
    if (live == nullptr) break;
    const std::string code = limit_of(*live, at)->breach.code;
    apply(arbiter.withdraw(at.steady, std::string(live->subject.occurrence), code));
  }
  set_gain(at);
}

// Why it must not begin now; nothing if it may.
std::optional<Breach> Station::Impl::breach_of(const Live& live, const Now& at) const {
  const Now then = later(at, live.steady_start);
  const auto limit =
      guard.limit(then, {live.session, live.subject.level, then.steady, live.steady_end});
  if (!limit || limit->at > then.steady + kWorthwhile) return std::nullopt;
  return limit->breach;
}

void Station::Impl::note_exemption(Subject& subject) const {
  if (subject.level == 1 && !guard.is_open()) subject.rules = "exempt";
}

// What the schedule still wants of the day is left to it.
std::optional<Breach> Station::Impl::breach_by_hand(Live& live, const Now& at) const {
  note_exemption(live.subject);
  const Sounding what{"", live.subject.level, at.steady, live.steady_end};
  const auto limit = guard.limit(at, what, planned_rest(at));
  if (!limit || limit->at >= live.steady_end) return std::nullopt;
  return limit->breach;
}

schedules::Programme Station::Impl::within_relay_limit(Live& live,
                                                       schedules::Programme programme) const {
  const auto longest = live.subject.level == 1 ? std::nullopt : guard.longest_relay(now);
  if (!longest) return programme;
  const auto most = std::chrono::floor<schedules::Seconds>(*longest);
  for (schedules::Item& item : programme.items) {
    auto* relay = std::get_if<schedules::Relay>(&item.source);
    if (relay == nullptr || relay->duration <= most) continue;
    relay->duration = most;
    live.relay_limited = true;
  }
  return programme;
}

void Station::Impl::set_gain(const Now& at) {
  const Live* live = live_on_air();
  const bool emergency = live != nullptr && live->subject.level == 1;
  const int percent =
      emergency ? std::max(volume, settings.emergency_volume) : std::min(volume, guard.ceiling(at));
  if (std::exchange(gain_percent, percent) != percent) air.volume(gain_of(percent));
}

void Station::Impl::end_override_in_time(const Now& at) {
  const auto& given = guard.override_given();
  if (!given || !base::trusted(at.quality) || at.wall < given->until) return;
  end_override(at, "expired");
}

void Station::Impl::end_override(const Now& at, const std::string& by) {
  guard.set_override(std::nullopt);
  keep(kOverride, "");
  recorder.event(at, "override-end", nlohmann::json{{"by", by}}.dump());
}

// The planned session to which an occurrence belongs: the key of its first slot.
std::string Station::Impl::session_name(const Occurrence& occurrence) const {
  std::string key = occurrence.key();
  if (guard.is_open() || occurrence.slot->level == schedules::Level::emergency) return key;
  const auto day = timetable->local_day(occurrence.start);
  const auto due = under_rules(timetable->starting_in(
      timetable->start_of_day(day), timetable->start_of_day(day + date::days{1})));
  std::string name;
  Wall end{};
  for (const Occurrence& one : due) {
    if (name.empty() || one.start - end > guard.policy().session_gap) name = one.key();
    end = std::max(end, one.end);
    if (one.key() == key) return name;
  }
  return key;
}

// The sessions of today that have not begun.
PlannedRest Station::Impl::planned_rest(const Now& at) const {
  PlannedRest rest;
  if (!timetable || guard.is_open() || !base::trusted(at.quality)) return rest;
  const auto day = timetable->local_day(at.wall);
  const auto due = under_rules(timetable->starting_in(
      timetable->start_of_day(day), timetable->start_of_day(day + date::days{1})));
  Wall end{};
  bool coming = false;
  for (const Occurrence& one : due) {
    const bool begins = end == Wall{} || one.start - end > guard.policy().session_gap;
    if (begins) coming = one.start > at.wall;
    if (begins && coming) ++rest.sessions;
    if (one.start > at.wall)
      rest.length += std::max(Duration{0}, one.end - std::max(one.start, end));
    end = std::max(end, one.end);
  }
  return rest;
}

// Where it stands among what it collides with.
int Station::Impl::order_of(const Occurrence& occurrence) const {
  if (occurrence.slot->level != schedules::Level::priority) return 0;
  const auto near =
      schedules::collisions_in(*timetable, occurrence.start - kNear, occurrence.start + kNear);
  const auto order = schedules::order_of(near, answers);
  const auto found = order.find(occurrence.key());
  return found == order.end() ? 0 : found->second;
}

std::vector<CollisionQuestion> Station::collisions() const {
  const Impl& self = *impl_;
  std::vector<CollisionQuestion> questions;
  const Now at = self.timers.now();
  if (!self.timetable || !base::trusted(self.now.quality)) return questions;
  // Within the lead time the order is settled.
  const Wall from = at.wall + self.settings.lead + kWorthwhile;
  for (auto& one : schedules::collisions_in(*self.timetable, from, at.wall + kAskAhead)) {
    CollisionQuestion question;
    const auto answer = self.answers.find(one.id);
    if (answer != self.answers.end()) question.answer = answer->second;
    question.collision = std::move(one);
    questions.push_back(std::move(question));
  }
  return questions;
}

bool Station::answer_collision(const std::string& id, const std::string& first,
                               const std::string& by) {
  Impl& self = *impl_;
  const Now at = self.observe();
  const auto open = collisions();
  const auto found = std::ranges::find_if(
      open, [&](const CollisionQuestion& question) { return question.collision.id == id; });
  if (found == open.end()) return false;
  const auto& [_, one, other] = found->collision;
  if (first != one.key() && first != other.key()) return false;
  self.answers[id] = first;
  // What is past is of no use to anybody.
  std::erase_if(self.answers, [&](const auto& answer) {
    return std::ranges::none_of(open, [&](const CollisionQuestion& question) {
      return question.collision.id == answer.first;
    });
  });
  self.journal.remember(kAnswers, nlohmann::json(self.answers).dump());
  self.recorder.event(at, "collision-answer",
                      nlohmann::json{{"collision", id}, {"first", first}, {"by", by}}.dump());
  self.changed();
  return true;
}

void Station::override_policy(const PolicyOverride& wanted, const std::string& by) {
  Impl& self = *impl_;
  const Now at = self.observe();
  const auto until = wanted.until.time_since_epoch().count();
  nlohmann::json detail{{"who", wanted.who}, {"why", wanted.why}, {"untilNs", until}};
  self.journal.remember(kOverride, detail.dump());
  self.guard.set_override(wanted);
  detail["until"] = base::to_rfc3339(wanted.until);
  detail["by"] = by;
  detail.erase("untilNs");
  self.recorder.event(at, "override", detail.dump());
  self.plan();
}

bool Station::end_override(const std::string& by) {
  Impl& self = *impl_;
  if (!self.guard.override_given()) return false;
  self.end_override(self.observe(), by);
  self.plan();
  return true;
}

}  // namespace loa::daemon
