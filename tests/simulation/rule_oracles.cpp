// The oracles of the rules.
#include "tests/simulation/rule_oracles.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace loa::simulation {

using base::Duration;
using base::Steady;
using base::Wall;
using schedules::PolicyRule;
using schedules::Seconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

// A fade, and the buffer that is heard before it begins.
constexpr Duration kFade = seconds{1};
constexpr Seconds kDay{86'400};
constexpr double kQuietGain = 0.4 * 0.4 + 1e-6;  // what the scenario's ceiling of 40 % allows

// A stretch of sound that the rules hold for.
struct Sound {
  Steady from{};
  Steady to{};
  Wall wall{};  // of `from`
  std::string source;
};

class RuleJudge {
 public:
  RuleJudge(const RuleEvidence& evidence, YearFindings& findings)
      : evidence_(evidence),
        findings_(findings),
        zone_(date::locate_zone("Asia/Ho_Chi_Minh")),
        timetable_(evidence.scenario.week) {
    for (const Heard& heard : evidence.heard) take(heard);
  }

  void nothing_sounds_in_closed_hours() {
    for (const Sound& sound : sounds_) {
      if (sound.to - sound.from <= kFade) continue;
      // From inside its fade to inside its fade; a minute is fine enough between.
      const Wall last = sound.wall + (sound.to - sound.from) - kFade;
      for (Wall when = sound.wall; when < last; when = std::min(last, when + minutes{1})) {
        if (open(when)) continue;
        says(fmt::format("{} sounded in closed hours at {}", sound.source, text(when)));
        break;
      }
    }
  }

  // What follows within the gap is one session. A planned one begins anew, though something by hand
  // filled the gap before it.
  void no_session_is_too_long() {
    const auto& rule = evidence_.scenario.policy->rules.front();
    if (!rule.session_length) return;
    Steady began{};
    std::optional<Steady> end;
    std::string planned;
    for (const Sound& sound : sounds_) {
      const auto name = planned_session(sound);
      const bool goes_on = end && sound.from - *end <= evidence_.scenario.policy->session_gap;
      if (!goes_on || (!name.empty() && name != planned)) {
        began = sound.from;
        planned = name;
      }
      end = std::max(end.value_or(sound.to), sound.to);
      if (sound.to - began <= *rule.session_length + kFade) continue;
      says(fmt::format("a session of {} s at {}", (sound.to - began).count() / 1'000'000'000,
                       text(sound.wall)));
    }
  }

  void no_day_has_too_much() {
    const auto& rule = evidence_.scenario.policy->rules.front();
    if (!rule.day_length) return;
    std::map<date::local_days, Duration> days;
    Steady counted{};  // what one goes over counts once
    for (const Sound& sound : sounds_) {
      auto& day = days[date::floor<date::days>(zone_->to_local(sound.wall))];
      day += std::max(Duration{0}, sound.to - std::max(sound.from, counted));
      counted = std::max(counted, sound.to);
      // Each of its sounds may have had a fade.
      if (day <= *rule.day_length + kFade * 60) continue;
      says(fmt::format("{} s in a day at {}", day.count() / 1'000'000'000, text(sound.wall)));
      return;
    }
  }

  void it_is_never_too_loud() {
    for (const Sound& sound : sounds_) {
      if (sound.to - sound.from <= kFade * 2) continue;
      const Steady middle = sound.from + kFade;
      const Wall when = sound.wall + kFade;
      if (ceiling_holds(when) && gain_at(middle) > kQuietGain) {
        says(fmt::format("{} was too loud at {}", sound.source, text(when)));
      }
    }
  }

  // What goes second does not sound between the first and the last sound of what goes first.
  void collisions_go_in_their_order() {
    const auto all = schedules::collisions_in(timetable_, evidence_.from, evidence_.to);
    std::map<std::string, int> members;
    for (const auto& one : all) {
      ++members[one.first.key()];
      ++members[one.second.key()];
    }
    for (const auto& one : all) {
      ++findings_.collisions;
      // Of more than two the pairs' answers are not the whole story.
      if (members[one.first.key()] > 1 || members[one.second.key()] > 1) continue;
      const auto answer = evidence_.answers.find(one.id);
      const bool turned = answer != evidence_.answers.end() && answer->second == one.second.key();
      check_order(turned ? one.second : one.first, turned ? one.first : one.second);
    }
  }

 private:
  // Without what was exempt: of level 1, before the clock was trusted, or while overridden.
  void take(const Heard& heard) {
    if (level_of(heard.source) == 1 || !heard.trusted) return;
    std::vector<Sound> parts{{heard.from, heard.to, heard.wall, heard.source}};
    for (const Lifted& lifted : evidence_.lifted) {
      std::vector<Sound> left;
      for (const Sound& part : parts) {
        add_part(left, part, part.from, std::min(part.to, lifted.from));
        add_part(left, part, std::max(part.from, lifted.to), part.to);
      }
      parts = std::move(left);
    }
    sounds_.insert(sounds_.end(), parts.begin(), parts.end());
    findings_.sounds += parts.size();
  }

  static void add_part(std::vector<Sound>& parts, const Sound& of, Steady from, Steady to) {
    if (from < to) parts.push_back({from, to, of.wall + (from - of.from), of.source});
  }

  // The first slot of the session that the week plans for the sound's slot; "" for what was played
  // by hand.
  std::string planned_session(const Sound& sound) const {
    const auto slot = slot_of(sound.source);
    if (slot.empty()) return "";
    const auto day = timetable_.local_day(sound.wall);
    std::string name;
    Wall end{};
    for (const auto& due : timetable_.starting_in(timetable_.start_of_day(day),
                                                  timetable_.start_of_day(day + date::days{1}))) {
      if (due.slot->level == schedules::Level::emergency) continue;
      if (due.start - end > evidence_.scenario.policy->session_gap) name = due.key();
      end = std::max(end, due.end);
      if (due.slot->id == slot) return name;
    }
    return slot;
  }

  // Civil, by the second, straight from the document.
  bool open(Wall when) const {
    const auto local = date::floor<Seconds>(zone_->to_local(when));
    const auto day = date::floor<date::days>(local);
    const Seconds time = local - day;
    const auto& policy = *evidence_.scenario.policy;
    for (const PolicyRule& rule : policy.rules) {
      const bool today = rule.reach.days.empty() || rule.reach.days.front() == date::weekday(day);
      if (!today) continue;
      if (rule.silent || time < rule.earliest.value_or(Seconds{0})) return false;
      if (time >= rule.latest.value_or(kDay)) return false;
    }
    return std::ranges::none_of(policy.quiet, [&](const schedules::QuietDates& quiet) {
      return is_quiet(quiet.days, day);
    });
  }

  static bool is_quiet(const schedules::NamedDays& named, date::local_days day) {
    for (int i = 0; i < named.days; ++i) {
      const auto first = day - date::days{i};
      if (named.date == first) return true;
      const auto feast = first - date::days{named.offset};
      const auto year = static_cast<int>(date::year_month_day(feast).year());
      if (named.date) continue;
      if (schedules::holiday_in(named.holiday, year) == feast) return true;
    }
    return false;
  }

  bool ceiling_holds(Wall when) const {
    const auto& volume = evidence_.scenario.policy->volume;
    if (volume.empty()) return false;
    const auto local = date::floor<Seconds>(zone_->to_local(when));
    const Seconds time = local - date::floor<date::days>(local);
    return time >= volume.front().from || time < volume.front().to;
  }

  float gain_at(Steady when) const {
    float gain = 0.0F;
    for (const Loudness& one : evidence_.loudness) {
      if (one.from > when) break;
      gain = one.gain;
    }
    return gain;
  }

  void check_order(const schedules::Occurrence& winner, const schedules::Occurrence& other) {
    const auto first = sounds_of(winner);
    const auto second = sounds_of(other);
    if (first.empty() || second.empty()) return;
    const Steady begins = first.front()->from;
    const Steady ends = first.back()->to;
    for (const Heard* sound : second) {
      // Where what plays gives way, its last item or its fade may go on for a moment.
      if (sound->from <= begins || sound->from + kFade >= ends) continue;
      says(fmt::format("{} sounded within {}", other.key(), winner.key()));
    }
  }

  // Both weekly slots and their shifts are within an hour of their start.
  std::vector<const Heard*> sounds_of(const schedules::Occurrence& occurrence) const {
    std::vector<const Heard*> found;
    const auto from = std::ranges::lower_bound(evidence_.heard, occurrence.start, {}, &Heard::wall);
    for (auto it = from; it != evidence_.heard.end(); ++it) {
      if (it->wall > occurrence.end + minutes{10}) break;
      if (slot_of(it->source) == occurrence.slot->id) found.push_back(&*it);
    }
    return found;
  }

  std::string text(Wall when) const {
    return date::format("%F %T", date::floor<Seconds>(zone_->to_local(when)));
  }

  void says(std::string what) {
    constexpr std::size_t kEnough = 10;
    if (findings_.broken.size() < kEnough) findings_.broken.push_back(std::move(what));
  }

  const RuleEvidence& evidence_;
  YearFindings& findings_;
  const date::time_zone* zone_;
  const schedules::Timetable timetable_;
  std::vector<Sound> sounds_;
};

}  // namespace

void ask_rule_oracles(const RuleEvidence& evidence, YearFindings& findings) {
  RuleJudge judge(evidence, findings);
  judge.nothing_sounds_in_closed_hours();
  judge.no_session_is_too_long();
  judge.no_day_has_too_much();
  judge.it_is_never_too_loud();
  judge.collisions_go_in_their_order();
}

}  // namespace loa::simulation
