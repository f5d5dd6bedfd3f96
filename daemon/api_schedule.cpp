// The week by HTTP: shown, checked, taken.
#include "daemon/api_answers.h"
#include "daemon/api_json.h"
#include "daemon/api_routes.h"
#include "schedules/read.h"

namespace loa::daemon::routes {
namespace {

using schedules::WeeklySchedule;
using SharedSchedule = std::shared_ptr<const WeeklySchedule>;

// Media that are still unknown then are checked later; the answer says so.
constexpr base::Duration kLookPatience = std::chrono::seconds{15};
constexpr std::size_t kNextShown = 5;

Json starts_json(const schedules::Timetable& timetable,
                 const std::vector<schedules::Occurrence>& occurrences, std::size_t most) {
  auto json = Json::array();
  for (const auto& due : occurrences) {
    if (json.size() == most) break;
    const auto* programme = timetable.schedule().programme(due.slot->programme);
    json.push_back({{"slot", due.slot->id},
                    {"title", programme == nullptr ? due.slot->programme : programme->title},
                    {"level", static_cast<int>(due.slot->level)},
                    {"start", timetable.local_rfc3339(due.start)},
                    {"end", timetable.local_rfc3339(due.end)}});
  }
  return json;
}

// What the file was understood to say, so that people see it before they take it.
Json understood(const SharedSchedule& schedule, base::Wall now) {
  const schedules::Timetable timetable(schedule);
  Json json{{"id", schedule->id},
            {"version", schedule->version},
            {"title", schedule->title},
            {"zone", schedule->zone},
            {"validFrom", date::format("%F", schedule->valid_from)},
            {"validTo", date::format("%F", schedule->valid_to)},
            {"slots", schedule->slots.size()},
            {"programmes", schedule->programmes.size()},
            {"slogans", schedule->slogans.size()}};
  auto next = Json::array();
  if (const auto first = timetable.next_start(now)) {
    const auto week = timetable.starting_in(*first, *first + date::days{7});
    next = starts_json(timetable, week, kNextShown);
  }
  json["next"] = std::move(next);
  return json;
}

std::string file_name(const Request& request) {
  const auto name = query(request, "name");
  return name.empty() ? "schedule.json" : name.substr(0, 200);
}

enum class Wanted { check, take };

protocol::HttpResponse verdict(Context& context, const schedules::ReadSchedule& read,
                               Wanted wanted) {
  const bool taken = wanted == Wanted::take && read.schedule != nullptr;
  Json json{{"ok", read.schedule != nullptr}, {"taken", taken}};
  auto problems = read.problems;
  if (read.schedule) {
    const auto media = missing_media(*read.schedule, context.library);
    problems.insert(problems.end(), media.begin(), media.end());
    const auto mistakes = likely_mistakes(context, *read.schedule);
    problems.insert(problems.end(), mistakes.begin(), mistakes.end());
    json["understood"] = understood(read.schedule, context.timers.now().wall);
    json["pending"] = taken && context.station.view().schedule_pending;
  }
  json["problems"] = to_json(problems);
  const bool refused = wanted == Wanted::take && !taken;
  return json_answer(refused ? 422 : 200, dumped(json));
}

void answer_when_known(Context& context, schedules::ReadSchedule read, Wanted wanted,
                       const Reply& reply) {
  if (!read.schedule) return reply(verdict(context, read, wanted));
  const auto items = all_items(*read.schedule);
  context.library.when_known(items, kLookPatience,
                             [&context, read = std::move(read), wanted, reply] {
                               context.station.look_at_coming_media();
                               reply(verdict(context, read, wanted));
                             });
}

}  // namespace

void get_schedule(Context& context, const Request&, const Reply& reply) {
  auto schedule = context.store.pending();
  if (!schedule) schedule = context.store.current();
  if (!schedule) {
    return reply(
        error_answer(404, "no-schedule", {"đài chưa có lịch", "the station has no schedule"}));
  }
  reply(json_answer(200, schedules::write_schedule(*schedule)));
}

void get_week(Context& context, const Request&, const Reply& reply) {
  const auto* timetable = context.station.timetable();
  if (timetable == nullptr) return reply(json_answer(200, dumped(Json{{"slots", Json::array()}})));
  const auto today = timetable->local_day(context.timers.now().wall);
  const auto week = timetable->starting_in(timetable->start_of_day(today),
                                           timetable->start_of_day(today + date::days{7}));
  reply(json_answer(200, dumped(Json{{"from", date::format("%F", today)},
                                     {"slots", starts_json(*timetable, week, week.size())}})));
}

void check_schedule(Context& context, const Request& request, const Reply& reply) {
  answer_when_known(context, context.door.look(request.body, file_name(request)), Wanted::check,
                    reply);
}

void load_schedule(Context& context, const Request& request, const Reply& reply) {
  auto found = context.door.look(request.body, file_name(request));
  if (!context.door.take(found)) context.door.note_distrust(found, caller(request));
  answer_when_known(context, std::move(found), Wanted::take, reply);
}

}  // namespace loa::daemon::routes
