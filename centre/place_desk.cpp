#include "centre/place_desk.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "centre/intake.h"
#include "centre/place_json.h"

namespace loa::centre {
namespace {

using PlaceJson = nlohmann::json;
using protocol::HttpResponse;

constexpr std::size_t kMostTargets = 100;

// Of an array of texts; nothing where it is none.
std::optional<std::vector<std::string>> words_of(const PlaceJson& array, std::size_t most) {
  if (!array.is_array() || array.size() > most) return std::nullopt;
  std::vector<std::string> words;
  for (const auto& one : array) {
    if (!one.is_string()) return std::nullopt;
    words.push_back(one.get<std::string>());
  }
  return words;
}

bool read_tags(const PlaceJson& given, StationPlace& place) {
  auto words = words_of(given, kMostTags);
  auto tags = words ? tags_from(std::move(*words)) : std::nullopt;
  if (tags) place.tags = std::move(*tags);
  return tags.has_value();
}

bool read_position(const PlaceJson& given, StationPlace& place) {
  place.position.reset();
  if (given.is_null()) return true;
  const auto degrees = [&](const char* name) {
    const bool there = given.is_object() && given.contains(name) && given[name].is_number();
    return there ? given[name].get<double>() : 999;
  };
  place.position = position_at(degrees("latitude"), degrees("longitude"));
  return place.position.has_value();
}

std::set<std::string> all_ids(const std::vector<KnownStation>& stations) {
  std::set<std::string> ids;
  for (const auto& [station, state] : stations)
    if (!station.revoked) ids.insert(station.id);
  return ids;
}

HttpResponse answer(const PlaceJson& body) {
  return {200, "application/json", body.dump(), {{"Cache-Control", "no-store"}}};
}

}  // namespace

HttpResponse no_such_target(const std::string& target) {
  return {404,
          "application/json",
          PlaceJson{{"error", "no-such-target"}, {"target", target}}.dump(),
          {}};
}

const base::Communes& PlaceDesk::communes() {
  if (!communes_) communes_ = base::Communes::beside(config_);
  return *communes_;
}

std::vector<Where> PlaceDesk::where(const std::vector<KnownStation>& stations) {
  auto places = store_.places();
  std::vector<Where> all;
  all.reserve(stations.size());
  for (const auto& [station, state] : stations) {
    Where where;
    if (state.report) where.commune = state.report->commune;
    const auto* commune = where.commune.empty() ? nullptr : communes().find(where.commune);
    if (commune != nullptr) {
      where.commune_name = commune->name;
      where.province = commune->province;
    }
    if (const auto place = places.find(station.id); place != places.end())
      where.place = std::move(place->second);
    all.push_back(std::move(where));
  }
  return all;
}

HttpResponse PlaceDesk::take(const std::string& body) {
  const auto given = PlaceJson::parse(body, nullptr, false);
  const auto id = text_member(body, "station");
  if (!id) return refusal(400, "malformed-request");
  HttpResponse said = refusal(404, "unknown-station");
  transact(store_.sql(), [&] {
    if (!store_.station(*id)) return;
    auto place = store_.place(*id);
    const bool tags = !given.contains("tags") || read_tags(given["tags"], place);
    const bool position = !given.contains("position") || read_position(given["position"], place);
    if (!tags || !position) {
      said = refusal(400, tags ? "bad-position" : "bad-tags");
      return;
    }
    store_.put_place(*id, place);
    said = answer({{"station", *id}, {"tags", place.tags}, {"position", position_json(place)}});
  });
  return said;
}

std::optional<std::set<std::string>> PlaceDesk::meant(const std::vector<std::string>& targets,
                                                      const std::vector<KnownStation>& stations,
                                                      std::string& nobody) {
  const auto all = where(stations);
  std::set<std::string> ids;
  for (const auto& target : targets) {
    bool any = false;
    for (std::size_t i = 0; i < stations.size(); ++i) {
      const auto& station = stations[i].station;
      if (station.revoked || !is_meant(target, station.id, all[i])) continue;
      any = true;
      ids.insert(station.id);
    }
    if (any) continue;
    nobody = target;
    return std::nullopt;
  }
  return ids;
}

HttpResponse PlaceDesk::list(const std::string& body, const std::vector<KnownStation>& stations) {
  const auto given = PlaceJson::parse(body, nullptr, false);
  const auto targets = given.is_object() && given.contains("targets")
                           ? words_of(given["targets"], kMostTargets)
                           : std::nullopt;
  if (!targets) return refusal(400, "malformed-request");
  std::string nobody;
  const auto ids =
      targets->empty() ? std::optional(all_ids(stations)) : meant(*targets, stations, nobody);
  if (!ids) return no_such_target(nobody);
  return answer({{"stations", *ids}});
}

}  // namespace loa::centre
