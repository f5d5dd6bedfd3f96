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

}  // namespace loa::daemon
