#include "daemon/api_answers.h"

#include <date/tz.h>

#include <cmath>

#include "daemon/api_json.h"

namespace loa::daemon {

std::string local_time(base::Wall when, const std::string& zone) {
  const auto seconds = date::floor<std::chrono::seconds>(when);
  return date::format("%FT%T%Ez", date::make_zoned(zone, seconds));
}

double in_seconds(base::Duration duration) {
  return std::round(std::chrono::duration<double, std::milli>(duration).count()) / 1000.0;
}

Json to_json(const base::Text& text) { return {{"vi", text.vi}, {"en", text.en}}; }

Json to_json(const base::Problem& problem) {
  return {{"severity", problem.severity == base::Severity::error ? "error" : "warning"},
          {"code", problem.code},
          {"file", problem.place.file},
          {"line", problem.place.line},
          {"column", problem.place.column},
          {"field", problem.field},
          {"message", to_json(problem.message)}};
}

Json to_json(const base::Problems& problems) {
  auto json = Json::array();
  for (const auto& problem : problems) json.push_back(to_json(problem));
  return json;
}

Json to_json(const DueSoon& due, const std::string& zone) {
  return {{"occurrence", due.occurrence},
          {"slot", due.slot},
          {"title", due.title},
          {"level", due.level},
          {"start", local_time(due.start, zone)},
          {"end", local_time(due.end, zone)},
          {"state", due.state},
          {"reason", due.reason}};
}

Json to_json(const OnAir& on_air, const std::string& zone) {
  return {{"occurrence", on_air.occurrence},
          {"title", on_air.title},
          {"item", on_air.item},
          {"level", on_air.level},
          {"started", local_time(on_air.started, zone)},
          {"elapsed", in_seconds(on_air.elapsed)},
          {"remaining", in_seconds(on_air.remaining)},
          {"under", on_air.under},
          {"paused", on_air.paused}};
}

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace loa::daemon
