// The steps from rows to a week, in order.
#include "schedules/intake/understand.h"

#include <fmt/format.h>

#include <algorithm>

#include "schedules/intake/understand_plan.h"

namespace loa::schedules::intake {

Understanding::Understanding(const Tables& tables, const Context& context)
    : tables_(tables),
      context_(context),
      asking_(context.answers, result_.problems),
      library_(context_),
      contents_(library_, asking_) {
  result_.problems = tables.problems;
}

void Understanding::error(std::string code, const base::Place& place, base::Text text) {
  result_.problems.push_back({base::Severity::error, std::move(code), place, "", std::move(text)});
}

void Understanding::warning(std::string code, const base::Place& place, base::Text text) {
  result_.problems.push_back(
      {base::Severity::warning, std::move(code), place, "", std::move(text)});
}

Understood Understanding::run() {
  const auto tables = chosen_tables();
  auto drafts = read_habits(tables, asking_, result_.problems);
  const bool any =
      std::ranges::any_of(drafts.drafts, [](const Draft& one) { return !one.ends_only; });
  if (any) {
    decide_week(drafts);
  } else if (!tables.empty() && !base::has_errors(result_.problems)) {
    error("no-slots", {context_.file},
          {"không thấy khung giờ nào trong tệp này", "there are no slots in this file"});
  }
  for (auto& draft : drafts.drafts) {
    Plan plan;
    plan.draft = std::move(draft);
    set_start(plan);
    set_days(plan);
    plans_.push_back(std::move(plan));
  }
  if (outside_ > 0) {
    warning("outside-week", {context_.file},
            {fmt::format("{} khung giờ thuộc tuần khác: để ngoài", outside_),
             fmt::format("{} slots are of another week: left out", outside_)});
  }
  set_contents();
  for (auto& plan : plans_) {
    if (plan.left_out || plan.draft.ends_only || plan.content.left_out) continue;
    set_level(plan);
    set_rules(plan);
    set_over(plan);
    set_clusters(plan);
    set_slogans(plan);
    set_area(plan);
  }
  set_ends();
  find_overlaps();
  find_gaps();
  find_short_slots();
  find_missing_media();
  find_end_of_week();
  show_slots();
  list_media();
  asking_.note_unused();
  result_.questions = asking_.take();
  result_.monday = from_;
  if (any && result_.questions.empty() && from_ && !base::has_errors(result_.problems)) {
    auto week = assembled();
    if (week->slots.empty()) {
      error("no-slots", {context_.file},
            {"không còn khung giờ nào để lên lịch", "no slots are left for the schedule"});
    } else {
      check(*week);
      hold_to_policy(*week);
    }
    if (!base::has_errors(result_.problems)) result_.schedule = std::move(week);
  }
  return std::move(result_);
}

Understood understand(const Tables& tables, const Context& context) {
  if (base::has_errors(tables.problems)) {
    Understood result;
    result.problems = tables.problems;
    return result;
  }
  return Understanding(tables, context).run();
}

}  // namespace loa::schedules::intake
