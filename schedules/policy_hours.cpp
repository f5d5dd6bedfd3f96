// What is closed on a day.
#include "schedules/policy_hours.h"

#include <fmt/format.h>

#include <algorithm>

#include "schedules/notation.h"

namespace loa::schedules {
namespace {

bool contains(const NamedDays& named, date::local_days day) {
  return !dates_of(named, day, day).empty();
}

void add_hours(const PolicyRule& rule, std::vector<Closed>& closed) {
  if (rule.earliest && *rule.earliest > Seconds(0)) {
    const auto hour = time_of_day_text(*rule.earliest);
    closed.push_back({Seconds(0),
                      *rule.earliest,
                      "policy-hours",
                      rule.id,
                      {"không phát trước " + hour, "nothing before " + hour}});
  }
  if (rule.latest && *rule.latest < kDay) {
    const auto hour = time_of_day_text(*rule.latest);
    closed.push_back({*rule.latest,
                      kDay,
                      "policy-hours",
                      rule.id,
                      {"không phát sau " + hour, "nothing after " + hour}});
  }
}

}  // namespace

bool reaches(const PolicyReach& reach, const std::vector<std::string>& clusters) {
  if (reach.clusters.empty() || clusters.empty()) return true;
  return std::ranges::find_first_of(clusters, reach.clusters) != clusters.end();
}

bool reaches(const PolicyReach& reach, date::weekday day) {
  return reach.days.empty() || std::ranges::find(reach.days, day) != reach.days.end();
}

PolicyHours::PolicyHours(const Policy& policy, const std::vector<std::string>& clusters)
    : policy_(policy), clusters_(clusters) {}

const QuietDates* PolicyHours::quiet_on(date::local_days day) const {
  const auto found = std::ranges::find_if(
      policy_.quiet, [&](const QuietDates& quiet) { return contains(quiet.days, day); });
  return found == policy_.quiet.end() ? nullptr : &*found;
}

std::vector<const PolicyRule*> PolicyHours::rules_on(date::weekday day) const {
  std::vector<const PolicyRule*> rules;
  for (const auto& rule : policy_.rules) {
    if (reaches(rule.reach, clusters_) && reaches(rule.reach, day)) rules.push_back(&rule);
  }
  return rules;
}

std::vector<Closed> PolicyHours::closed_on(date::local_days day) const {
  std::vector<Closed> closed;
  if (const auto* quiet = quiet_on(day)) {
    const auto name =
        quiet->title.empty() ? to_text(quiet->days) : base::Text{quiet->title, quiet->title};
    closed.push_back({Seconds(0),
                      kDay,
                      "policy-quiet",
                      quiet->id,
                      {"ngày không phát: " + name.vi, "a day without broadcasts: " + name.en}});
  }
  const date::weekday weekday(day);
  for (const auto* rule : rules_on(weekday)) {
    const auto name = weekday_name(weekday);
    if (rule->silent) {
      closed.push_back({Seconds(0),
                        kDay,
                        "policy-silent",
                        rule->id,
                        {"không phát vào " + name.vi, "nothing on a " + name.en}});
    } else {
      add_hours(*rule, closed);
    }
  }
  return closed;
}

int PolicyHours::ceiling(date::local_days day, Seconds time) const {
  int percent = 100;
  const date::weekday today(day);
  for (const auto& one : policy_.volume) {
    if (!reaches(one.reach, clusters_)) continue;
    const bool over_midnight = one.to <= one.from;
    const bool evening = time >= one.from && (over_midnight || time < one.to);
    const bool morning = over_midnight && time < one.to;
    const bool holds = (evening && reaches(one.reach, today)) ||
                       (morning && reaches(one.reach, today - date::days(1)));
    if (holds) percent = std::min(percent, one.percent);
  }
  return percent;
}

base::Text length_text(Seconds length) {
  const auto all = length.count();
  base::Text text;
  const auto add = [&text](auto number, const char* vi, const char* en) {
    if (number == 0) return;
    const auto* space = text.vi.empty() ? "" : " ";
    text.vi += fmt::format("{}{} {}", space, number, vi);
    text.en += fmt::format("{}{} {}", space, number, en);
  };
  add(all / 3600, "giờ", "h");
  add(all / 60 % 60, "phút", "min");
  add(all % 60, "giây", "s");
  return text.vi.empty() ? base::Text{"0 giây", "0 s"} : text;
}

}  // namespace loa::schedules
