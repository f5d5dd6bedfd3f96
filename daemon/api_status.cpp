// GET /v1/status, /healthz: everything that people want to know of the station now.
#include <filesystem>

#include "daemon/api_answers.h"
#include "daemon/api_json.h"
#include "daemon/api_routes.h"
#include "daemon/version.h"

namespace loa::daemon::routes {
namespace {

Json clock_json(const base::Now& now, const std::string& zone) {
  return {{"time", local_time(now.wall, zone)},
          {"zone", zone},
          {"quality", base::name_of(now.quality)},
          {"trusted", base::trusted(now.quality)}};
}

Json schedule_json(const Context& context, const StationView& view) {
  Json json{{"id", view.schedule}, {"pending", view.schedule_pending}};
  if (const auto* timetable = context.station.timetable()) {
    json["title"] = timetable->schedule().title;
    json["validTo"] = date::format("%F", timetable->schedule().valid_to);
  }
  return json;
}

Json sound_json(const Context& context, const StationView& view) {
  const auto status = context.sound();
  return {{"output", context.config.output},
          {"state", audio::name_of(view.device)},
          {"detail", view.device_detail},
          {"underruns", status.underruns},
          {"peak", status.peak},
          {"volume", view.volume},
          {"volumeCeiling", context.config.volume_ceiling}};
}

Json board_json(const Context& context, const base::Now& now) {
  const auto geometry = context.board.geometry();
  return {{"width", geometry.width},
          {"height", geometry.height},
          {"text", context.board.text(now.steady)}};
}

Json disk_json(const Context& context) {
  std::error_code error;
  const auto space = std::filesystem::space(context.config.state, error);
  if (error) return nullptr;
  return {{"free", space.available}, {"total", space.capacity}};
}

Json centre_json(const Context& context) {
  const auto view = context.centre();
  Json json{{"url", view.url},
            {"enrolled", view.enrolled},
            {"enrolmentError", view.enrolment_error},
            {"connected", view.uplink.connected},
            {"lastError", view.uplink.last_error},
            {"unacknowledged", view.uplink.unacknowledged}};
  json["lastAnswer"] = view.uplink.last_answer
                           ? Json(local_time(*view.uplink.last_answer, context.config.zone))
                           : Json(nullptr);
  return json;
}

}  // namespace

void get_status(Context& context, const Request&, const Reply& reply) {
  const auto view = context.station.view();
  const auto& zone = context.config.zone;
  Json json{{"station", context.station_id},
            {"name", context.config.name},
            {"software", kVersion},
            {"clock", clock_json(view.now, zone)}};
  json["onAir"] = view.on_air ? to_json(*view.on_air, zone) : Json(nullptr);
  json["next"] = view.next ? to_json(*view.next, zone) : Json(nullptr);
  json["schedule"] = schedule_json(context, view);
  json["sound"] = sound_json(context, view);
  json["paused"] = view.paused;
  json["faults"] = view.faults;
  json["board"] = board_json(context, view.now);
  json["disk"] = disk_json(context);
  json["centre"] = centre_json(context);
  reply(json_answer(200, dumped(json)));
}

void get_health(Context& context, const Request&, const Reply& reply) {
  const auto view = context.station.view();
  reply(json_answer(200, dumped(Json{{"ok", view.faults.empty()}, {"faults", view.faults}})));
}

}  // namespace loa::daemon::routes
