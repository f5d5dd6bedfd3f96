// The routes of the HTTP interface, one function each. Private to api*.cpp.
#pragma once

#include <optional>

#include "daemon/api.h"
#include "schedules/read.h"

namespace loa::daemon::routes {

using Context = ApiContext;
// What was asked, and by whom. Nobody asks where strangers may.
struct Request : protocol::HttpRequest {
  std::optional<Caller> who;
};
using Reply = protocol::HttpReply;

// api_status.cpp
void get_status(Context& context, const Request& request, const Reply& reply);
void get_health(Context& context, const Request& request, const Reply& reply);
// api_record.cpp
void get_timeline(Context& context, const Request& request, const Reply& reply);
void get_log(Context& context, const Request& request, const Reply& reply);
// api_schedule.cpp
void get_schedule(Context& context, const Request& request, const Reply& reply);
void get_week(Context& context, const Request& request, const Reply& reply);
void check_schedule(Context& context, const Request& request, const Reply& reply);
void load_schedule(Context& context, const Request& request, const Reply& reply);
// api_approval.cpp
void get_submission(Context& context, const Request& request, const Reply& reply);
void approve(Context& context, const Request& request, const Reply& reply);
void refuse_week(Context& context, const Request& request, const Reply& reply);
// api_import.cpp
void import_schedule(Context& context, const Request& request, const Reply& reply);
// api_control.cpp
void play(Context& context, const Request& request, const Reply& reply);
void speak_live(Context& context, const Request& request, const Reply& reply);
void speak_over_page(Context& context, const Request& request, const Reply& reply);
void take_microphone(Context& context, const Request& request, const Reply& reply);
void stop(Context& context, const Request& request, const Reply& reply);
void pause(Context& context, const Request& request, const Reply& reply);
void resume(Context& context, const Request& request, const Reply& reply);
void set_volume(Context& context, const Request& request, const Reply& reply);
// api_command.cpp
void take_command(Context& context, const Request& request, const Reply& reply);
// api_rules.cpp
void get_collisions(Context& context, const Request& request, const Reply& reply);
void answer_collision(Context& context, const Request& request, const Reply& reply);
void get_policy(Context& context, const Request& request, const Reply& reply);
void start_override(Context& context, const Request& request, const Reply& reply);
void end_override(Context& context, const Request& request, const Reply& reply);
// What is likely a mistake in the week, by what the library and the clock know now.
base::Problems likely_mistakes(const Context& context, const schedules::WeeklySchedule& week);
// api_media.cpp
void take_media(Context& context, const Request& request, const Reply& reply);
// api_board.cpp
void get_picture(Context& context, const Request& request, const Reply& reply);
void get_motion(Context& context, const Request& request, const Reply& reply);
void get_picture_as_text(Context& context, const Request& request, const Reply& reply);
// api_login.cpp
void get_session(Context& context, const Request& request, const Reply& reply);
void log_in(Context& context, const Request& request, const Reply& reply);
void log_out(Context& context, const Request& request, const Reply& reply);
void make_first(Context& context, const Request& request, const Reply& reply);
void change_password(Context& context, const Request& request, const Reply& reply);
void use_code(Context& context, const Request& request, const Reply& reply);
// api_people.cpp
void get_first_code(Context& context, const Request& request, const Reply& reply);
void get_people(Context& context, const Request& request, const Reply& reply);
void add_person(Context& context, const Request& request, const Reply& reply);
void change_person(Context& context, const Request& request, const Reply& reply);
void remove_person(Context& context, const Request& request, const Reply& reply);
void end_sessions(Context& context, const Request& request, const Reply& reply);
// api_setup.cpp
void get_setup(Context& context, const Request& request, const Reply& reply);
void take_setup(Context& context, const Request& request, const Reply& reply);
void play_tone(Context& context, const Request& request, const Reply& reply);
void get_communes(Context& context, const Request& request, const Reply& reply);
void restart(Context& context, const Request& request, const Reply& reply);
// api_pages.cpp
// A file of the page (web/station); nothing if it is not one.
std::optional<protocol::HttpResponse> page(const protocol::HttpRequest& request);

// The query's value, or "".
std::string query(const Request& request, const std::string& name);
// The query's whole number within the bounds; `fallback` where there is none, nothing where it is
// not one.
std::optional<int> number(const Request& request, const std::string& name, int fallback, int least,
                          int most);
// Who asks, for the journal: "Lan/page@192.168.1.7", "cli@127.0.0.1" for the machine's owner.
std::string caller(const Request& request);
// The same for a person who has not come in yet.
std::string caller(const protocol::HttpRequest& request, const std::string& name);
// 400, for a query that cannot be understood.
protocol::HttpResponse bad_query(const std::string& name);

}  // namespace loa::daemon::routes
