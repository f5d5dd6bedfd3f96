// What the answers about a week have in common. For api_*.cpp only.
#pragma once

#include "daemon/api_answers.h"
#include "daemon/api_json.h"
#include "daemon/api_routes.h"
#include "schedules/read.h"

namespace loa::daemon::routes {

enum class Wanted { check, take, submit };

// What the file was understood to say, so that people see it before they take it.
Json understood(const schedules::WeeklySchedule& week, base::Wall now);
// What is wrong with the week, and what is likely to be: as the library knows its media now.
base::Problems all_problems(Context& context, const schedules::ReadSchedule& read);
// Calls `done` once the week's media are known; what is still unknown after 15 s is looked at
// later.
void when_media_known(Context& context, const schedules::WeeklySchedule& week,
                      std::function<void()> done);
protocol::HttpResponse verdict(Context& context, const schedules::ReadSchedule& read,
                               Wanted wanted);

// api_approval.cpp
// Whether somebody has to approve this week before it is taken.
bool awaits_approval(const Context& context, const schedules::ReadSchedule& read);
void submit_week(Context& context, const Request& request, schedules::ReadSchedule read,
                 const Reply& reply);

}  // namespace loa::daemon::routes
