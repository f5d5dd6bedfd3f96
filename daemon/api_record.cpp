// GET /v1/timeline, /v1/log: what is due, and what became of it.
#include <date/date.h>

#include <sstream>

#include "daemon/api_answers.h"
#include "daemon/api_json.h"
#include "daemon/api_routes.h"
#include "protocol/messages.h"

namespace loa::daemon::routes {
namespace {

constexpr int kDefaultRows = 50;
constexpr int kMostRows = 1000;

std::optional<date::local_days> day_named(const std::string& text) {
  std::istringstream in(text);
  date::local_days day;
  in >> date::parse("%F", day);
  if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
  return day;
}

// The row as the wire has it, and its time as people read it.
Json row_json(const journal::Row& row, const std::string& zone) {
  auto json = Json::parse(protocol::to_json(row));
  json["time"] = local_time(row.wall, zone);
  return json;
}

protocol::HttpResponse rows_answer(const std::vector<journal::Row>& rows, const std::string& zone) {
  auto list = Json::array();
  for (const auto& row : rows) list.push_back(row_json(row, zone));
  return json_answer(200, dumped(Json{{"rows", std::move(list)}}));
}

}  // namespace

void get_timeline(Context& context, const Request& request, const Reply& reply) {
  const auto wanted = query(request, "day");
  const auto named = day_named(wanted);
  if (!wanted.empty() && !named) return reply(bad_query("day"));
  const auto* timetable = context.station.timetable();
  if (timetable == nullptr) {
    return reply(json_answer(200, dumped(Json{{"day", nullptr}, {"slots", Json::array()}})));
  }
  const auto day = named ? *named : timetable->local_day(context.timers.now().wall);
  auto slots = Json::array();
  for (const auto& due : context.station.timeline(day)) {
    slots.push_back(to_json(due, timetable->schedule().zone));
  }
  reply(json_answer(200,
                    dumped(Json{{"day", date::format("%F", day)}, {"slots", std::move(slots)}})));
}

void get_log(Context& context, const Request& request, const Reply& reply) {
  const auto limit = number(request, "limit", kDefaultRows, 1, kMostRows);
  if (!limit) return reply(bad_query("limit"));
  const auto since = query(request, "since");
  const auto count = static_cast<std::size_t>(*limit);
  const auto& zone = context.config.zone;
  if (since.empty()) return reply(rows_answer(context.journal.newest(count), zone));
  const auto from = base::from_rfc3339(since);
  if (!from) return reply(bad_query("since"));
  reply(rows_answer(context.journal.since(*from, count), zone));
}

}  // namespace loa::daemon::routes
