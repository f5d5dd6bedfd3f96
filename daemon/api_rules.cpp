// The rules by HTTP: the policy, overrides, the order of what collides at level 2.
#include <date/tz.h>

#include "daemon/api_answers.h"
#include "daemon/api_body.h"
#include "daemon/api_json.h"
#include "daemon/api_routes.h"
#include "schedules/findings.h"

namespace loa::daemon::routes {
namespace {

using base::Fields;

// An override is for an occasion, not for good.
constexpr base::Duration kLongestOverride = std::chrono::hours{24 * 7};

Json side_json(const schedules::Occurrence& due, const std::string& zone) {
  const auto* programme = due.week->programme(due.slot->programme);
  return {{"key", due.key()},
          {"slot", due.slot->id},
          {"title", programme == nullptr ? due.slot->programme : programme->title},
          {"start", local_time(due.start, zone)},
          {"end", local_time(due.end, zone)}};
}

Json question_json(const CollisionQuestion& question, const std::string& zone) {
  const auto& [id, first, second] = question.collision;
  return {{"id", id},
          {"first", side_json(first, zone)},
          {"second", side_json(second, zone)},
          {"default", first.key()},
          {"answer", question.answer.empty() ? Json(nullptr) : Json(question.answer)}};
}

// An override needs a clock by which it ends.
void read_override(Fields& fields, const base::Now& now, PolicyOverride& wanted) {
  wanted.who = fields.text("who", 200);
  wanted.why = fields.text("why", 1000);
  const auto text = fields.string("until", 64);
  const auto until = base::from_rfc3339(text);
  if (!text.empty() && !until) {
    fields.error("until", "bad-time",
                 {"phải là thời điểm dạng 2026-11-23T21:30:00+07:00",
                  "must be a time such as 2026-11-23T21:30:00+07:00"});
  }
  if (!until) return;
  wanted.until = *until;
  if (!base::trusted(now.quality)) {
    fields.error("until", "clock-untrusted",
                 {"đồng hồ của đài chưa tin được nên chưa thể hẹn giờ hết hiệu lực",
                  "the station's clock is not trusted, so the override could not end"});
  } else if (*until <= now.wall || *until > now.wall + kLongestOverride) {
    fields.error("until", "until",
                 {"phải sau lúc này và trong vòng 7 ngày", "must be after now, within 7 days"});
  }
}

}  // namespace

void get_policy(Context& context, const Request&, const Reply& reply) {
  reply(json_answer(200, schedules::write_policy(context.station.policy())));
}

void start_override(Context& context, const Request& request, const Reply& reply) {
  PolicyOverride wanted;
  const auto now = context.station.view().now;
  if (!read_body(request, reply, [&](Fields& fields) { read_override(fields, now, wanted); })) {
    return;
  }
  context.station.override_policy(wanted, caller(request));
  reply(done());
}

void end_override(Context& context, const Request& request, const Reply& reply) {
  if (context.station.end_override(caller(request))) return reply(done());
  reply(error_answer(409, "no-override",
                     {"không có miễn trừ nào đang hiệu lực", "no override is in force"}));
}

void get_collisions(Context& context, const Request&, const Reply& reply) {
  auto list = Json::array();
  for (const auto& question : context.station.collisions()) {
    list.push_back(question_json(question, context.config.zone));
  }
  reply(json_answer(200, dumped(Json{{"collisions", std::move(list)}})));
}

void answer_collision(Context& context, const Request& request, const Reply& reply) {
  std::string id;
  std::string first;
  const auto take = [&](Fields& fields) {
    id = fields.string("id", 400);
    first = fields.string("first", 200);
  };
  if (!read_body(request, reply, take)) return;
  if (context.station.answer_collision(id, first, caller(request))) return reply(done());
  reply(error_answer(409, "no-collision",
                     {"không còn câu hỏi này, hoặc tin được chọn không thuộc cặp này",
                      "there is no such question any more, or the choice is not of this pair"}));
}

base::Problems likely_mistakes(const Context& context, const schedules::WeeklySchedule& week) {
  const auto known = [&context](const schedules::Item& item) -> std::optional<base::Duration> {
    const auto media = context.library.find(item);
    const auto* ready = std::get_if<ReadyMedia>(&media);
    return ready == nullptr ? std::nullopt : std::optional(ready->length);
  };
  const auto now = context.station.view().now;
  std::optional<date::local_days> today;
  if (base::trusted(now.quality)) {
    const auto local = date::locate_zone(week.zone)->to_local(now.wall);
    today = date::floor<date::days>(local);
  }
  return schedules::likely_mistakes(week, known, today);
}

}  // namespace loa::daemon::routes
