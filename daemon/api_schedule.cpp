// The week by HTTP: shown, checked, taken.
#include "daemon/api_week.h"

namespace loa::daemon::routes {
namespace {

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

std::string file_name(const Request& request) {
  const auto name = query(request, "name");
  return name.empty() ? "schedule.json" : name.substr(0, 200);
}

}  // namespace

Json understood(const schedules::WeeklySchedule& week, base::Wall now) {
  const schedules::Timetable timetable(std::make_shared<const schedules::WeeklySchedule>(week));
  Json json{{"id", week.id},
            {"version", week.version},
            {"title", week.title},
            {"zone", week.zone},
            {"validFrom", date::format("%F", week.valid_from)},
            {"validTo", date::format("%F", week.valid_to)},
            {"slots", week.slots.size()},
            {"programmes", week.programmes.size()},
            {"slogans", week.slogans.size()}};
  auto next = Json::array();
  if (const auto first = timetable.next_start(now)) {
    const auto days = timetable.starting_in(*first, *first + date::days{7});
    next = starts_json(timetable, days, kNextShown);
  }
  json["next"] = std::move(next);
  return json;
}

base::Problems all_problems(Context& context, const schedules::ReadSchedule& read) {
  auto problems = read.problems;
  if (!read.schedule) return problems;
  const auto media = missing_media(*read.schedule, context.library);
  problems.insert(problems.end(), media.begin(), media.end());
  const auto mistakes = likely_mistakes(context, *read.schedule);
  problems.insert(problems.end(), mistakes.begin(), mistakes.end());
  return problems;
}

protocol::HttpResponse verdict(Context& context, const schedules::ReadSchedule& read,
                               Wanted wanted) {
  const bool good = read.schedule != nullptr;
  const bool taken = wanted == Wanted::take && good;
  Json json{{"ok", good}, {"taken", taken}, {"submitted", wanted == Wanted::submit && good}};
  if (good) {
    json["understood"] = understood(*read.schedule, context.timers.now().wall);
    json["pending"] = taken && context.station.view().schedule_pending;
  }
  json["problems"] = to_json(all_problems(context, read));
  if (wanted != Wanted::check && !good) return json_answer(422, dumped(json));
  return json_answer(wanted == Wanted::submit ? 202 : 200, dumped(json));
}

void when_media_known(Context& context, const schedules::WeeklySchedule& week,
                      std::function<void()> done) {
  context.library.when_known(all_items(week), kLookPatience, [&context, done = std::move(done)] {
    context.station.look_at_coming_media();
    done();
  });
}

namespace {

void answer_when_known(Context& context, schedules::ReadSchedule read, Wanted wanted,
                       const Reply& reply) {
  if (!read.schedule) return reply(verdict(context, read, wanted));
  const auto week = read.schedule;
  when_media_known(context, *week, [&context, read = std::move(read), wanted, reply] {
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
  if (awaits_approval(context, found)) {
    return submit_week(context, request, std::move(found), reply);
  }
  if (!context.door.take(found)) context.door.note_distrust(found, caller(request));
  answer_when_known(context, std::move(found), Wanted::take, reply);
}

}  // namespace loa::daemon::routes
