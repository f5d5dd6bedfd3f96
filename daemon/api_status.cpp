// GET /v1/status, /healthz: everything that people want to know of the station now.
#include <algorithm>
#include <filesystem>

#include "daemon/api_answers.h"
#include "daemon/api_json.h"
#include "daemon/api_routes.h"
#include "daemon/faults.h"
#include "daemon/page_certificate.h"
#include "daemon/version.h"

namespace loa::daemon::routes {
namespace {

Json clock_json(const base::Now& now, const std::string& zone, const std::string& nonce) {
  return {{"time", local_time(now.wall, zone)},
          {"zone", zone},
          {"quality", base::name_of(now.quality)},
          {"trusted", base::trusted(now.quality)},
          {"nonce", nonce}};
}

Json schedule_json(const Context& context, const StationView& view) {
  Json json{{"id", view.schedule}, {"pending", view.schedule_pending}};
  if (const auto* timetable = context.station.timetable()) {
    json["title"] = timetable->schedule().title;
    json["validTo"] = date::format("%F", timetable->schedule().valid_to);
  }
  return json;
}

Json loopback_json(const audio::LoopbackStatus& loopback) {
  if (!loopback.wanted) return nullptr;
  return {{"state", audio::name_of(loopback.state)},
          {"verdict", audio::name_of(loopback.verdict)},
          {"score", loopback.score},
          {"delayMs", loopback.delay_ms},
          {"dropped", loopback.dropped}};
}

Json devices_json(const std::vector<audio::DeviceStatus>& devices) {
  auto list = Json::array();
  for (const auto& device : devices) {
    list.push_back({{"output", device.output},
                    {"clusters", device.clusters},
                    {"state", audio::name_of(device.sound.state)},
                    {"detail", device.sound.detail},
                    {"underruns", device.sound.underruns},
                    {"ppm", device.sound.ppm},
                    {"rmsDb", device.sound.rms_db}});
  }
  return list;
}

Json sound_json(const Context& context, const StationView& view) {
  const auto bank = context.sound();
  const auto& status = bank.whole;
  auto clusters = Json::array();
  for (const auto& cluster : context.config.mapped_clusters) clusters.push_back(cluster.name);
  return {{"output", context.config.output},
          {"state", audio::name_of(view.device)},
          {"detail", view.device_detail},
          {"underruns", status.underruns},
          {"ppm", status.ppm},
          {"senderPpm", status.sender_ppm ? Json(*status.sender_ppm) : Json(nullptr)},
          {"peak", status.peak},
          {"rmsDb", status.rms_db},
          {"lufs", status.loudness},
          {"loopback", loopback_json(status.loopback)},
          {"clusters", std::move(clusters)},
          {"devices", devices_json(bank.devices)},
          {"volume", view.volume},
          {"volumeCeiling", context.config.volume_ceiling},
          {"emergencyVolume", context.config.emergency_volume}};
}

Json amplifier_json(const Context& context, const StationView& view) {
  if (context.lines == nullptr) return nullptr;
  auto lines = Json::array();
  for (const auto& line : context.lines->view()) {
    const bool held = line.fault.en.empty();
    lines.push_back({{"name", line.name},
                     {"line", line.line},
                     {"on", line.on && held},
                     {"problem", held ? Json(nullptr) : to_json(line.fault)}});
  }
  return {{"on", view.amplifier_on}, {"lines", std::move(lines)}};
}

Json board_json(const Context& context) {
  const auto& geometry = context.board.geometry();
  const auto health = context.board.health();
  return {{"width", geometry.width},
          {"height", geometry.height},
          {"text", context.board.text()},
          {"kind", signs::drivers::name_of(context.config.board.driver.kind)},
          {"state", signs::name_of(health.state)},
          {"picture", signs::name_of(health.picture)},
          {"problem", to_json(health.problem)},
          {"what", health.what},
          {"brightness", context.board.brightness()}};
}

// Read once: the server shows the same certificate until the program ends.
Json page_json(Context& context) {
  const auto& config = context.config;
  if (context.page_print.empty()) context.page_print = page_fingerprint(config);
  return {{"address", config.listen.address},
          {"tls", config.listen.tls},
          {"fingerprint", context.page_print.empty() ? Json(nullptr) : Json(context.page_print)}};
}

Json disk_json(const Context& context) {
  std::error_code error;
  const auto space = std::filesystem::space(context.config.state, error);
  if (error) return nullptr;
  return {{"free", space.available}, {"total", space.capacity}};
}

Json media_json(const MediaFetchView& media) {
  return {{"files", media.files},
          {"bytesLeft", media.bytes_left},
          {"path", media.path},
          {"problem", media.problem}};
}

Json centre_json(const Context& context) {
  const auto view = context.centre();
  Json json{{"url", view.url},
            {"enrolled", view.enrolled},
            {"enrolmentError", view.enrolment_error},
            {"connected", view.uplink.connected},
            {"lastError", view.uplink.last_error},
            {"unacknowledged", view.uplink.unacknowledged},
            {"media", media_json(view.media)}};
  json["lastAnswer"] = view.uplink.last_answer
                           ? Json(local_time(*view.uplink.last_answer, context.config.zone))
                           : Json(nullptr);
  return json;
}

Json policy_json(const Context& context, const StationView& view) {
  Json json{{"id", view.policy},
            {"title", view.policy_title},
            {"volumeCeiling", view.volume_ceiling},
            {"override", nullptr}};
  if (const auto& given = view.policy_override) {
    json["override"] = {{"who", given->who},
                        {"why", given->why},
                        {"until", local_time(given->until, context.config.zone)}};
  }
  return json;
}

Json live_json(const LiveConfig& live) {
  if (live.device.empty()) return nullptr;
  return {{"device", live.device}, {"longest", in_seconds(live.longest)}};
}

std::vector<std::string> faults_now(const StationView& view, const Context& context) {
  const auto centre = context.centre();
  return all_faults(view, context.board, centre.uplink, centre.media, context.config);
}

Json coming_faults_json(const StationView& view, const std::string& zone) {
  auto list = Json::array();
  for (const auto& fault : view.coming_faults) {
    list.push_back({{"start", local_time(fault.start, zone)},
                    {"programme", fault.programme},
                    {"item", fault.item},
                    {"code", fault.code},
                    {"message", to_json(fault.message)}});
  }
  return list;
}

int open_questions(const Context& context) {
  const auto all = context.station.collisions();
  return static_cast<int>(
      std::ranges::count_if(all, [](const auto& question) { return question.answer.empty(); }));
}

}  // namespace

void get_status(Context& context, const Request&, const Reply& reply) {
  const auto view = context.station.view();
  const auto& zone = context.config.zone;
  Json json{{"station", context.station_id},
            {"name", context.config.name},
            {"software", kVersion},
            {"clock", clock_json(view.now, zone, context.commands.nonce())}};
  json["onAir"] = view.on_air ? to_json(*view.on_air, zone) : Json(nullptr);
  json["next"] = view.next ? to_json(*view.next, zone) : Json(nullptr);
  json["schedule"] = schedule_json(context, view);
  json["sound"] = sound_json(context, view);
  json["live"] = live_json(context.config.live);
  json["amplifier"] = amplifier_json(context, view);
  json["paused"] = view.paused;
  json["policy"] = policy_json(context, view);
  json["questions"] = open_questions(context);
  json["faults"] = faults_now(view, context);
  json["comingFaults"] = coming_faults_json(view, zone);
  json["configProblems"] = to_json(context.config.refused);
  json["board"] = board_json(context);
  json["page"] = page_json(context);
  json["disk"] = disk_json(context);
  json["centre"] = centre_json(context);
  reply(json_answer(200, dumped(json)));
}

void get_health(Context& context, const Request&, const Reply& reply) {
  const auto faults = faults_now(context.station.view(), context);
  reply(json_answer(200, dumped(Json{{"ok", faults.empty()}, {"faults", faults}})));
}

}  // namespace loa::daemon::routes
