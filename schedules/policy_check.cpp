// A schedule against a policy.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

#include "schedules/effective_day.h"
#include "schedules/notation.h"
#include "schedules/policy_hours.h"
#include "schedules/sessions.h"

namespace loa::schedules {
namespace {

std::string hours_of(const Slot& slot) {
  return fmt::format("{}–{}", time_of_day_text(slot.start),
                     time_of_day_text(slot.start + slot.length));
}

class PolicyCheck {
 public:
  PolicyCheck(const WeeklySchedule& schedule, const Policy& policy,
              const std::vector<std::string>& clusters)
      : schedule_(schedule), policy_(policy), hours_(policy, clusters), days_(schedule) {
    paths_ = slot_paths(schedule);
  }

  base::Problems run(date::local_days from, date::local_days to) {
    const auto first = std::max(from, schedule_.valid_from);
    const auto last = std::min(to, schedule_.valid_to);
    std::array<bool, 7> seen{};
    for (auto day = first; day <= last; day += date::days(1)) {
      // What goes over midnight is heard on the next day.
      usual_ = !days_.is_exception(day) && !hours_.is_quiet(day) &&
               !hours_.is_quiet(day + date::days(1));
      auto& known = seen[date::weekday(day).c_encoding()];
      if (usual_ && known) continue;
      known = known || usual_;
      look_at(day);
    }
    check_relays();
    return std::move(problems_);
  }

 private:
  void look_at(date::local_days day) {
    day_ = day;
    std::vector<const Slot*> scratch;
    std::vector<const Slot*> slots;
    for (const auto* slot : days_.slots_of(day, scratch)) {
      if (slot->level != Level::emergency) slots.push_back(slot);
    }
    if (slots.empty()) return;
    for (const auto* slot : slots) check_hours(*slot);
    const auto sessions = sessions_of(slots, policy_.session_gap);
    for (const auto* rule : hours_.rules_on(date::weekday(day))) {
      check_sessions(*rule, sessions);
      check_day(*rule, slots);
    }
  }

  void check_hours(const Slot& slot) {
    const auto end = slot.start + slot.length;
    check_span(slot, day_, slot.start, std::min(end, kDay));
    if (end > kDay) check_span(slot, day_ + date::days(1), Seconds(0), end - kDay);
  }

  void check_span(const Slot& slot, date::local_days day, Seconds from, Seconds to) {
    for (const auto& closed : hours_.closed_on(day)) {
      if (from < closed.to && closed.from < to) {
        report(closed.code, closed.rule, slot, closed.why);
      }
    }
  }

  void check_sessions(const PolicyRule& rule, const std::vector<Session>& sessions) {
    for (std::size_t i = 0; i < sessions.size(); ++i) {
      const auto& session = sessions[i];
      if (rule.sessions && i >= static_cast<std::size_t>(*rule.sessions)) {
        report(
            "policy-sessions", rule.id, *session.slots.front(),
            {fmt::format("mỗi ngày nhiều nhất {} buổi, đây là buổi thứ {}", *rule.sessions, i + 1),
             fmt::format("at most {} sessions a day, this is number {}", *rule.sessions, i + 1)});
      }
      if (rule.session_length) check_length(rule, session);
    }
  }

  void check_length(const PolicyRule& rule, const Session& session) {
    if (session.end - session.start <= *rule.session_length) return;
    const auto limit = session.start + *rule.session_length;
    const auto over = std::ranges::find_if(
        session.slots, [&](const Slot* slot) { return slot->start + slot->length > limit; });
    const auto most = length_text(*rule.session_length);
    const auto is = length_text(session.end - session.start);
    report("policy-session-length", rule.id, **over,
           {fmt::format("mỗi buổi nhiều nhất {}, buổi này {}", most.vi, is.vi),
            fmt::format("a session lasts at most {}, this one {}", most.en, is.en)});
  }

  void check_day(const PolicyRule& rule, const std::vector<const Slot*>& slots) {
    if (!rule.day_length) return;
    Seconds sum{0};
    Seconds reached{0};  // what overlaps sounds once
    for (const auto* slot : slots) {
      const auto end = slot->start + slot->length;
      if (end > reached) sum += end - std::max(slot->start, reached);
      reached = std::max(reached, end);
      if (sum <= *rule.day_length) continue;
      const auto most = length_text(*rule.day_length);
      report(
          "policy-day-length", rule.id, *slot,
          {fmt::format("mỗi ngày nhiều nhất {}, đến hết khung này là {}", most.vi,
                       length_text(sum).vi),
           fmt::format("at most {} a day, with this slot it is {}", most.en, length_text(sum).en)});
      return;
    }
  }

  // A relay's length is the programme's, whatever the day.
  void check_relays() {
    for (const auto& rule : policy_.rules) {
      if (!rule.relay || !reaches(rule.reach, hours_.clusters())) continue;
      for (const auto& [slot, path] : paths_) check_relay(rule, *slot);
    }
    std::ranges::stable_sort(problems_, {}, [](const base::Problem& problem) {
      return std::tuple(problem.place.line, problem.place.column, problem.field);
    });
  }

  void check_relay(const PolicyRule& rule, const Slot& slot) {
    const auto* programme = schedule_.programme(slot.programme);
    if (programme == nullptr || slot.level == Level::emergency) return;
    for (const auto& item : programme->items) {
      const auto* relay = std::get_if<Relay>(&item.source);
      if (relay == nullptr || std::min(relay->duration, slot.length) <= *rule.relay) continue;
      const auto most = length_text(*rule.relay);
      const auto is = length_text(relay->duration);
      report_anywhere("policy-relay", rule.id, slot,
                      {fmt::format("tiếp âm nhiều nhất {}, ở đây {}", most.vi, is.vi),
                       fmt::format("a relay lasts at most {}, here {}", most.en, is.en)},
                      {"", ""});
      return;
    }
  }

  void report(const std::string& code, const std::string& rule, const Slot& slot,
              const base::Text& why) {
    auto when = weekday_name(date::weekday(day_));
    if (!usual_) {
      when.vi += " " + date_text(day_);
      when.en += " " + date_text(day_);
    }
    report_anywhere(code, rule, slot, why, {when.vi + " ", when.en + " "});
  }

  void report_anywhere(const std::string& code, const std::string& rule, const Slot& slot,
                       const base::Text& why, const base::Text& when) {
    if (!reported_.insert({code + rule, &slot}).second) return;
    problems_.push_back({base::Severity::error,
                         code,
                         slot.place,
                         paths_.at(&slot),
                         {fmt::format("“{}” ({}{}) trái quy định “{}” của {}: {}", slot.id, when.vi,
                                      hours_of(slot), rule, policy_.id, why.vi),
                          fmt::format("\"{}\" ({}{}) breaks the rule \"{}\" of {}: {}", slot.id,
                                      when.en, hours_of(slot), rule, policy_.id, why.en)}});
  }

  const WeeklySchedule& schedule_;
  const Policy& policy_;
  PolicyHours hours_;
  EffectiveDays days_;
  SlotPaths paths_;
  std::set<std::pair<std::string, const Slot*>> reported_;
  base::Problems problems_;
  date::local_days day_;
  bool usual_ = true;
};

}  // namespace

base::Problems check(const WeeklySchedule& schedule, const Policy& policy,
                     const std::vector<std::string>& clusters, date::local_days from,
                     date::local_days to) {
  return PolicyCheck(schedule, policy, clusters).run(from, to);
}

}  // namespace loa::schedules
