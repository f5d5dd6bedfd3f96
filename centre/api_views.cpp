#include "centre/api_views.h"

#include <array>

#include "centre/place_json.h"
#include "entrance/answers_json.h"

namespace loa::centre {
namespace {

using entrance::dumped;
using entrance::Json;

Json time_or_null(const std::optional<base::Wall>& time) {
  return time ? Json(base::to_rfc3339(*time)) : Json(nullptr);
}

template <class Unit>
Json in_or_null(const std::optional<base::Duration>& duration) {
  if (!duration) return nullptr;
  return std::chrono::duration<double, Unit>(*duration).count();
}

}  // namespace

const char* name_of(Presence presence) {
  switch (presence) {
    case Presence::never:
      return "never";
    case Presence::silent:
      return "silent";
    case Presence::online:
      return "online";
  }
  return "";
}

namespace {

void add_report(Json& json, const protocol::StatusReport& report, base::Duration clock_ahead) {
  json["software"] = report.software;
  json["onAir"] = report.on_air;
  json["level"] = report.level;
  json["nextStart"] = time_or_null(report.next_start);
  json["nextTitle"] = report.next_title;
  json["schedule"] = report.schedule;
  json["quality"] = base::name_of(report.quality);
  json["clockAheadSeconds"] = std::chrono::duration<double>(clock_ahead).count();
  json["device"] = report.device;
  json["volume"] = report.volume;
  json["diskFree"] = report.disk_free;
  json["unacknowledged"] = report.unacknowledged;
  json["epoch"] = report.epoch;
  json["seq"] = report.seq;
  json["faults"] = report.faults;
  json["clusters"] = Json::array();
  for (const auto& [name, device] : report.clusters)
    json["clusters"].push_back({{"name", name}, {"device", device}});
}

// What it should have, and what it says that it has; null from one that does not say.
Json programme_json(const StationView& view) {
  Json json{{"desired", view.desired}, {"reported", nullptr}, {"refused", false}, {"reason", ""}};
  if (!view.state.report || !view.state.report->programme) return json;
  const auto& programme = *view.state.report->programme;
  json["reported"] = programme.version;
  json["refused"] = !programme.refused.empty();
  json["reason"] = programme.reason;
  return json;
}

Json commune_json(const Where& where) {
  if (where.commune.empty()) return nullptr;
  return {{"code", where.commune}, {"name", where.commune_name}, {"province", where.province}};
}

Json station_json(const StationView& view) {
  Json json{{"id", view.station.id},
            {"name", view.station.name},
            {"presence", name_of(view.state.presence)},
            {"lastSeen", time_or_null(view.state.seen)},
            {"revoked", time_or_null(view.station.revoked)},
            {"replacedBy", view.station.replaced_by},
            {"checkpoint", nullptr},
            {"programme", programme_json(view)},
            {"commune", commune_json(view.where)},
            {"tags", view.where.place.tags},
            {"position", position_json(view.where.place)},
            {"report", nullptr}};
  if (view.checkpoint) {
    const auto& [of, checkpoint, received] = *view.checkpoint;
    json["checkpoint"] = {{"epoch", checkpoint.epoch},
                          {"seq", checkpoint.seq},
                          {"hash", base::to_hex(checkpoint.hash)},
                          {"wall", base::to_rfc3339(checkpoint.wall)},
                          {"quality", base::name_of(checkpoint.quality)},
                          {"received", base::to_rfc3339(received)}};
  }
  if (view.state.report) {
    json["report"] = Json::object();
    add_report(json["report"], *view.state.report, view.state.clock_ahead);
  }
  return json;
}

Json play_json(const Play& play) {
  return {{"occurrence", play.occurrence},
          {"title", play.title},
          {"area", play.area},
          {"level", play.level},
          {"nominal", time_or_null(play.nominal)},
          {"started", time_or_null(play.started)},
          {"startErrorMs", in_or_null<std::milli>(play.start_error)},
          {"lengthSeconds", in_or_null<std::ratio<1>>(play.length)},
          {"outcome", play.outcome ? Json(journal::name_of(*play.outcome)) : Json(nullptr)},
          {"reason", play.reason},
          {"epoch", play.epoch},
          {"seq", play.seq},
          {"proof", play.proof},
          {"quality", base::name_of(play.quality)}};
}

}  // namespace

std::string stations_json(const std::string& title, const std::string& zone,
                          const std::string& today, base::Wall now,
                          const std::vector<StationView>& stations) {
  Json list = Json::array();
  for (const auto& view : stations) list.push_back(station_json(view));
  return dumped({{"title", title},
                 {"now", base::to_rfc3339(now)},
                 {"zone", zone},
                 {"today", today},
                 {"stations", std::move(list)}});
}

std::string plays_json(const std::string& station, const std::string& day,
                       const std::vector<Play>& plays) {
  Json list = Json::array();
  std::array<int, 4> by_proof{};
  for (const auto& play : plays) {
    list.push_back(play_json(play));
    if (play.outcome) ++by_proof.at(static_cast<std::size_t>(play.proof));
  }
  return dumped(
      {{"station", station}, {"day", day}, {"plays", std::move(list)}, {"byProof", by_proof}});
}

std::string events_json(const std::vector<SecurityEvent>& events) {
  Json list = Json::array();
  for (const auto& event : events)
    list.push_back({{"station", event.station},
                    {"code", event.code},
                    {"subject", event.subject},
                    {"detail", event.detail},
                    {"first", base::to_rfc3339(event.first)},
                    {"last", base::to_rfc3339(event.last)},
                    {"times", event.times}});
  return dumped({{"events", std::move(list)}});
}

}  // namespace loa::centre
