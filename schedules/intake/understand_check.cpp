// The week that was put together, held against what the station takes and against its rules.
#include "schedules/intake/understand_plan.h"
#include "schedules/read.h"

namespace loa::schedules::intake {

// What is handed on must be what the station takes; anything that was not foreseen is told here.
void Understanding::check(const WeeklySchedule& week) {
  const auto again = read_schedule(write_schedule(week), context_.file);
  for (const auto& problem : again.problems) {
    if (problem.severity != base::Severity::error || base::has_errors(result_.problems)) continue;
    error(problem.code, {context_.file}, problem.message);
  }
}

// Each slot is judged where it stands in the file, before slots of several days become one.
void Understanding::hold_to_policy(const WeeklySchedule& week) {
  if (!context_.policy || base::has_errors(result_.problems)) return;
  auto as_written = week;
  as_written.slots = std::move(placed_);
  auto broken = schedules::check(as_written, *context_.policy, context_.clusters, week.valid_from,
                                 week.valid_to);
  for (auto& problem : broken) {
    problem.field.clear();  // of a document that the operator never saw
    result_.problems.push_back(std::move(problem));
  }
}

}  // namespace loa::schedules::intake
